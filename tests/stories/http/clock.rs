//! The clock: today is its day, whatever was recorded before, and while it leaps nothing is written.

use serde_json::{Value, json};

use super::{Callers, project};
use crate::support::client::{Answer, Client};
use crate::support::on_both;

fn office(caller: &Client, name: &str) -> Answer {
    caller.post("/v1/offices", &json!({"name": name, "shortName": name}))
}

fn warnings(caller: &Client) -> Vec<String> {
    let ready = caller.get("/readyz").expect(200).json();
    ready["warnings"].as_array().into_iter().flatten().map(|w| w.as_str().unwrap().to_owned()).collect()
}

#[test]
fn one_write_with_a_clock_years_ahead_does_not_move_today() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        assert_eq!(warnings(&callers.stranger), Vec::<String>::new());
        city.clock.set("2035-11-28T09:00:00Z");
        office(&callers.admin, "Amt Uhr").expect(201);
        city.clock.set("2023-04-27T09:00:00Z");

        let overview = callers.stranger.get("/v1/overview").expect(200).json();
        assert_eq!(overview["meta"]["validAt"], "2023-04-27", "today is the day of the clock");
        let told = warnings(&callers.stranger);
        assert!(told.len() == 1 && told[0].contains("behind change"), "{told:?}");
        let written = office(&callers.admin, "Amt Zwei").expect(201).json();
        assert_eq!(written["meta"]["validFrom"], "2023-04-27");
        assert!(
            written["meta"]["recordedAt"].as_str().unwrap().starts_with("2035-11-28"),
            "recorded in order: {written}"
        );
        let due = json!({"date": "2024-03", "modality": "latest"});
        let milestone = json!({"title": "Abnahme", "baseline": due});
        callers.editor.post("/v1/projects/ozg/milestones?validFrom=2023-04-01", &milestone).expect(201);
        let overdue = callers.viewer.get("/v1/attention?kind=milestone_overdue").expect(200).json();
        assert_eq!(overdue["data"], json!([]), "nothing is overdue because a clock was wrong once");
        // What was recorded then can be asked for, and nothing later.
        callers.stranger.get("/v1/overview?knownAt=2035-11-28T09:00:00Z").expect(200);
        callers.stranger.get("/v1/overview?knownAt=2036-01-01T00:00:00Z").expect(400);

        let verified = city.store.verify(None).unwrap();
        assert_eq!(verified.findings, []);
        assert!(verified.ahead.is_some_and(|(_, at)| at.to_string().starts_with("2035-11-28")), "{:?}", verified.ahead);
    });
}

#[test]
fn while_a_clock_has_leapt_nothing_is_written_until_it_is_right_or_confirmed() {
    on_both(|city| {
        let callers = Callers::of(city);
        city.clock.run_for(1_000);
        office(&callers.admin, "Eins").expect(201);
        // It goes on with the machine, and may be set right by degrees.
        city.clock.run_for(4_600);
        city.clock.pass(3_600 + 30);
        office(&callers.admin, "Zwei").expect(201);

        city.clock.pass(7_200);
        let before = city.last();
        let refused = office(&callers.admin, "Drei").expect(503).json();
        assert_eq!(refused["type"], "urn:sachstand:problem:clock-leapt");
        assert_eq!(city.last(), before);
        callers.stranger.get("/v1/overview").expect(200);
        assert!(warnings(&callers.stranger)[0].contains("has leapt by 7200 s"), "{:?}", warnings(&callers.stranger));
        // Back where it should be, it is believed again.
        city.clock.pass(-7_200);
        office(&callers.admin, "Drei").expect(201);
        city.clock.pass(-86_400);
        office(&callers.admin, "Vier").expect(503);
        city.store.confirm_clock().unwrap();
        office(&callers.admin, "Vier").expect(201);
        office(&callers.admin, "Fünf").expect(201);
        // One confirmation is for one leap.
        city.clock.pass(86_400);
        office(&callers.admin, "Sechs").expect(503);
    });
}

#[test]
fn a_comparison_of_a_past_day_tells_nothing_of_later_ones() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let known = callers.viewer.get("/v1/projects/ozg").expect(200).json()["meta"]["recordedAt"].clone();
        for day in ["2022-06-30", "2023-03-31"] {
            let update = json!({"asOf": day, "text": format!("Stand {day}"), "state": "draft"});
            callers.editor.post("/v1/projects/ozg/status-updates", &update).expect(201);
        }
        let known = known.as_str().unwrap();
        let path = format!("/v1/projects/ozg/diff?fromKnownAt={known}&toValidAt=2022-12-31");
        let differences = callers.viewer.get(&path).expect(200).json();
        let told: Vec<&Value> =
            differences["data"].as_array().unwrap().iter().filter(|d| d["shape"] == "status_update").collect();
        assert_eq!(told.len(), 1, "{differences}");
    });
}
