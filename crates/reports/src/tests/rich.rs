//! A document that has one of everything, and the figures that stand in it.

use serde_json::json;

use crate::figures_page::FiguresPage;
use crate::fixture;
use crate::fixture::{ZONE, composition, day, read};
use crate::snapshot::FigureRecord;
use analysis::trend::{Held, trend};
use charts::MilestoneTrendChart;
use domain::document::{Block, Column, Document, FigureRef, Inline};
use domain::time::{Bound, ValidInterval};
use texts::GERMAN;

/// The path of the page of figures.
pub const FIGURES: &str = "/v1/reports/0187bcd2-5c00-7000-8000-000000000001/figures";

/// A figure as a reference.
pub fn figure(id: &str, text: &str, value: f64) -> Inline {
    Inline::Figure(FigureRef {
        id: id.into(),
        text: text.into(),
        value: Some(value),
        project: "ozg".into(),
        indicator: "online-services".into(),
        valid_at: day("2023-04-06"),
        compared_with: None,
        known_at: None,
        part: None,
    })
}

/// A table with these columns, of which all but the first are numbers.
pub fn table(id: &str, caption: &str, titles: &[&str], rows: Vec<Vec<Vec<Inline>>>) -> Block {
    let columns = titles.iter().enumerate().map(|(n, title)| Column { title: (*title).into(), numeric: n > 0 });
    Block::Table { id: id.into(), caption: caption.into(), columns: columns.collect(), rows }
}

/// A picture of the trend of two milestones.
fn svg() -> String {
    let held = |title: &str, dates: &[(&str, Option<&str>, &str)]| {
        let held: Vec<Held> = dates
            .iter()
            .map(|(on, to, date)| Held {
                span: ValidInterval { from: on.parse().unwrap(), to: to.map_or(Bound::END, |to| to.parse().unwrap()) },
                milestone: read(json!({
                    "title": title, "baseline": {"date": "2023-01", "modality": "expected"},
                    "forecast": {"date": date, "modality": "expected", "statedOn": on}
                })),
            })
            .collect();
        trend(&held, day("2023-04-06"), day("2022-01-01")).unwrap()
    };
    let trends = [
        held(
            "Beginn der Einführung",
            &[("2022-03-01", Some("2022-11-24"), "2023-01"), ("2022-11-24", None, "2023-06")],
        ),
        held(
            "Abschluss der Einführung",
            &[("2022-03-01", Some("2023-03-01"), "2024-03"), ("2023-03-01", None, "2024-06")],
        ),
    ];
    MilestoneTrendChart {
        prefix: "chart-trend-dms",
        project: "Dokumentenmanagementsystem",
        as_of: day("2023-04-06"),
        known_on: day("2023-06-20"),
        trends: &trends,
    }
    .draw(&GERMAN)
    .svg
}

/// The document: that of the city's report, with sections, figures, a chart, remarks and typed cells.
pub fn document() -> Document {
    let mut document = fixture::document(&composition());
    document.figures = Some(FIGURES.into());
    let keys =
        ["sachverhalt", "overview", "ozg", "dms", "processes", "ereb", "communication", "participation", "beschluss"];
    let mut keys = keys.iter();
    let mut numbers = 1..;
    for block in &mut document.blocks {
        match block {
            Block::Heading { id, level, .. } if *level < 3 || keys.len() > 1 => *id = keys.next().map(|k| (*k).into()),
            Block::Paragraph { content, .. } => number(content, &mut numbers),
            Block::Table { rows, .. } => rows.iter_mut().flatten().for_each(|content| number(content, &mut numbers)),
            _ => {}
        }
    }
    let place =
        document.blocks.iter().position(|b| matches!(b, Block::Heading { id: Some(id), .. } if id == "processes"));
    let services = |day_: &str, written: &str, n: f64, target: f64| {
        vec![
            vec![Inline::day(written, day(day_))],
            vec![Inline::number(format!("{n}"), n)],
            vec![Inline::number(format!("{target},50 %").replace('.', ""), target + 0.5)],
        ]
    };
    let rows =
        vec![services("2022-11-24", "24.11.2022", 103.0, 79.0), services("2023-04-06", "06.04.2023", 117.0, 90.0)];
    let more = [
        Block::heading(4, "Termine"),
        Block::Chart {
            id: "trend-dms".into(),
            caption: "Meilensteintrend: Dokumentenmanagementsystem".into(),
            description: "Zwei Meilensteine; beide wurden seit März 2022 auf einen späteren Termin verlegt.".into(),
            svg: svg(),
        },
        table(
            "trend-dms",
            "Online-Dienste und Anteil am Ziel",
            &["Stichtag", "Online-Dienste", "Anteil am Ziel"],
            rows,
        ),
        Block::Paragraph {
            content: vec![
                "Die Zahl stieg um ".into(),
                figure("f1", "+14", 14.0),
                " auf ".into(),
                figure("f2", "117", 117.0),
                ".".into(),
            ],
            id: Some("dms/3".into()),
        },
        Block::Aside {
            label: "Ersetzter Text".into(),
            paragraphs: vec![
                vec!["Die Zahl stieg um ".into(), figure("f1", "+14", 14.0), ".".into()],
                vec!["Weiteres wird im Herbst berichtet.".into()],
            ],
        },
        Block::Aside { label: "Ersetzter Text".into(), paragraphs: vec![vec!["Noch ein Absatz.".into()]] },
    ];
    document.blocks.splice(place.unwrap()..place.unwrap(), more);
    document
}

fn number(content: &mut [Inline], numbers: &mut impl Iterator<Item = u32>) {
    for inline in content {
        if let Inline::Figure(figure) = inline {
            figure.id = format!("f{}", numbers.next().unwrap());
        }
    }
}

/// Figures as they are frozen.
pub fn records() -> Vec<FigureRecord> {
    let path = "/v1/projects/ozg/indicators/online-services";
    let observation = |day: &str, value: f64| {
        json!({
            "asOf": day, "value": value, "source": "BayernPortal", "method": "Abruf der Liste", "text": "Ohne Verweise.",
            "meta": {"id": "x", "links": {"self": format!("{path}/observations/0187bcd2-5c00-7000-8000-00000000000a")}}
        })
    };
    let item = |n: u32| {
        let id = format!("0187bcd2-5c00-7000-8000-0000000000{n:02}");
        json!({"id": id, "links": {"self": format!("/v1/projects/ozg/items/{id}")}})
    };
    let value = |day: &str, value: f64| {
        json!({
            "indicator": "online-services", "label": "Online-Dienste", "unit": "Online-Dienste", "validAt": day,
            "knownAt": "2023-06-20T07:34:00Z", "status": "value", "value": value, "asOf": day,
            "method": "balance_and_items", "observations": [observation(day, value - 2.0)],
            "items": {
                "since": day, "added": {"count": 3, "items": [item(11), item(12)]},
                "removed": {"count": 1, "items": [item(13)]}
            },
            "definition": {"version": 2, "text": "Verwaltungsleistungen, die elektronisch abgeschickt werden können."},
            "countingMethod": "BayernPortal", "links": {"indicator": path}
        })
    };
    let mut missing = value("2023-04-06", 0.0);
    missing["status"] = json!("missing");
    missing["method"] = json!("observed");
    missing["observations"] = json!([]);
    missing["tendency"] = json!({"tendency": "increased", "asOf": "2023-03-01", "text": "Es wurden mehr."});
    missing["beforeBreak"] = json!({"value": 98, "asOf": "2022-11-07", "links": {}});
    missing["unit"] = json!("Dienste");
    for field in ["value", "items"] {
        missing.as_object_mut().unwrap().remove(field);
    }
    let record = |id: &str, text: &str, value, compared| FigureRecord {
        id: id.into(),
        text: text.into(),
        sections: vec!["ozg".into()],
        project: "ozg".into(),
        project_title: "Umsetzung Onlinezugangsgesetz (OZG)".into(),
        indicator: "online-services".into(),
        part: None,
        valid_at: day("2023-04-06"),
        known_at: "2023-06-20T07:34:00Z".parse().unwrap(),
        value,
        compared,
    };
    vec![
        record("f1", "117", value("2023-04-06", 117.0), None),
        record("f2", "+14", value("2023-04-06", 117.0), Some(value("2022-11-24", 103.0))),
        record("f3", "keine Angabe", missing, None),
    ]
}

/// The page of these figures.
pub fn figures_page(figures: &[FigureRecord], title: &str) -> String {
    FiguresPage {
        language: "de",
        title,
        report: "/v1/reports/0187bcd2-5c00-7000-8000-000000000001/document?format=html",
        figures,
        as_of: day("2023-04-06"),
        known_at: "2023-06-20T07:34:00Z".parse().unwrap(),
        zone: ZONE,
    }
    .html()
}
