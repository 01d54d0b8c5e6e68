//! Files of BayernPortal: new, changed, gone; a balance with the first; the portal's own number every time.

use serde_json::{Value, json};

use super::counts;
use crate::http::{Callers, project};
use crate::support::on_both;

fn listed(ids: impl IntoIterator<Item = u32>) -> Vec<Value> {
    let service = |id: u32| {
        json!({"leistungId": id.to_string(), "leistungBezeichnung": format!("Dienst {id}"), "leistungUrl": format!("https://portal.example/{id}"),
            "onlineverfahren": [{"id": id, "sprache": ["de"], "zahlungsweise": [], "identifizierungsmittel": ["BundID"]}]})
    };
    let mut all: Vec<Value> = ids.into_iter().map(service).collect();
    all.push(json!({"leistungId": "900", "leistungBezeichnung": "Nur Auskunft", "onlineverfahren": []}));
    all
}

#[test]
fn the_portal_says_what_is_new_changed_and_gone() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let value = |key: &str, day: &str| {
            let path = format!("/v1/projects/ozg/indicators/{key}/value?validAt={day}");
            callers.stranger.get(&path).expect(200).json()["value"].clone()
        };
        let both = |day: &str| (value("online-services", day), value("portal-services", day));
        let named = json!({"type": "OnlineService", "name": "Dienst 3", "state": "online", "visibility": "public", "topicField": "umwelt"});
        callers.editor.post("/v1/projects/ozg/items?validFrom=2023-02-01", &named).expect(201);
        let observed = json!({"asOf": "2022-11-24", "value": 4});
        callers.editor.post("/v1/projects/ozg/indicators/online-services/observations", &observed).expect(201);

        let first = callers
            .editor
            .post("/v1/imports?as=bayernportal&asOf=2023-04-06", &json!(listed(1..=10)))
            .expect(201)
            .json();
        assert_eq!(first["portal"]["firstImport"], true);
        assert_eq!((&first["portal"]["listed"], &first["format"]), (&json!(10), &json!("bayernportal")));
        assert_eq!(
            counts(&first),
            [11, 1, 0, 0, 0],
            "nine services and two observations are new, one was named already"
        );
        assert_eq!(both("2023-04-06"), (json!(10), json!(10)));
        assert_eq!(value("online-services", "2023-01-01"), json!(4), "what was counted before is counted once");
        assert_eq!(value("online-services", "2023-02-01"), json!(5));
        let online = callers.stranger.get("/v1/projects/ozg/items?state=online&validAt=2023-04-06").expect(200).json();
        assert_eq!(online["data"].as_array().unwrap().len(), 10);
        let dienst = |n: usize| &online["data"][n];
        assert_eq!(dienst(1)["meta"]["validFrom"], "start");
        let three = online["data"].as_array().unwrap().iter().find(|d| d["name"] == "Dienst 3").unwrap();
        assert_eq!((&three["portalId"], &three["topicField"]), (&json!("3"), &json!("umwelt")));

        // The same file says nothing new; recognised by its shape, wrapped as XML would be.
        let same = json!({"leistungen": {"leistung": listed(1..=10)}});
        let again = callers.editor.post("/v1/imports?as=online-services&asOf=2023-04-06", &same).expect(201).json();
        assert_eq!((counts(&again), &again["portal"]["firstImport"]), ([0, 0, 11, 0, 0], &json!(false)));

        // One is gone, two are new, one has another name.
        city.clock.set("2023-05-02T08:00:00Z");
        let mut later = listed(2..=12);
        later[0]["leistungBezeichnung"] = json!("Dienst zwei");
        let told = callers.editor.post("/v1/imports?as=bayernportal&dryRun=true", &json!(later)).expect(200).json();
        let done = callers.editor.post("/v1/imports?as=bayernportal", &json!(later)).expect(201).json();
        assert_eq!((counts(&told), counts(&done)), ([3, 1, 8, 1, 0], [3, 1, 8, 1, 0]));
        assert_eq!(both("2023-05-02"), (json!(11), json!(11)));
        assert_eq!(both("2023-05-01"), (json!(10), json!(10)));
        let gone = format!("{}?outcome=ended", done["links"]["rows"].as_str().unwrap());
        let gone = callers.editor.get(&gone).expect(200).json();
        assert_eq!(gone["data"][0]["label"], "Dienst 1");
        assert_eq!(gone["data"][0]["changes"], json!([{"field": "state", "old": "online", "new": "offline"}]));

        // A file that would end more than a fifth is not taken at its word.
        city.clock.set("2023-06-01T08:00:00Z");
        let before = city.last();
        let short = json!(listed(2..=9));
        let refused = callers.editor.post("/v1/imports?as=bayernportal", &short).expect(409).json();
        assert_eq!(refused["type"], "urn:sachstand:problem:many-would-end");
        assert_eq!((&refused["online"], &refused["wouldEnd"]), (&json!(11), &json!(3)));
        assert_eq!(city.last(), before);
        let told = callers.editor.post("/v1/imports?as=bayernportal&dryRun=true", &short).expect(200).json();
        assert_eq!(told["portal"]["needsForce"], true);
        let forced = callers.editor.post("/v1/imports?as=bayernportal&force=true", &short).expect(201).json();
        assert_eq!(counts(&forced)[3], 3);
        assert_eq!(both("2023-06-01"), (json!(8), json!(8)));
        callers.editor.post("/v1/imports?as=bayernportal&asOf=2023-06-02", &short).expect(400);
        callers.editor.post("/v1/imports?as=bayernportal", &json!([{"name": "x"}])).expect(422);
        assert!(city.store.verify(None).unwrap().findings.is_empty());
    });
}
