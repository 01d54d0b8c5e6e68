//! The anchor: a number and a hash, noted elsewhere, prove that nothing up to there was altered, reordered or cut off.

use sachstand::domain::access::Role;
use serde_json::Value;

use super::World;
use crate::support::{City, Database, office, on_both};

fn anchor(head: &Value) -> (i64, String) {
    (head["number"].as_i64().unwrap(), head["hash"].as_str().unwrap().to_owned())
}

#[test]
fn viewers_get_the_present_head_and_everybody_that_of_last_midnight() {
    on_both(|city| {
        let world = World::of(city);
        let viewer = world.role(Role::Viewer);
        assert_eq!(world.stranger.get("/v1/changes/head").expect(200).json(), serde_json::json!({"number": 0}));
        let today = anchor(&viewer.get("/v1/changes/head").expect(200).json());
        assert_eq!(today.0, city.last().0);
        // 22:00 UTC is midnight in Berlin in summer.
        city.clock.set("2023-04-26T21:59:59Z");
        city.add(None, &office("Spätdienst"));
        let evening = city.last().0;
        city.clock.set("2023-04-26T22:00:01Z");
        city.add(None, &office("Nachtdienst"));
        let midnight = anchor(&world.stranger.get("/v1/changes/head").expect(200).json());
        assert_eq!(midnight.0, evening);
        assert_eq!(anchor(&viewer.get("/v1/changes/head").expect(200).json()).0, evening + 1);
        for (number, hash) in [today, midnight] {
            assert_eq!(city.store.verify(Some((number, &hash))).unwrap().findings, []);
        }
    });
}

/// Tells the same, tampers with it and says what is found against the anchor noted before.
fn found(tamper: &str) -> Vec<String> {
    [Some(Database::sqlite()), Database::postgres()]
        .into_iter()
        .flatten()
        .map(|database| {
            let city = City::new(database);
            for name in ["Standesamt", "Bauamt", "Ordnungsamt", "Kämmerei"] {
                city.add(None, &office(name));
            }
            let known = city.last().1;
            let head = city.store.read(|r| r.head(known)).unwrap().unwrap();
            assert_eq!(city.store.verify(Some((head.number, &head.hash))).unwrap().findings, []);
            let mut raw = city.database.raw();
            for statement in tamper.split(';') {
                assert!(raw.run(statement) > 0, "{statement} touches nothing");
            }
            let findings = city.store.verify(Some((head.number, &head.hash))).unwrap().findings;
            findings.iter().map(|f| format!("{} {}", f.change, f.detail)).collect::<Vec<_>>().join("\n")
        })
        .collect()
}

#[test]
fn whatever_is_done_to_the_past_is_found() {
    let alter = found("UPDATE version SET payload = replace(payload, 'Bauamt', 'Tiefbau') WHERE recorded_from = 2");
    assert!(alter.iter().all(|f| f.contains("2 version") && f.contains("payload")), "{alter:?}");
    let delete = found("DELETE FROM version WHERE recorded_from = 2");
    assert!(delete.iter().all(|f| f.contains("the row is missing")), "{delete:?}");
    let swap = found(
        "UPDATE change SET number = 100 WHERE number = 2; UPDATE change SET number = 2 WHERE number = 3; \
         UPDATE change SET number = 3 WHERE number = 100",
    );
    assert!(swap.iter().all(|f| f.contains("another predecessor")), "{swap:?}");
    // Cut off, the rest is consistent in itself: only what was noted elsewhere tells that there was more.
    let cut = found(
        "DELETE FROM version WHERE recorded_from = 4; DELETE FROM change WHERE number = 4; \
         DELETE FROM subject WHERE id NOT IN (SELECT subject FROM version)",
    );
    assert!(cut.iter().all(|f| f == "4 there is no change 4: the chain ends before it"), "{cut:?}");
}

#[test]
fn another_past_with_the_same_length_is_found() {
    on_both(|city| {
        city.add(None, &office("Standesamt"));
        let other = "0".repeat(64);
        let findings = city.store.verify(Some((1, &other))).unwrap().findings;
        assert!(findings[0].detail.contains("another hash than expected"), "{findings:?}");
    });
}
