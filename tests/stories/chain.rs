//! Export, import, and a chain that holds.

use sachstand::domain::error::{Error, Result};
use sachstand::domain::payload::Shape;
use sachstand::store::{Author, Line, New, Verified, Window};
use serde_json::{Value, json};

use crate::support::{
    City, Database, clerk, indicator, observation, office, on_both, payload, project, service, since, status_update,
    with,
};

/// A ledger in which everything happens that can happen to one.
pub fn lived(city: &City) {
    let it = city.create(None, &office("Amt für Digitalisierung und IT"), since("start")).unwrap();
    // A project with its indicators and items in one change: parents and children begin together.
    let ozg = city.store.write(
        &Author { reason: Some("Auftakt".into()), ..clerk() },
        |w| {
            let payload = &with(&project("ozg"), "office", &json!(it.id.to_string()))?;
            let window = since("2022-01-01");
            let ozg = w.create(New { id: None, parent: None, payload, window })?;
            for n in 0..6 {
                let payload = &indicator(&format!("indicator-{n}"));
                w.create(New { id: None, parent: Some(ozg), payload, window })?;
            }
            Ok(ozg)
        },
        |_, id| Ok(crate::support::Thing { shape: Shape::Project, parent: None, id }),
    );
    let ozg = ozg.unwrap();
    let visits = city.add(Some(ozg), &indicator("visits"));
    let seen = city.add(Some(visits), &observation("2022-11-07", 98.0));
    let ummeldung = city.create(Some(ozg), &service("Ummeldung", "online"), since("2022-12-01")).unwrap();
    city.clock.pass(3600);
    city.patch(ummeldung, since("2023-03-01"), "office", it.id.to_string()).unwrap();
    city.patch(seen, Window::default(), "value", 0.1 + 0.2).unwrap();
    let update = city.add(Some(ozg), &status_update("Läuft.", "draft"));
    for state in ["submitted", "approved"] {
        city.patch(update, Window::default(), "state", state).unwrap();
    }
    let wrong = city.add(Some(ozg), &service("Irrtum", "planned"));
    let author = Author { reason: Some("nie dagewesen".into()), ..clerk() };
    city.store.write(&author, |w| w.delete(wrong.id, Window::default()), |_, ()| Ok(())).unwrap();
    city.delete(ozg, since("2030-01-01")).unwrap();
}

pub fn import(city: &City, lines: &[String]) -> Result<i64> {
    city.store.import(
        lines.iter().map(|line| serde_json::from_str::<Line>(line).map_err(|e| Error::invalid("", e.to_string()))),
    )
}

pub fn other(city: &City) -> City {
    let sqlite = matches!(city.database.raw(), crate::support::Raw::Sqlite(_));
    let other = if sqlite { Database::postgres() } else { Some(Database::sqlite()) };
    City::new(other.unwrap_or_else(Database::sqlite))
}

#[test]
fn a_ledger_moves_to_the_other_database_and_stays_the_same() {
    on_both(|city| {
        lived(city);
        let lines = city.export();
        let there = other(city);
        assert_eq!(import(&there, &lines).unwrap(), city.last().0);
        assert_eq!(there.export(), lines);
        assert_eq!(there.last(), city.last());
        let (here, moved) = (city.store.verify(None).unwrap(), there.store.verify(None).unwrap());
        assert_eq!(here.findings, []);
        assert_eq!((here.changes, here.broken_at), (city.last().0, None));
        // The other clock tells another time, by which changes may lie in the future.
        assert_eq!(here, Verified { ahead: here.ahead, ..moved }, "the same head");
        // Life goes on there: one more change on each is the same again, if time and chance are.
        there.clock.pass(7200);
        there.add(None, &office("Neu"));
        assert_eq!(there.last().0, city.last().0 + 1);
        assert_eq!(there.store.verify(None).unwrap().findings, []);
        assert!(matches!(import(&there, &lines), Err(Error::Conflict(c)) if c.code == "not-empty"));
    });
}

#[test]
fn everything_counts_and_refers_after_an_import_as_before() {
    on_both(|city| {
        lived(city);
        let there = other(city);
        import(&there, &city.export()).unwrap();
        for table in ["subject", "change", "version", "measure", "reference"] {
            let rows = |city: &City| {
                let mut raw = city.database.raw();
                // The databases write a whole double differently.
                let written = |c: String| if c == "amount" { "CAST(amount AS INTEGER)".into() } else { c };
                let columns = raw.columns(table).into_iter().map(written);
                let all = columns
                    .map(|c| format!("coalesce(CAST({c} AS TEXT), '-')"))
                    .collect::<Vec<_>>()
                    .join(" || ' | ' || ");
                let mut rows = raw.cells(&format!("SELECT {all} AS cell FROM {table}"));
                rows.sort();
                rows
            };
            assert_eq!(rows(&there), rows(city), "{table}");
        }
    });
}

/// Changes one thing in a line of an export.
fn alter(line: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(line).unwrap();
    change(&mut value);
    assert_ne!(value.to_string(), line);
    value.to_string()
}

#[test]
fn an_altered_export_is_refused_at_the_change_that_was_altered() {
    let city = City::new(Database::sqlite());
    lived(&city);
    let lines = city.export();
    let reasoned = lines.iter().position(|l| l.contains("Auftakt")).unwrap();
    let closing = lines.iter().position(|l| l.contains("\"closed\"")).unwrap();
    let opening = lines.iter().position(|l| l.contains("Ummeldung")).unwrap();
    type Alteration = Box<dyn Fn(&mut Value)>;
    let set = |place: &'static str, to: Value| -> Alteration {
        Box::new(move |line| *line.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = to.clone())
    };
    let alterations: Vec<(usize, Alteration)> = vec![
        (reasoned, set("/reason", json!("anders"))),
        (reasoned, set("/reasonSalt", json!("00"))),
        (reasoned, set("/actor", json!("00000000-0000-0000-0000-000000000001"))),
        (reasoned, set("/recordedAt", json!("2023-04-26T07:00:00.000009Z"))),
        (reasoned, set("/number", json!(7))),
        (reasoned, set("/hash", json!("00"))),
        (reasoned, set("/subjects/0/key", json!("x"))),
        (opening, set("/subjects/0/shape", json!("milestone"))),
        (opening, set("/opened/0/payload/name", json!("Abmeldung"))),
        (opening, set("/opened/0/salt", json!("00"))),
        (opening, set("/opened/0/validFrom", json!("2022-12-02"))),
        (opening, set("/opened/0/validTo", json!("2024-12-02"))),
        (opening, set("/opened/0/format", json!(2))),
        (opening, Box::new(|line| drop(line["opened"].take()))),
        (opening, Box::new(|line| line["reasonSalt"] = json!("00"))),
        (closing, set("/closed/0/recordedFrom", json!(1))),
    ];
    for (n, (at, alteration)) in alterations.into_iter().enumerate() {
        let mut altered = lines.clone();
        altered[at] = alter(&lines[at], alteration);
        let there = City::new(Database::sqlite());
        let Err(Error::Invalid(violations)) = import(&there, &altered) else { panic!("alteration {n} was accepted") };
        let number = if altered[at].contains("\"number\":7,") { 7 } else { at + 1 };
        let pointer = violations[0].pointer.clone().unwrap();
        // A line without its rows cannot even be read.
        assert!(pointer.starts_with(&format!("/changes/{number}")) || pointer.is_empty(), "{n}: {violations:?}");
        assert_eq!(there.last().0, 0, "and nothing of it is kept");
    }
    for missing in [0, reasoned, lines.len() - 2] {
        let mut altered = lines.clone();
        altered.remove(missing);
        let refused = import(&City::new(Database::sqlite()), &altered).unwrap_err().sentence();
        assert!(refused.contains(&format!("/changes/{}", missing + 2)), "{refused}");
    }
}

#[test]
fn figures_keep_every_digit_on_their_way_through_the_ledger() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let visits = city.add(Some(ozg), &indicator("visits"));
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        let values: Vec<f64> = (0..400)
            .map(|n| {
                bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let share = f64::from(u32::try_from(bits >> 32).unwrap()) / f64::from(u32::MAX);
                share * 10_f64.powi(n % 35 - 20)
            })
            .chain([0.0, 117.0, 1e15, 0.1 + 0.2, f64::MIN_POSITIVE, 9_007_199_254_740_991.0])
            .collect();
        let made = city.store.write(
            &clerk(),
            |w| {
                let new = |value: &f64| payload(Shape::Observation, json!({"asOf": "2023-04-06", "value": value}));
                let window = Window::default();
                let create = |value| w.create(New { id: None, parent: Some(visits.id), payload: &new(value), window });
                values.iter().map(create).collect::<Result<Vec<_>>>()
            },
            |r, ids| {
                let as_of = r.as_of(None, None)?;
                let view = sachstand::domain::access::View::PUBLIC;
                let find = |id| Ok(r.find(Shape::Observation, Some(visits.id), id, &as_of, &view)?.unwrap().value);
                ids.into_iter().map(find).collect::<Result<Vec<_>>>()
            },
        );
        let kept: Vec<f64> = made.unwrap().iter().map(|value| value["value"].as_f64().unwrap()).collect();
        assert_eq!(kept, values);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
        let there = other(city);
        import(&there, &city.export()).unwrap();
        assert_eq!(there.export(), city.export());
    });
}
