//! Tables by example, and what comes back for any content.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::indicator::Observation;
use crate::milestone::Milestone;
use crate::project::Project;
use crate::schema::{compact, components};

fn written(table: &Table, rows: &[(Uuid, ValidInterval, Value)], profile: Profile) -> Vec<u8> {
    let mut csv = Csv::new(Vec::new(), profile).unwrap();
    csv.record(table.header()).unwrap();
    rows.iter().for_each(|(id, span, value)| csv.record(table.record(*id, *span, value, profile)).unwrap());
    csv.finish().unwrap()
}

fn read_back(table: &Table, bytes: &[u8], profile: Profile) -> Vec<Row> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert_eq!(text.starts_with(profile::BOM), profile == Profile::Excel);
    let text = text.trim_start_matches(profile::BOM);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let head = table.head(names, |_| false).unwrap();
    reader.records().map(|record| table.row(&head, record.unwrap().iter(), profile).unwrap()).collect()
}

#[test]
fn columns_are_the_fields_in_their_order() {
    let table = Table::of("Milestone", &components::<Milestone>(), false, true);
    let wanted = "id validFrom validTo title description baseline.date baseline.modality baseline.hedged forecast.date \
                  forecast.modality forecast.hedged forecast.statedOn forecast.reason actual";
    assert_eq!(table.header().join(" "), wanted);
    assert_eq!(table.column_at("/forecast/date"), "forecast.date");
    assert_eq!(table.column_at("/nix/da"), "nix.da");
    let project = Table::of("Project", &components::<Project>(), false, true);
    assert!(project.header().contains(&"health.schedule.light") && project.header().contains(&"participatingOffices"));
}

#[test]
fn a_spreadsheet_gets_what_it_understands() {
    let table = Table::of("Observation", &components::<Observation>(), false, false);
    let value = json!({"asOf": "2023-04-06", "value": -7.5, "text": "=1+1", "dimensions": {"channel": "xrechnung"}});
    let row = |profile| table.record(Uuid::nil(), ValidInterval::ALWAYS, &value, profile).join(";");
    let open = "00000000-0000-0000-0000-000000000000;2023-04-06;-7.5;;;=1+1;{\"channel\":\"xrechnung\"};;;";
    assert_eq!(row(Profile::Open), open);
    let excel = "00000000-0000-0000-0000-000000000000;06.04.2023;-7,5;;;'=1+1;{\"channel\":\"xrechnung\"};;;";
    assert_eq!(row(Profile::Excel), excel);
    let plan = Table::of("Milestone", &components::<Milestone>(), false, true);
    let value = json!({"title": "T", "baseline": {"date": "2024-06", "modality": "expected"}, "actual": "2024-06-30"});
    let row = plan.record(Uuid::nil(), ValidInterval::ALWAYS, &value, Profile::Excel).join(";");
    assert!(row.contains(";'2024-06;") && row.ends_with(";30.06.2024"), "{row}");
}

#[test]
fn every_column_that_is_not_right_is_named() {
    let table = Table::of("Milestone", &components::<Milestone>(), false, true);
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let wrong = table.head(names(&["Titel", "id", "id"]), |_| true).unwrap_err();
    let places: Vec<_> = wrong.into_iter().filter_map(|v| v.pointer).collect();
    assert_eq!(places, ["/columns/Titel", "/columns/id", "/columns/title"]);
    assert!(table.head(names(&["actual"]), |_| false).is_err() && table.head(names(&["actual"]), |_| true).is_ok());
    let head = table.head(names(&["id", "title", "validFrom", "baseline.hedged"]), |_| false).unwrap();
    let wrong = table.row(&head, ["x", "T", "gestern", "vielleicht"].into_iter(), Profile::Open).unwrap_err();
    let places: Vec<_> = wrong.into_iter().filter_map(|v| v.pointer).collect();
    assert_eq!(places, ["id", "validFrom", "baseline.hedged"]);
}

/// Any text that is not empty, often with what means something in a table.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "=", "+", "-", "@", "'", "\"", ";", "|", "\\", "\n", "\r\n", "\t", "1,5", "\u{feff}",
    ]);
    let mixed = prop::collection::vec(prop_oneof![special.prop_map(str::to_owned), any::<String>()], 1..4);
    mixed.prop_map(|parts| parts.concat()).prop_filter("not empty", |text| !text.is_empty())
}

fn day() -> impl Strategy<Value = String> {
    (1000..9999i32, 1..13u32, 1..29u32)
        .prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
        .prop_filter("a day", |text| text.parse::<crate::time::Day>().is_ok())
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i32>().prop_map(Value::from),
        (-9e15..9e15f64).prop_map(|v| crate::indicator::whole(v).map_or(v.into(), Value::from)),
        (-1.0..1.0f64).prop_map(|v| crate::indicator::whole(v).map_or(v.into(), Value::from)),
    ]
}

/// Something with every sort of cell, each of them there or not.
fn value() -> impl Strategy<Value = Value> {
    let period = prop_oneof![day(), Just("2024-06".to_owned()), Just("2024-Q2".to_owned()), Just("2024".to_owned())];
    (
        (text(), prop::option::of(text()), prop::option::of(number()), prop::option::of(any::<bool>())),
        (prop::option::of(day()), prop::option::of((period, text(), prop::option::of(any::<bool>())))),
        (
            prop::option::of(prop::collection::vec(any::<String>(), 1..4)),
            prop::option::of(prop::collection::btree_map(text(), text(), 1..3)),
        ),
    )
        .prop_map(|((name, note, amount, flag), (day, plan), (words, other))| {
            let plan =
                plan.map(|(date, modality, hedged)| json!({"date": date, "modality": modality, "hedged": hedged}));
            compact(json!({"name": name, "note": note, "amount": amount, "flag": flag, "day": day, "plan": plan,
                "words": words, "other": other}))
        })
}

fn everything() -> Table {
    let text = json!({"type": "string"});
    let schema = json!({"type": "object", "required": ["name"], "properties": {
        "name": text, "note": text, "amount": {"type": "number"}, "flag": {"type": "boolean"},
        "day": {"$ref": "#/components/schemas/Day"}, "plan": {"$ref": "#/components/schemas/Plan"},
        "words": {"type": "array", "items": text}, "other": {"type": "object", "additionalProperties": text},
    }});
    let plan = json!({"type": "object", "required": ["date", "modality"], "properties": {
        "date": {"$ref": "#/components/schemas/PlannedPeriod"}, "modality": text, "hedged": {"type": "boolean"},
    }});
    let named = |name: &str, schema: &Value| (name.to_owned(), schema.clone());
    Table::of(
        "Thing",
        &[named("Thing", &schema), named("Plan", &plan), named("Day", &text), named("PlannedPeriod", &text)],
        false,
        true,
    )
}

proptest! {
    #[test]
    fn whatever_stands_in_a_row_comes_back(values in prop::collection::vec(value(), 1..6), from in day(), excel in any::<bool>()) {
        let (table, profile) = (everything(), if excel { Profile::Excel } else { Profile::Open });
        let span = ValidInterval::since(from.parse().unwrap());
        let rows: Vec<_> = values.into_iter().enumerate().map(|(n, value)| (Uuid::from_u128(n as u128), span, value)).collect();
        let bytes = written(&table, &rows, profile);
        let back = read_back(&table, &bytes, profile);
        prop_assert_eq!(back.len(), rows.len());
        for (row, (id, span, value)) in back.into_iter().zip(&rows) {
            prop_assert_eq!((row.id, row.from, row.to), (Some(*id), Some(span.from), None));
            let fields = compact(Value::Object(row.fields));
            prop_assert_eq!(&fields, value);
        }
        if excel {
            let text = String::from_utf8(bytes).unwrap();
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.trim_start_matches(profile::BOM).as_bytes());
            for record in reader.records() {
                for cell in record.unwrap().iter() {
                    let number = cell.replace(',', ".").parse::<f64>().is_ok();
                    prop_assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{}", cell);
                }
            }
        }
    }
}
