//! German as an administration writes it: dates, numbers, plans, singular and plural.

use chrono::Datelike;

use domain::cents::Cents;
use domain::period::{PlannedPeriod, Precision};
use domain::plan::{Modality, PlannedDate};
use domain::project::Light;
use domain::time::{Day, Moment};

/// The months in their order.
pub const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// What a light of a project's health says.
pub fn light(light: Light) -> &'static str {
    match light {
        Light::Green => "im Plan",
        Light::Yellow => "gefährdet",
        Light::Red => "außer Plan",
        Light::Unknown => "nicht bekannt",
    }
}

/// What one of the three lights is about.
pub fn dimension(name: &str) -> &'static str {
    match name {
        "schedule" => "Termine",
        "budget" => "Budget",
        _ => "Ergebnis",
    }
}

/// A light that is not green as a sentence: "Die Termine sind gefährdet: Der Hersteller liefert später."; what is not
/// known is said only where somebody stated why.
pub fn off_plan(name: &str, light: Light, reason: Option<&str>) -> Option<String> {
    let plural = name == "schedule";
    let subject = match name {
        "schedule" => "die Termine",
        "budget" => "das Budget",
        _ => "das Ergebnis",
    };
    let stands = match (light, plural) {
        (Light::Green, _) => return None,
        (Light::Yellow, true) => format!("{} sind gefährdet", capital(subject)),
        (Light::Yellow, false) => format!("{} ist gefährdet", capital(subject)),
        (Light::Red, true) => format!("{} liegen außer Plan", capital(subject)),
        (Light::Red, false) => format!("{} liegt außer Plan", capital(subject)),
        (Light::Unknown, _) => format!("Wie es um {subject} steht, ist {}", reason.map(|_| "nicht bekannt")?),
    };
    Some(ended(&reason.map_or_else(|| stands.clone(), |reason| format!("{stands}: {reason}"))))
}

/// With a full stop, unless it ends already.
pub fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// The size of a file: "812 Byte", "47 KB", "1,4 MB".
pub fn size(bytes: u64) -> String {
    const KILO: u64 = 1024;
    let tenths = bytes.saturating_mul(10).div_ceil(KILO * KILO);
    match bytes {
        0..KILO => format!("{bytes}\u{a0}Byte"),
        _ if bytes < KILO * KILO => format!("{}\u{a0}KB", bytes / KILO),
        _ if tenths.is_multiple_of(10) => format!("{}\u{a0}MB", tenths / 10),
        _ => format!("{},{}\u{a0}MB", tenths / 10, tenths % 10),
    }
}

/// With a capital letter, as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// 06.04.2023
pub fn date(day: Day) -> String {
    day.date().format("%d.%m.%Y").to_string()
}

/// "20.06.2023 09:34 Uhr", in the city's time zone.
pub fn date_time(moment: Moment, zone: chrono_tz::Tz) -> String {
    moment.date_time().with_timezone(&zone).format("%d.%m.%Y %H:%M Uhr").to_string()
}

/// A number with decimal comma, at most two decimals and thousands in groups of three.
pub fn number(value: f64) -> String {
    let rounded = (value.abs() * 100.0).round() / 100.0;
    let text = format!("{rounded}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if value < 0.0 && rounded != 0.0 { "−" } else { "" };
    let decimals = if decimals.is_empty() { String::new() } else { format!(",{decimals}") };
    format!("{sign}{}{decimals}", grouped(whole))
}

/// An amount of money in euros, with its cents: "20.000,00 €".
pub fn euros(amount: Cents) -> String {
    let cents = amount.0.unsigned_abs();
    let sign = if amount.0 < 0 { "−" } else { "" };
    format!("{sign}{},{:02}\u{a0}€", grouped(&(cents / 100).to_string()), cents % 100)
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A difference with its sign: "+14", "−3", "±0".
pub fn difference(value: f64) -> String {
    match number(value) {
        // What rounds to nothing is nothing, or a difference of nothing would have a sign.
        zero if zero == "0" => "±0".to_owned(),
        more if value > 0.0 => format!("+{more}"),
        less => less,
    }
}

/// Singular for exactly one, plural otherwise.
pub fn plural<'a>(count: f64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1.0 { one } else { many }
}

/// The calendar period in words: "30.06.2024", "Juni 2024", "2. Quartal 2024", "1. Halbjahr 2024", "2024".
pub fn period(period: PlannedPeriod) -> String {
    let (year, month0) = (period.first().date().year(), period.first().date().month0());
    match period.precision() {
        Precision::Day => date(period.first()),
        Precision::Month => {
            let month = usize::try_from(month0).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
            format!("{month} {year}")
        }
        Precision::Quarter => format!("{}. Quartal {year}", month0 / 3 + 1),
        Precision::HalfYear => format!("{}. Halbjahr {year}", month0 / 6 + 1),
        Precision::Year => year.to_string(),
    }
}

/// A planned date as a part of a sentence: "voraussichtlich im Juni 2024", "ab Juni 2023", "bis zum 30.06.2024".
pub fn planned(plan: &PlannedDate) -> String {
    let (precision, period) = (plan.date.precision(), period(plan.date));
    // "im Juni", "am 30.06.", but a year stands alone.
    let inside = match precision {
        Precision::Day => format!("am {period}"),
        Precision::Year => period.clone(),
        Precision::Month | Precision::Quarter | Precision::HalfYear => format!("im {period}"),
    };
    let dative = |word: &str| match precision {
        Precision::Day | Precision::Quarter | Precision::HalfYear => format!("{word} {period}"),
        Precision::Month | Precision::Year => format!("{} {period}", word.split(' ').next().unwrap_or(word)),
    };
    let hedge = if plan.hedged { "voraussichtlich " } else { "" };
    match plan.modality {
        Modality::Actual | Modality::Committed => inside,
        Modality::Expected => format!("voraussichtlich {inside}"),
        Modality::Earliest => format!("{hedge}{}", dative("ab dem")),
        Modality::Latest => format!("{hedge}{}", dative("bis zum")),
    }
}

/// By when something was to be done: "bis zum 30.06.2023", "bis zum 1. Quartal 2024", "bis Juni 2023".
pub fn until(end: PlannedPeriod) -> String {
    match end.precision() {
        Precision::Day | Precision::Quarter | Precision::HalfYear => format!("bis zum {}", period(end)),
        Precision::Month | Precision::Year => format!("bis {}", period(end)),
    }
}

/// A plan whose time is over, as a part of a sentence: "voraussichtlich für Juni 2023 vorgesehen".
pub fn was_planned(plan: &PlannedDate) -> String {
    let (precision, period) = (plan.date.precision(), period(plan.date));
    let target = match precision {
        Precision::Day => format!("für den {period}"),
        Precision::Quarter | Precision::HalfYear => format!("für das {period}"),
        Precision::Month | Precision::Year => format!("für {period}"),
    };
    match plan.modality {
        Modality::Committed => format!("{target} zugesagt"),
        Modality::Actual => format!("{target} vorgesehen"),
        Modality::Expected => format!("voraussichtlich {target} vorgesehen"),
        Modality::Earliest | Modality::Latest => format!("{} vorgesehen", planned(plan)),
    }
}

/// "a, b und c"
pub fn enumeration<S: AsRef<str>>(parts: &[S]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first = first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
            format!("{first} und {}", last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(date: &str, modality: Modality, hedged: bool) -> String {
        planned(&PlannedDate { date: date.parse().unwrap(), modality, hedged })
    }

    #[test]
    fn plans_read_as_a_clerk_writes_them() {
        assert_eq!(plan("2024-06", Modality::Expected, false), "voraussichtlich im Juni 2024");
        assert_eq!(plan("2023-06", Modality::Earliest, true), "voraussichtlich ab Juni 2023");
        assert_eq!(plan("2024-06-30", Modality::Latest, false), "bis zum 30.06.2024");
        assert_eq!(plan("2024-Q2", Modality::Latest, false), "bis zum 2. Quartal 2024");
        assert_eq!(plan("2024-Q2", Modality::Earliest, false), "ab dem 2. Quartal 2024");
        assert_eq!(plan("2024", Modality::Expected, false), "voraussichtlich 2024");
        assert_eq!(plan("2024-03", Modality::Committed, false), "im März 2024");
        assert_eq!(plan("2024-03-01", Modality::Earliest, false), "ab dem 01.03.2024");
    }

    #[test]
    fn plans_of_the_past_read_as_a_clerk_writes_them() {
        let was =
            |date: &str, modality, hedged| was_planned(&PlannedDate { date: date.parse().unwrap(), modality, hedged });
        assert_eq!(was("2023-06", Modality::Expected, false), "voraussichtlich für Juni 2023 vorgesehen");
        assert_eq!(was("2023-06", Modality::Earliest, true), "voraussichtlich ab Juni 2023 vorgesehen");
        assert_eq!(was("2023-06-30", Modality::Latest, false), "bis zum 30.06.2023 vorgesehen");
        assert_eq!(was("2023-06-30", Modality::Committed, false), "für den 30.06.2023 zugesagt");
        assert_eq!(was("2023-Q2", Modality::Committed, false), "für das 2. Quartal 2023 zugesagt");
        assert_eq!(was("2023-H1", Modality::Expected, false), "voraussichtlich für das 1. Halbjahr 2023 vorgesehen");
        assert_eq!(was("2023", Modality::Expected, false), "voraussichtlich für 2023 vorgesehen");
    }

    #[test]
    fn numbers_have_a_comma_and_groups() {
        let written: Vec<_> = [0.0, 1.0, 1234.0, 12345.0, 1234567.5, 92.0 + 1.0 / 3.0, -4.0, -0.001].map(number).into();
        assert_eq!(written, ["0", "1", "1.234", "12.345", "1.234.567,5", "92,33", "−4", "0"]);
        let amounts = [2_000_000, 50, 123_456_789, -300, -1, 0].map(|cents| euros(Cents(cents)));
        let expected =
            ["20.000,00", "0,50", "1.234.567,89", "−3,00", "−0,01", "0,00"].map(|amount| format!("{amount}\u{a0}€"));
        assert_eq!(amounts, expected);
        let differences = [14.0, -3.0, 0.0, 0.004, -0.004].map(difference);
        assert_eq!(differences, ["+14", "−3", "±0", "±0", "±0"]);
    }

    #[test]
    fn enumerations_end_in_und() {
        assert_eq!(enumeration(&["Bauamt", "Standesamt", "Kämmerei"]), "Bauamt, Standesamt und Kämmerei");
        assert_eq!(enumeration(&["Bauamt"]), "Bauamt");
    }
}
