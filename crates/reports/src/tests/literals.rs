//! Which numbers of a text are held against the figures.

use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<String> {
    let told = |label: &str, unit: &str, values: &[f64]| Told {
        label: label.into(),
        unit: unit.into(),
        values: values.into(),
    };
    let all = [
        told("Online-Dienste", "Online-Dienste", &[117.0, 103.0, 14.0]),
        told("Anteil", "%", &[92.3]),
        told("Ämter, für die die Einführung vorgesehen ist", "Ämter", &[30.0]),
    ];
    contradictions(text, &all).into_iter().map(|c| c.quote).collect()
}

#[test]
fn a_number_contradicts_where_it_counts_the_same() {
    for (text, quotes) in [
        ("Es gibt 118 Online-Dienste.", &["118 Online-Dienste"][..]),
        ("Nun sind 1.234 Dienste erreichbar.", &["1.234 Dienste"]),
        ("Das sind (120 Diensten)", &["120 Diensten"]),
        ("Erreicht sind 92,4 % davon.", &["92,4 %"]),
        ("Erreicht sind 92,4% davon.", &["92,4%"]),
        ("Es gibt 118 neue Online-Dienste.", &["118 neue Online-Dienste"]),
        ("118 neue, barrierefreie und sichere Dienste", &["118 neue, barrierefreie und sichere Dienste"]),
        ("118 Online\u{2011}Dienste, 119 Online\u{2010}Dienste", &["118 Online-Dienste", "119 Online-Dienste"]),
        ("118 Online-Diens\u{ad}te", &["118 Online-Dienste"]),
        ("Es sind „118“ Dienste und \"119\" Dienste.", &["118 Dienste", "119 Dienste"]),
        ("Es sind 115 bis 118 Dienste.", &["115 bis 118 Dienste", "118 Dienste"]),
        ("115–118 Dienste", &["115–118 Dienste", "118 Dienste"]),
        ("115 - 118 Dienste", &["118 Dienste"]),
        ("zwischen 115 und 118 Diensten", &["115 und 118 Diensten", "118 Diensten"]),
        ("Der Stand stieg von 103 auf 118 Dienste.", &["118 Dienste"]),
        ("Zwölf Dienste", &["Zwölf Dienste"]),
        ("1 234 Dienste", &["1 234 Dienste"]),
        ("1\u{202f}234 Dienste, 1\u{a0}234,5 Dienste", &["1 234 Dienste", "1 234,5 Dienste"]),
        ("Nun sind 2022 Dienste online.", &["2022 Dienste"]),
        ("Rund 140 Dienste, über 120 Dienste", &["140 Dienste", "120 Dienste"]),
    ] {
        assert_eq!(found(text), quotes, "{text}");
    }
}

#[test]
fn a_number_contradicts_after_what_it_counts() {
    for (text, quotes) in [
        ("Online-Dienste: 118", &["Online-Dienste: 118"][..]),
        ("Online-Dienste: 118; Formulare: 40", &["Online-Dienste: 118"]),
        ("Die Online-Dienste (118) wachsen.", &["Online-Dienste (118)"]),
        ("Die Zahl der Online-Dienste beträgt 118.", &["Online-Dienste beträgt 118"]),
        ("Die Zahl der Online-Dienste liegt derzeit bei 118 und wächst.", &["Online-Dienste liegt derzeit bei 118"]),
        ("Inzwischen liegt die Zahl der Online-Dienste bei 118.", &["Online-Dienste bei 118"]),
        ("Die Zahl der Online-Dienste stieg auf 118.", &["Online-Dienste stieg auf 118"]),
        ("Die Zahl der Online-Dienste stieg von 103 auf 118.", &["Online-Dienste stieg von 103 auf 118"]),
        ("Die Zahl der Online-Dienste ist auf 118 gestiegen.", &["Online-Dienste ist auf 118"]),
        ("Die Zahl der Dienste stieg um 20.", &["Dienste stieg um 20"]),
        ("Die Zahl der Dienste liegt zwischen 117 und 118.", &["Dienste liegt zwischen 117 und 118"]),
    ] {
        assert_eq!(found(text), quotes, "{text}");
    }
}

#[test]
fn what_is_right_or_counts_something_else_is_left_alone() {
    for text in [
        "Es gibt 117 Online-Dienste, 14 Dienste mehr.",
        "Am 06.04.2023 Dienste geprüft; seit 6. Dienste",
        "Im Jahr 2023 Dienste eröffnet, seit April 2022 Dienste, § 5 Dienste",
        "12 Schulungen und 92,3 % Anteil",
        "09:34 Dienste, 4DOS/2/4/23 Dienste, 09521/123 Dienste",
        "Zum Stand 118. Online-Dienste sind gefragt.",
        "Seit 2022 Online-Dienste, Ende 2024 Dienste, von 2020 bis 2025 Dienste, im Sommer 2023 neue Dienste",
        "Die 2023 eröffneten Online-Dienste. Für 2025 geplante Dienste.",
        "Abs. 1 Dienste, Art. 3 Dienste, Nr. 5 Dienste, Ziffer 2 Dienste, Anlage 2 Dienste, TOP 4 Dienste",
        "SP-Nr. 12 Dienste, SP-Nr.12 Dienste, §§ 5 Dienste, 3- bis 4-mal Dienste, 5. bis 6. Dienste",
        "Es sind 40\nDienste sind gefragt.",
        "Über 100 Dienste, rund 120 Dienste, knapp 120 Dienste, mehr als 110 Dienste, bis zu 120 Dienste",
        "40 der Dienste, 40 von 117 Diensten, 40 geplante Dienste, 3 weitere Dienste",
        "Zwei neue Dienste, zwei Schulungen",
        "Von den 40 ist keines fertig. 30 Ämter sind dabei.",
        "Online-Dienste: 118 Nutzer. Die Online-Dienste erreichten 2023 118 Menschen.",
        "Die Online-Dienste liegen bei 30 Ämtern; Die Zahl der Dienste lag 2021 bei 90.",
        "Die Zahl der Online-Dienste stieg von 103 auf 117, um 14.",
        "Die Zahl der Online-Dienste stieg um 20 Prozent, die Zahl der Dienste um 92,3 %.",
        "Die Online-Dienste, 40 an der Zahl",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

/// The ways in which a person says how many there are, as written and as quoted.
const WAYS: [[&str; 2]; 5] = [
    ["mit # Diensten", "# Diensten"],
    ["mit # neuen, sicheren Diensten", "# neuen, sicheren Diensten"],
    ["Dienste: #", "Dienste: #"],
    ["die Zahl der Dienste liegt nun bei #", "Dienste liegt nun bei #"],
    ["„#“ Dienste", "# Dienste"],
];

proptest! {
    /// The model: of numbers between words that count nothing, each that counts "Dienste" must be one of the values.
    #[test]
    fn every_number_that_counts_is_looked_at(
        said in proptest::collection::vec((0_u32..3_000_000, proptest::option::of(0..WAYS.len())), 0..6),
        values in proptest::collection::vec(0_u32..3_000, 1..4),
        repeated in any::<bool>(),
        space in prop_oneof![Just("."), Just("\u{a0}"), Just("\u{202f}")],
    ) {
        let values: Vec<f64> = values.iter().map(|value| f64::from(*value) / 10.0).collect();
        let known: Vec<String> = values.iter().map(|value| grammar::number(*value)).collect();
        let number = |(n, way): &(u32, Option<usize>)| {
            let own = values.first().copied().filter(|_| repeated && n % 2 == 0);
            (grammar::number(own.unwrap_or(f64::from(*n) / 10.0)), way.map(|way| WAYS[way]))
        };
        let numbers: Vec<(String, Option<[&str; 2]>)> = said.iter().map(number).collect();
        let written = |number: &str| number.replace('.', space);
        let said = |(number, way): &(String, Option<[&str; 2]>)| {
            way.map_or("mit # Tagen", |[text, _]| text).replace('#', &written(number))
        };
        let text = numbers.iter().map(said).collect::<Vec<_>>().join("; ");
        let wrong = numbers.iter().filter(|(number, _)| !known.contains(number));
        let quote = |(number, way): &(String, Option<[&str; 2]>)| {
            let number = number.replace('.', if space == "." { "." } else { " " });
            way.map(|[_, quote]| quote.replace('#', &number))
        };
        let told = [Told { label: "Online-Dienste".into(), unit: "Stück".into(), values: values.clone() }];
        let found: Vec<String> = contradictions(&text, &told).into_iter().map(|c| c.quote).collect();
        prop_assert_eq!(found, wrong.filter_map(quote).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_is_too_odd(text in "(.|[0-9 .,:–-]|Dienste|bis|und){0,60}") {
        let told = |label: &str, unit: &str| Told { label: label.into(), unit: unit.into(), values: vec![1.0] };
        contradictions(&text, &[told(&text, "%"), told("Dienste", "Dienste")]);
    }
}
