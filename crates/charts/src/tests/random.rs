//! Whatever the numbers and days are: nothing panics, nothing stands outside, no label covers another.

use proptest::prelude::*;

use super::sound;
use crate::course::CourseChart;
use crate::{Course, CoursePoint, bars, stages};
use domain::time::Day;
use kinds::{Bars, StageRow, Stages};
use texts::GERMAN;

fn value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![Just(None), (0u32..400).prop_map(|n| Some(f64::from(n))), (-1e15..1e15).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn courses_are_sound(
        until in 900_000u64..950_000,
        points in proptest::collection::vec((0u64..5000, value(), any::<bool>()), 0..60),
        reports in proptest::collection::vec((0u64..5000, value()), 0..12),
        target in value(),
    ) {
        let at = |back: u64| Day::from_date(Day::FIRST.date() + chrono::Days::new(until - back)).unwrap();
        let mut course = Course {
            points: points.into_iter().map(|(back, value, anew)| CoursePoint { day: at(back), value, anew }).collect(),
            reports: Vec::new(),
        };
        course.points.sort_by_key(|point| point.day);
        let first = course.points.first().map_or(at(0), |point| point.day);
        course.reports = reports.into_iter().map(|(back, value)| (at(back).max(first), value)).collect();
        course.reports.sort_by_key(|report| report.0);
        course.reports.dedup_by_key(|report| report.0);
        let chart = CourseChart {
            prefix: "x", title: "Verlauf", heading: "Verlauf", subtitle: "Stand", as_of: at(0), unit: "%", course: &course, target,
        };
        sound(&chart.draw(&GERMAN).svg);
    }

    #[test]
    fn bars_are_sound(rows in proptest::collection::vec(("\\PC{0,120}", 0u32..10_000_000, 0u32..900), 0..60), two in any::<bool>()) {
        let names: &[&str] = if two { &["beschafft", "zugewiesen"] } else { &["Modelle"] };
        let row = |(name, a, b): (String, u32, u32)| {
            (name, [a, b].into_iter().take(names.len()).map(f64::from).collect())
        };
        let data = Bars { key: "x", title: "Balken", of: "Produkt", names, rows: rows.into_iter().map(row).collect() };
        sound(&bars::draw(&data, "x", "Projekt", "Stand", &GERMAN).svg);
    }

    #[test]
    fn stages_are_sound(
        rows in proptest::collection::vec(("\\PC{0,60}", proptest::collection::vec(proptest::option::of(0usize..5), 2)), 0..120),
        parts in 1usize..3,
    ) {
        let rows = rows.into_iter().map(|(name, reached)| StageRow { name, reached: reached.into_iter().take(parts).collect() });
        let data = Stages {
            key: "x",
            title: "Stand",
            stages: vec!["Noch nicht begonnen", "In Vorbereitung", "In Schulung", "Im Pilotbetrieb", "Im Echtbetrieb"],
            parts: ["Elektronisches Rechnungseingangsbuch", "Anordnungsworkflow"].into_iter().take(parts).collect(),
            rows: rows.collect(),
        };
        let pictures = stages::draw(&data, "x", "Projekt", "Stand", &GERMAN);
        for (_, picture) in &pictures {
            sound(&picture.svg);
        }
    }
}
