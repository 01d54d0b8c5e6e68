//! Changes of very many rows: their entries count the rows under digests, and hide nothing for that.

use sachstand::store::{New, ROWS_LISTED, Redaction, Verified, VerifyFinding, Window};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::chain::{import, lived, other};
use crate::chain_tampering::Tampering;
use crate::support::{City, Thing, clerk, office, on_both, on_both_counting, since, with};

/// Creates a number of offices in one change.
fn offices(city: &City, many: i64) -> Vec<Thing> {
    let ids = city.store.write(
        &clerk(),
        |w| {
            let new = |n| {
                w.create(New { id: None, parent: None, payload: &office(&format!("Amt {n}")), window: since("start") })
            };
            (0..many).map(new).collect::<Result<Vec<_>, _>>()
        },
        |_, ids| Ok(ids),
    );
    let thing = |id| Thing { shape: sachstand::domain::payload::Shape::Office, parent: None, id };
    ids.unwrap().into_iter().map(thing).collect()
}

/// Gives all of them another name in one change, from a day on.
fn renamed(city: &City, things: &[Thing]) {
    let all = city.store.write(
        &clerk(),
        |w| {
            things
                .iter()
                .try_for_each(|t| w.patch(t.id, since("2023-05-01"), |old| with(old, "name", &json!("Neues Amt"))))
        },
        |_, ()| Ok(()),
    );
    all.unwrap();
}

fn entry(city: &City, number: i64) -> Value {
    let text =
        city.database.raw().cells(&format!("SELECT entry AS cell FROM change WHERE number = {number}")).remove(0);
    serde_json::from_str(&text.unwrap()).unwrap()
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

#[test]
fn a_change_names_its_rows_until_they_are_too_many() {
    on_both(|city| {
        // Every office is two rows: itself and its version.
        offices(city, ROWS_LISTED / 2);
        assert_eq!(entry(city, 1)["opened"].as_array().unwrap().len(), 500);
        offices(city, ROWS_LISTED / 2 + 1);
        let long = entry(city, 2);
        assert_eq!((&long["opened"]["count"], &long["subjects"]["count"]), (&json!(501), &json!(501)));
        assert_eq!((&long["closed"]["count"], &long["closed"]["digest"]), (&json!(0), &json!(hash(""))));
        assert!(long.to_string().len() < 1_000);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}

#[test]
fn an_export_suffices_to_recompute_the_digests() {
    on_both_counting(|city| {
        lived(city);
        let mut met = [0; 3];
        for line in city.export() {
            let line: Value = serde_json::from_str(&line).unwrap();
            let rows = |list: &str| line.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
            let entry = entry(city, line["number"].as_i64().unwrap());
            let opened = rows("opened").into_iter().map(|row| {
                // Everything in these payloads but doubles is written by serde_json as RFC 8785 wants it.
                let stored = serde_json_canonicalizer::to_string(&row["payload"]).unwrap();
                let digest = hash(&format!("{}\n{stored}", row["salt"].as_str().unwrap()));
                json!({"digest": digest, "format": row["format"], "subject": row["subject"],
                    "validFrom": row["validFrom"], "validTo": row["validTo"]})
            });
            let lists = [("subjects", rows("subjects")), ("closed", rows("closed")), ("opened", opened.collect())];
            for ((list, rows), met) in lists.into_iter().zip(&mut met) {
                let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
                assert_eq!(entry[list], json!({"count": rows.len(), "digest": hash(&text)}), "{list}: {text}");
                *met += rows.len();
            }
        }
        assert!(met.iter().all(|rows| *rows > 0), "{met:?}");
    });
}

#[test]
fn a_ledger_that_counts_moves_to_the_other_database_and_stays_the_same() {
    on_both_counting(|city| {
        lived(city);
        let lines = city.export();
        assert!(lines.iter().all(|line| line.contains("\"counted\":true")));
        let there = other(city);
        import(&there, &lines).unwrap();
        assert_eq!(there.export(), lines);
        let (here, moved) = (city.store.verify(None).unwrap(), there.store.verify(None).unwrap());
        assert_eq!(here, Verified { ahead: here.ahead, ..moved });
        assert_eq!(there.store.verify(None).unwrap().findings, []);
        // A line tells by itself whether its change counts; and a row of it cannot be altered.
        for (what, with) in [("\"counted\":true,", ""), ("Ummeldung", "Abmeldung"), ("\"item\"", "\"milestone\"")] {
            let altered: Vec<_> = lines.iter().map(|line| line.replacen(what, with, 1)).collect();
            assert_ne!(altered, lines, "{what}");
            let refused = import(&City::counting(crate::support::Database::sqlite()), &altered).unwrap_err().sentence();
            assert!(refused.contains("/hash: does not fit"), "{refused}");
        }
    });
}

#[test]
fn what_begins_and_ends_within_one_long_change_leaves_the_trace_that_it_leaves_in_a_short_one() {
    on_both_counting(|city| {
        let it = city.add(None, &office("IT"));
        city.store
            .write(
                &clerk(),
                |w| {
                    let new = |name: &str| New {
                        id: None,
                        parent: None,
                        payload: &*Box::leak(Box::new(office(name))),
                        window: Window::default(),
                    };
                    // Opened, taken back, opened again; never to be; and closed twice in one change.
                    let again = w.create(new("Presse"))?;
                    w.delete(again, Window::default())?;
                    w.put(again, Window::default(), &office("Presseamt"))?;
                    let never = w.create(new("Irrtum"))?;
                    w.delete(never, Window::default())?;
                    w.put(it.id, Window::default(), &office("Amt für IT"))?;
                    w.put(it.id, Window::default(), &office("Amt für Digitales"))
                },
                |_, ()| Ok(()),
            )
            .unwrap();
        let counts = |number, lists: [&str; 3]| lists.map(|list| entry(city, number)[list]["count"].as_i64().unwrap());
        assert_eq!(counts(2, ["subjects", "opened", "closed"]), [2, 2, 1]);
        // What never was can begin later: it was created then, and not now.
        let never = "SELECT id AS cell FROM subject WHERE NOT EXISTS (SELECT 1 FROM version WHERE subject = id)";
        let never = city.database.raw().cells(never).remove(0).unwrap().parse().unwrap();
        city.store.write(&clerk(), |w| w.put(never, since("start"), &office("Doch")), |_, ()| Ok(())).unwrap();
        assert_eq!(counts(3, ["subjects", "opened", "closed"]), [0, 1, 0]);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
        let there = other(city);
        import(&there, &city.export()).unwrap();
        assert_eq!(there.export(), city.export());
        // Nothing done is nothing recorded.
        city.store.write(&clerk(), |w| w.put(never, since("start"), &office("Doch")), |_, ()| Ok(())).unwrap();
        assert_eq!(city.last().0, 3);
    });
}

#[test]
fn what_is_taken_out_of_a_long_change_leaves_the_chain_valid() {
    on_both_counting(|city| {
        lived(city);
        let it = city.add(None, &office("Amt von Erika Mustermann"));
        city.put(it, since("2023-06-01"), &office("Amt von Erika Mustermann und Max")).unwrap();
        let out = |text: &str| Redaction {
            text: text.into(),
            replacement: "N. N.".into(),
            resource: Some(it.id),
            change: None,
        };
        // Twice in the same versions: the digest over all of them is still that of what was recorded.
        assert!(city.store.redact(&clerk(), None, &out("Erika")).unwrap().versions >= 2);
        assert!(city.store.redact(&clerk(), None, &out("Mustermann")).unwrap().versions >= 2);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
        let lines = city.export();
        assert!(!lines.concat().contains("Erika"));
        let there = other(city);
        import(&there, &lines).unwrap();
        assert_eq!(there.export(), lines);
        assert_eq!(there.store.verify(None).unwrap().findings, []);
        // What is left is not altered unnoticed either.
        let mut tampering = Tampering::with(city);
        let rows = format!("subject = '{}' AND payload LIKE '%N. N.%'", it.id);
        for set in ["payload = replace(payload, 'N. N.', 'Eva')", "digest = 'x'", "salt = 'x'", "format = 2"] {
            let found = tampering.findings_after(&[&format!("UPDATE version SET {set} WHERE {rows}")]);
            assert!(!found.is_empty(), "{set}");
        }
    });
}

#[test]
fn nothing_in_a_change_of_very_many_rows_is_altered_unnoticed() {
    on_both(|city| {
        // More than are read at once, so that every page counts; the second change closes what the first opened.
        let things = offices(city, ROWS_LISTED + 1);
        renamed(city, &things);
        city.add(None, &office("Anderes Amt"));
        let there = other(city);
        import(&there, &city.export()).unwrap();
        assert_eq!(there.export(), city.export());
        let mut tampering = Tampering::with(city);
        assert_eq!(tampering.findings_after(&[]), []);
        let mut ids: Vec<_> = things.iter().map(|thing| thing.id.to_string()).collect();
        ids.sort();
        let new = "00000000-0000-0000-0000-000000000001";
        let columns = tampering.raw.columns("version");
        let copied = |with: &[(&str, &str)]| {
            let value = |c: &String| with.iter().find(|w| w.0 == c).map_or(c.clone(), |w| w.1.to_owned());
            columns.iter().map(value).collect::<Vec<_>>().join(", ")
        };
        // The first, the last, and those at the ends of pages.
        for n in [0, 499, 500, 1_000] {
            let id = &ids[n];
            let first = format!("subject = '{id}' AND recorded_from = 1");
            let second = format!("subject = '{id}' AND recorded_from = 2 AND valid_from > 0");
            let salt = "00";
            let forged = hash(&format!("{salt}\n{{\"name\":\"Erlogen\",\"shortName\":\"A\"}}"));
            let version = |set: &str, row: &str| format!("UPDATE version SET {set} WHERE {row}");
            let version_of = |with: &[(&str, &str)]| {
                format!("INSERT INTO version SELECT {} FROM version WHERE {first}", copied(with))
            };
            let cases: Vec<(String, i64, &str)> = vec![
                (version("valid_to = 20991231", &second), 2, "'opened'"),
                (version("valid_from = 20230502", &second), 2, "'opened'"),
                (version("valid_from = 20230499", &second), 2, "'opened'"),
                (version("format = 2", &second), 2, "'opened'"),
                (version("digest = 'x'", &second), 2, "'opened'"),
                (version("payload = replace(payload, 'Neues', 'Altes')", &second), 2, "column payload"),
                (
                    version(
                        &format!(
                            "payload = '{{\"name\":\"Erlogen\",\"shortName\":\"A\"}}', salt = '{salt}',
                            digest = '{forged}', sort_key = 'erlogen'"
                        ),
                        &second,
                    ),
                    2,
                    "'opened'",
                ),
                (
                    version_of(&[("recorded_from", "2"), ("valid_from", "20200101"), ("recorded_to", "NULL")]),
                    2,
                    "'opened'",
                ),
                (format!("DELETE FROM version WHERE {second}"), 2, "'opened'"),
                (version("recorded_from = 3", &second), 2, "'opened'"),
                (version("recorded_to = NULL, valid_from = 19990101", &first), 1, "'opened'"),
                (version("recorded_to = NULL, valid_from = 19990101", &first), 2, "'closed'"),
                (version("recorded_to = 3", &first), 2, "'closed'"),
                (version("recorded_to = 3", &second), 2, "recorded_to"),
                (version("recorded_to = 7000", &second), 2, "recorded_to"),
                (format!("DELETE FROM version WHERE {first}"), 2, "'closed'"),
                (
                    format!("INSERT INTO subject (id, shape, recorded_from) VALUES ('{new}', 'office', 1)"),
                    1,
                    "'subjects'",
                ),
                (format!("DELETE FROM subject WHERE id = '{id}'"), 1, "'subjects'"),
                (format!("UPDATE subject SET recorded_from = 3 WHERE id = '{id}'"), 1, "'subjects'"),
                (format!("UPDATE subject SET recorded_from = 2 WHERE id = '{id}'"), 2, "'subjects'"),
                (format!("UPDATE subject SET parent = '{new}' WHERE id = '{id}'"), 1, "'subjects'"),
                (format!("UPDATE subject SET shape = 'item' WHERE id = '{id}'"), 1, "'subjects'"),
                (format!("UPDATE subject SET key = 'x' WHERE id = '{id}'"), 1, "'subjects'"),
                (format!("UPDATE subject SET id = upper(id) WHERE id = '{id}'"), 1, "'subjects'"),
            ];
            // All of them behind the end of a page, and one at every other place.
            for (sql, number, word) in cases.into_iter().take(if n == 500 { usize::MAX } else { 1 }) {
                let found = tampering.findings_after(&[&sql]);
                let named = |f: &VerifyFinding| f.change == number && f.detail.contains(word);
                assert!(found.iter().any(named), "{sql}: {:#?}", found.iter().take(5).collect::<Vec<_>>());
            }
        }
        assert_eq!(tampering.findings_after(&[]), []);
    });
}
