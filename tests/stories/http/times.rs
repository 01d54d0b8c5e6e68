//! Two times over HTTP: slices along valid time, and what was known when.

use serde_json::{Value, json};

use super::{Callers, project};
use crate::support::on_both;

const ITEMS: &str = "/v1/projects/ozg/items";

#[test]
fn a_service_has_a_past_that_can_be_corrected() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let body =
            json!({"type": "OnlineService", "name": "Wohnsitz anmelden", "state": "online", "visibility": "public"});
        let refused = callers.editor.post(ITEMS, &body).expect(400).json();
        assert_eq!(refused["violations"][0]["parameter"], "validFrom");
        let created = callers.editor.post(&format!("{ITEMS}?validFrom=2022-01-01"), &body).expect(201);
        let path = created.header("location").unwrap();
        let state = |day: &str| callers.stranger.get(&format!("{path}?validAt={day}")).json()["state"].clone();
        callers
            .editor
            .patch(&format!("{path}?validFrom=2022-06-01&validTo=2022-07-01"), &json!({"state": "offline"}))
            .expect(200);
        assert_eq!(
            (state("2022-05-31"), state("2022-06-01"), state("2022-07-01")),
            (json!("online"), json!("offline"), json!("online"))
        );
        callers.stranger.get(&format!("{path}?validAt=2021-12-31")).expect(404);

        let swallowed = callers.editor.put(&format!("{path}?validFrom=2022-03-01"), &body).expect(409).json();
        assert_eq!(swallowed["laterSlices"].as_array().unwrap().len(), 2, "{swallowed}");
        let named =
            callers.editor.patch(&format!("{path}?validFrom=2022-03-01"), &json!({"name": "Anmelden"})).expect(200);
        assert_eq!(named.json()["meta"]["validFrom"], "2022-03-01");
        let name = |day: &str| callers.stranger.get(&format!("{path}?validAt={day}")).json()["name"].clone();
        assert_eq!((name("2022-02-28"), name("2022-06-15")), (json!("Wohnsitz anmelden"), json!("Anmelden")));

        let moves = callers
            .editor
            .patch(&format!("{path}?validFrom=2022-06-01&validTo=2022-06-15"), &json!({"state": "planned"}));
        assert_eq!(moves.expect(409).json()["possible"], json!(["offline"]));
        callers.editor.send("DELETE", path, &[], None).expect(428);
        let tag = callers.editor.get(path).expect(200).header("etag").unwrap().to_owned();
        callers.editor.send("DELETE", &format!("{path}?validFrom=2023-01-01"), &[("If-Match", &tag)], None).expect(204);
        callers.stranger.get(path).expect(404);
        assert_eq!(state("2022-12-31"), "online");
    });
}

#[test]
fn what_was_known_is_never_lost() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        city.clock.set("2023-04-27T08:00:00Z");
        let observations = "/v1/projects/ozg/indicators/online-services/observations";
        let created = callers.editor.post(observations, &json!({"asOf": "2023-04-06", "value": 117})).expect(201);
        let path = created.header("location").unwrap();
        city.clock.set("2023-04-28T08:00:00Z");
        callers.editor.because("doppelt gezählt").patch(path, &json!({"value": 116})).expect(200);
        city.clock.set("2023-04-29T08:00:00Z");
        callers.editor.because("nie gemessen").delete(path).expect(204);
        city.clock.set("2023-04-30T08:00:00Z");
        let value = |known: &str| -> Value {
            let query = format!("validAt=2023-04-10&knownAt=2023-04-{known}T12:00:00Z");
            callers
                .stranger
                .get(&format!("/v1/projects/ozg/indicators/online-services/value?{query}"))
                .expect(200)
                .json()
        };
        assert_eq!((&value("26")["status"], &value("29")["status"]), (&json!("missing"), &json!("missing")));
        assert_eq!((&value("27")["value"], &value("28")["value"]), (&json!(117), &json!(116)));
        callers.stranger.get(path).expect(404);
        let then = callers.stranger.get(&format!("{path}?knownAt=2023-04-28T12:00:00Z")).expect(200).json();
        assert_eq!(then["value"], 116);
        let future = callers.stranger.get("/v1/projects?knownAt=2023-05-01T00:00:00Z").expect(400).json();
        assert_eq!(future["violations"][0]["parameter"], "knownAt");
        let history = callers.stranger.get(&format!("{path}/history?knownAt=2023-04-28T12:00:00Z")).expect(200).json();
        assert_eq!(history["data"].as_array().unwrap().len(), 2);
        assert_eq!(history["data"][0].get("superseded"), None, "the retraction was not known then");
    });
}

#[test]
fn what_has_no_history_along_valid_time_takes_no_window() {
    on_both(|city| {
        let callers = Callers::of(city);
        let meeting = json!({"title": "Sitzung", "date": "2023-04-26"});
        let refused = callers.author.post("/v1/meetings?validFrom=2023-01-01", &meeting).expect(400).json();
        assert_eq!(refused["violations"][0]["parameter"], "validFrom");
    });
}
