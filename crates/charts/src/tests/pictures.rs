//! The pictures of projects, and the tables after them.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::{day, sound};
use crate::{ChartSeries, Course, CoursePoint, pictures};
use domain::document::{Block, Inline, plain};
use fixture::{TEXTS, ozg, project, read};
use kinds::{Facts, Figure, Item};
use texts::GERMAN;

/// The pictures of a project with its tables: caption, picture, rows; several pictures of one table one after the other.
fn drawn(facts: &Facts, drawn: &ChartSeries) -> Vec<(String, String, Vec<Vec<String>>)> {
    let blocks = pictures(facts, drawn, &GERMAN);
    assert_eq!(blocks, pictures(facts, drawn, &GERMAN), "the same facts give the same bytes");
    let is_table = |block: &Block| matches!(block, Block::Table { .. });
    assert!(blocks.last().is_none_or(is_table) && blocks.first().is_none_or(|block| !is_table(block)));
    let charts = blocks.iter().enumerate().filter(|(_, block)| !is_table(block));
    let pairs = charts.map(|(n, block)| {
        let Block::Chart { id, caption, description, svg } = block else { panic!("{block:?}") };
        let table = blocks.iter().skip(n).find(|block| is_table(block));
        let Some(Block::Table { id: table, columns, rows, .. }) = table else { panic!("{table:?}") };
        assert!(id.starts_with(&format!("{table}-chart")));
        let tree = roxmltree::Document::parse(svg).unwrap();
        let desc = tree.descendants().find(|n| n.tag_name().name() == "desc").unwrap();
        assert_eq!(desc.text(), Some(description.as_str()));
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        let rows = rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect();
        (caption.clone(), svg.clone(), rows)
    });
    pairs.collect()
}

fn items(mut facts: Facts, items: impl IntoIterator<Item = serde_json::Value>) -> Facts {
    facts.items = items.into_iter().map(|value| Item { id: Uuid::nil(), value }).collect();
    facts
}

/// The online services from March 2022 to April 2023, with a gap, and three reports.
fn services() -> (Facts, ChartSeries) {
    let mut facts = ozg(117.0);
    let figure = facts.figures.get_mut("online-services").unwrap();
    figure.target = Some(130.0);
    let values = [
        ("2022-03-10", Some(61.0)),
        ("2022-05-02", Some(74.0)),
        ("2022-06-20", None),
        ("2022-07-15", Some(88.0)),
        ("2022-10-01", Some(98.0)),
        ("2022-11-20", Some(103.0)),
        ("2023-01-10", Some(109.0)),
        ("2023-03-01", Some(112.0)),
        ("2023-04-04", Some(117.0)),
    ];
    let point = |(on, value): (&str, Option<f64>)| CoursePoint { day: day(on), value, anew: false };
    let reports = [("2022-04-28", Some(61.0)), ("2022-11-24", Some(103.0)), ("2023-04-06", Some(117.0))];
    let course =
        Course { points: values.map(point).into(), reports: reports.map(|(on, value)| (day(on), value)).into() };
    let drawn = ChartSeries { courses: BTreeMap::from([("online-services".into(), course)]), ..ChartSeries::default() };
    (facts, drawn)
}

fn offices(facts: Facts, count: u128, modules: &[&str]) -> Facts {
    const STATES: [&str; 6] = ["live", "pilot", "training", "preparing", "not_started", "not_applicable"];
    let units = (0..count).flat_map(|n| {
        modules.iter().enumerate().map(move |(m, module)| {
            let state = STATES[(usize::try_from(n * n).unwrap() / 5 + m) % 6];
            json!({"type": "RolloutUnit", "office": Uuid::from_u128(n), "module": module, "state": state})
        })
    });
    let mut facts = items(facts, units.collect::<Vec<_>>());
    let names = ["Kämmerei", "Standesamt", "Amt für Brand- und Katastrophenschutz", "Bauordnung", "Jugendamt"];
    let office = |n: u128| {
        let name = names.get(usize::try_from(n).unwrap()).map_or_else(|| format!("Amt {n}"), |name| (*name).into());
        (Uuid::from_u128(n), read(json!({"name": name, "shortName": name.chars().take(30).collect::<String>()})))
    };
    facts.offices = (0..count).map(office).collect();
    facts
}

fn ereb(count: u128) -> Facts {
    offices(project("ereb", "Einführung eREB", "rollout", ""), count, &["invoice_register", "approval_workflow"])
}

fn dms() -> Facts {
    let pool = |product: &str, contracted: u32, assigned: u32| json!({"type": "LicencePool", "product": product, "model": "named_user", "contracted": contracted, "assigned": assigned});
    items(
        project(
            "dms",
            "Einführung von E-Akten aus Fachverfahren und des Dokumentenmanagementsystems (DMS)",
            "rollout",
            "",
        ),
        [
            pool("enaio", 600, 402),
            pool("Fachverfahrensschnittstelle für E-Akten des Bürgerservices und der Ausländerbehörde", 50, 64),
            pool("Signatur", 25, 0),
        ],
    )
}

fn processes() -> Facts {
    let states = [
        "identified",
        "identified",
        "profiled",
        "as_is_modelled",
        "reviewed",
        "released",
        "released",
        "released",
        "retired",
    ];
    let model = |state: &str| json!({"type": "ProcessModel", "name": "Urlaub", "state": state});
    items(project("processes", "Prozessmanagement", "piloting", ""), states.map(model))
}

fn all() -> Vec<(&'static str, Facts, ChartSeries)> {
    let (facts, course) = services();
    let mut many = services();
    let reports = many.1.courses.get_mut("online-services").unwrap();
    reports.reports = (1..=9).map(|n| (day(&format!("2022-1{}-0{n}", n / 4)), Some(98.0 + f64::from(n)))).collect();
    let one = Course {
        points: vec![CoursePoint { day: day("2023-04-06"), value: Some(0.0), anew: false }],
        reports: vec![(day("2023-04-06"), Some(0.0))],
    };
    let one = ChartSeries { courses: BTreeMap::from([("online-services".into(), one)]), ..ChartSeries::default() };
    vec![
        ("services", facts, course),
        ("reports", many.0, many.1),
        ("one", ozg(0.0), one),
        ("ereb", ereb(12), ChartSeries::default()),
        ("ereb-many", ereb(100), ChartSeries::default()),
        ("dms", dms(), ChartSeries::default()),
        ("dms-offices", offices(project("dms", "DMS", "rollout", ""), 30, &["dms"]), ChartSeries::default()),
        ("processes", processes(), ChartSeries::default()),
    ]
}

/// Writes the pictures to the directory for temporary files, for people who want to see them.
#[test]
#[ignore = "writes files to be looked at"]
fn pictures_to_look_at() {
    for (name, facts, with) in all() {
        for (n, (_, svg, _)) in drawn(&facts, &with).iter().enumerate() {
            std::fs::write(std::env::temp_dir().join(format!("sachstand-chart-{name}-{n}.svg")), svg).unwrap();
        }
    }
}

#[test]
fn every_picture_is_sound() {
    for (name, facts, with) in all() {
        let pictures = drawn(&facts, &with);
        assert!(!pictures.is_empty(), "{name}");
        for (_, svg, _) in pictures {
            sound(&svg);
        }
    }
}

#[test]
fn the_course_names_reports_target_and_gaps_and_its_table_says_the_same() {
    let (facts, with) = services();
    let [(caption, svg, rows)] = &drawn(&facts, &with)[..] else { panic!() };
    assert_eq!(caption, "Online-Dienste im Verlauf: Umsetzung Onlinezugangsgesetz (OZG)");
    let texts = sound(svg);
    for text in [
        "Berichtstag 24.11.2022: 103",
        "Berichtstag 06.04.2023: 117",
        "Ziel 130",
        "117",
        "61",
        "Stand 06.04.2023, Umsetzung Onlinezugangsgesetz (OZG)",
    ] {
        assert!(texts.iter().any(|t| t == text), "{text} {texts:?}");
    }
    assert_eq!(svg.matches("<polyline").count(), 2, "the gap is none of the line");
    let cells: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
    assert_eq!(cells.len(), 12);
    for row in [
        "10.03.2022 | 61 | ",
        "28.04.2022 | 61 | Berichtstag",
        "20.06.2022 | kein Wert | ",
        "24.11.2022 | 103 | Berichtstag",
    ] {
        assert!(cells.iter().any(|cell| cell == row), "{row} {cells:?}");
    }
    let Block::Table { rows, .. } = &pictures(&facts, &with, &GERMAN)[1] else { panic!() };
    assert_eq!(rows[0][1], [Inline::number("61", 61.0)]);
    assert_eq!(rows[0][0], [Inline::day("10.03.2022", day("2022-03-10"))]);
}

#[test]
fn numbers_of_bars_are_those_of_their_table() {
    let [(_, svg, rows)] = &drawn(&processes(), &ChartSeries::default())[..] else { panic!() };
    let texts = sound(svg);
    let counts: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    assert_eq!(counts[..3], [("Identifiziert", "2"), ("Mit Steckbrief", "1"), ("Ist-Prozess modelliert", "1")]);
    assert_eq!(counts[5], ("Freigegeben", "3"));
    assert!(counts.iter().all(|(name, _)| texts.iter().any(|t| t == name)), "{texts:?}");
    let [(caption, svg, rows)] = &drawn(&dms(), &ChartSeries::default())[..] else { panic!() };
    assert!(caption.starts_with("Beschaffte und zugewiesene Lizenzen: "));
    assert_eq!(rows[0], ["enaio", "600", "402"]);
    let texts = sound(svg);
    for text in ["600", "402", "64", "beschafft", "zugewiesen", "enaio"] {
        assert!(texts.iter().any(|t| t == text), "{text} {texts:?}");
    }
}

#[test]
fn offices_stand_with_their_stages_and_many_of_them_in_several_pictures() {
    let few = drawn(&ereb(12), &ChartSeries::default());
    let texts: Vec<String> = few.iter().flat_map(|(_, svg, _)| sound(svg)).collect();
    let rows = &few[0].2;
    assert_eq!((few.len(), rows.len()), (3, 12), "the bars, and twice six offices");
    let live = rows.iter().filter(|row| row[1] == "Im Echtbetrieb").count();
    let all = rows.iter().filter(|row| row[1] != "entfällt").count();
    assert!(texts.contains(&format!("{live} von {all} Ämtern im Echtbetrieb")), "{texts:?}");
    assert!(rows.iter().all(|row| texts.join(" ").contains(&row[0])), "{texts:?}");
    let many = drawn(&ereb(100), &ChartSeries::default());
    assert!(many.len() > 2 && many.iter().all(|(_, _, rows)| rows.len() == 100));
    assert!(many[1].0.ends_with(&format!("(2 von {})", many.len())), "{}", many[1].0);
    let all: Vec<String> = many.iter().flat_map(|(_, svg, _)| sound(svg)).collect();
    let height = |svg: &str| {
        let tree = roxmltree::Document::parse(svg).unwrap();
        tree.root_element().attribute("height").unwrap().parse::<f64>().unwrap()
    };
    assert!(many.iter().all(|(_, svg, _)| height(svg) <= 560.0), "none is higher than a third of a page");
    assert!((5..100).all(|n| all.contains(&format!("Amt {n}"))), "every office is drawn: {all:?}");
}

#[test]
fn more_offices_than_anybody_looks_through_stand_in_the_table_alone() {
    let [(_, svg, rows)] = &drawn(&ereb(1_000), &ChartSeries::default())[..] else { panic!("one picture") };
    assert_eq!(rows.len(), 1_000);
    let (texts, sentence) = (sound(svg), "Den Stand jedes der 1.000 Ämter nennt die Tabelle.");
    assert!(texts.iter().any(|text| text == sentence), "{texts:?}");
    assert!(svg.contains(&format!("{sentence}</desc>")) && !svg.contains("darunter jedes Amt"), "{svg}");
    let pool = |n: usize| json!({"type": "LicencePool", "product": format!("Produkt {n}"), "model": "site", "contracted": 2, "assigned": 1});
    let pools = items(project("dms", "DMS", "rollout", ""), (0..1_000).map(pool));
    let [(_, svg, rows)] = &drawn(&pools, &ChartSeries::default())[..] else { panic!("one picture") };
    assert_eq!(rows.len(), 1_000);
    assert!(svg.contains("von 1.000; die Tabelle nennt alle.</desc>") && svg.len() < 40_000, "{}", svg.len());
}

#[test]
fn nothing_is_drawn_of_nothing() {
    for kind in ["ozg", "dms", "processes", "ereb", "communication", "participation"] {
        assert!(pictures(&project(kind, kind, "rollout", ""), &ChartSeries::default(), &GERMAN).is_empty(), "{kind}");
    }
    let (facts, mut with) = services();
    with.courses.get_mut("online-services").unwrap().points.iter_mut().for_each(|point| point.value = None);
    assert!(pictures(&facts, &with, &GERMAN).is_empty());
}

#[test]
fn hostile_names_stay_text() {
    for text in TEXTS.iter().copied().chain(["]]>", "\u{202e}rechts", "\u{0}\u{8}\u{fffe}"]) {
        let pool = json!({"type": "LicencePool", "product": text, "model": "site", "contracted": 3, "assigned": 1});
        let facts = items(project("dms", text, "rollout", ""), [pool]);
        for (_, svg, _) in drawn(&facts, &ChartSeries::default()) {
            sound(&svg);
            assert!(!svg.contains("<script") && !svg.contains('\u{202e}'), "{svg}");
        }
        let mut facts = offices(facts, 3, &["dms"]);
        facts.offices.values_mut().for_each(|office| office.short_name = text.to_owned());
        drawn(&facts, &ChartSeries::default()).iter().for_each(|(_, svg, _)| drop(sound(svg)));
        let (mut facts, with) = services();
        facts.project.title = text.to_owned();
        facts.figures.insert("online-services".into(), Figure { unit: text.into(), ..Figure::default() });
        drawn(&facts, &with).iter().for_each(|(_, svg, _)| drop(sound(svg)));
    }
}
