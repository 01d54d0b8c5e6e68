//! Two states of a project, compared.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{data, service, with_project};
use crate::support::client::Client;
use crate::support::on_both;

/// All pages of a comparison, in small steps.
fn differences(caller: &Client, query: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut next = Some(format!("/v1/projects/ozg/diff?{query}&limit=2"));
    while let Some(path) = next {
        let page = caller.get(&path).expect(200).json();
        assert!(data(&page).len() <= 2);
        assert_eq!(page.get("figures").is_some(), all.is_empty() && !path.contains("cursor="), "{path}");
        all.extend(data(&page).clone());
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    let whole = caller.get(&format!("/v1/projects/ozg/diff?{query}&limit=500")).expect(200).json();
    assert_eq!(data(&whole), &all, "{query}");
    all
}

/// Outcome and fields, by the last segment of a path.
fn by_place(differences: &[Value]) -> BTreeMap<String, (String, Vec<Value>)> {
    let place = |one: &Value| one["links"]["self"].as_str().unwrap().to_owned();
    let outcome = |one: &Value| one["outcome"].as_str().unwrap().to_owned();
    differences.iter().map(|one| (place(one), (outcome(one), one["changes"].as_array().unwrap().clone()))).collect()
}

#[test]
fn two_states_are_compared_along_either_axis() {
    on_both(|city| {
        let callers = with_project(city);
        let (editor, stranger) = (&callers.editor, &callers.stranger);
        let parking = service(editor, "Bewohnerparken", "in_implementation", "2023-01-01");
        let dogs = service(editor, "Hundesteuer", "online", "2023-02-01");
        let observations = "/v1/projects/ozg/indicators/online-services/observations";
        let made = editor.post(observations, &json!({"asOf": "2023-01-15", "value": 100})).expect(201);
        let balance = made.header("location").unwrap().to_owned();
        editor.post("/v1/projects/ozg/milestones?validFrom=2023-01-01", &json!({"title": "Start"})).expect(201);
        let then = city.last().1;
        city.clock.set("2023-05-10T08:00:00Z");
        editor.patch(&format!("{parking}?validFrom=2023-03-01"), &json!({"state": "online"})).expect(200);
        editor.delete(&dogs).expect(204);
        editor.because("Zahlendreher").patch(&balance, &json!({"value": 90})).expect(200);
        let tax = service(editor, "Gewerbesteuer", "online", "2023-05-01");
        editor.patch("/v1/projects/ozg", &json!({"goal": "Alles online"})).expect(200);

        // What was learnt since then about today.
        let learnt = differences(stranger, &format!("fromKnownAt={then}"));
        let places = by_place(&learnt);
        assert_eq!(places.len(), 5, "{places:?}");
        assert_eq!(
            places["/v1/projects/ozg"],
            ("changed".into(), vec![json!({"pointer": "/goal", "new": "Alles online"})])
        );
        let state = json!({"pointer": "/state", "old": "in_implementation", "new": "online"});
        assert_eq!(places[&parking], ("changed".into(), vec![state.clone()]));
        assert_eq!(places[&dogs].0, "removed");
        assert!(places[&dogs].1.contains(&json!({"pointer": "/name", "old": "Hundesteuer"})));
        assert_eq!(places[&tax].0, "added");
        assert_eq!(places[&balance], ("changed".into(), vec![json!({"pointer": "/value", "old": 100, "new": 90})]));
        // The same about a day in February: neither the new goal nor what came later.
        let february = by_place(&differences(stranger, &format!("fromKnownAt={then}&toValidAt=2023-02-15")));
        assert_eq!(february.keys().collect::<Vec<_>>(), [&balance, &dogs]);
        // What happened between two days, as it is known now.
        let happened = by_place(&differences(stranger, "fromValidAt=2023-02-15"));
        assert_eq!(
            happened.keys().collect::<Vec<_>>(),
            ["/v1/projects/ozg", tax.as_str(), parking.as_str()]
                .iter()
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
        );
        assert_eq!(happened[&parking].1, [state]);
        // Both at once, and the other way round.
        let forth = differences(stranger, &format!("fromValidAt=2023-02-15&fromKnownAt={then}"));
        let now = city.last().1;
        let back = differences(
            stranger,
            &format!("fromValidAt=2023-05-10&fromKnownAt={now}&toValidAt=2023-02-15&toKnownAt={then}"),
        );
        let outcome = |one: &Value| one["outcome"].as_str().unwrap().to_owned();
        let turned = |one: &Value| match outcome(one).as_str() {
            "added" => "removed".to_owned(),
            "removed" => "added".to_owned(),
            other => other.to_owned(),
        };
        assert_eq!(forth.iter().map(turned).collect::<Vec<_>>(), back.iter().map(outcome).collect::<Vec<_>>());
        assert_eq!(differences(stranger, "fromValidAt=2023-05-10"), Vec::<Value>::new());

        // The links lead to both states, and the figures are those of both.
        let one = learnt.iter().find(|one| one["links"]["self"] == json!(parking)).unwrap();
        let at = |name: &str| stranger.get(one["links"][name].as_str().unwrap()).expect(200).json()["state"].clone();
        assert_eq!((at("from"), at("to")), (json!("in_implementation"), json!("online")));
        let page = stranger.get(&format!("/v1/projects/ozg/diff?fromKnownAt={then}")).expect(200).json();
        assert_eq!(page["meta"]["from"], json!({"validAt": "2023-05-10", "knownAt": then.to_string()}));
        let figures = page["figures"].as_array().unwrap();
        let online = figures.iter().find(|figure| figure["indicator"] == "online-services").unwrap();
        assert_eq!((&online["from"]["value"], &online["to"]["value"]), (&json!(101), &json!(92)));
        assert_eq!(online["changed"], true);
        for name in ["from", "to"] {
            let value = stranger.get(online["links"][name].as_str().unwrap()).expect(200).json();
            assert_eq!(value["value"], online[name]["value"], "{name}");
        }
    });
}

#[test]
fn what_is_hidden_is_hidden_in_both_states() {
    on_both(|city| {
        let callers = with_project(city);
        let (editor, stranger, viewer) = (&callers.editor, &callers.stranger, &callers.viewer);
        let path = service(editor, "Kanarienvogel", "online", "2023-01-01");
        let before = city.last().1;
        city.clock.set("2023-04-27T08:00:00Z");
        let between = city.last().1;
        editor.patch(&format!("{path}?validFrom=2023-01-01"), &json!({"visibility": "internal"})).expect(200);
        city.clock.set("2023-04-28T08:00:00Z");
        for query in [
            format!("fromKnownAt={before}"),
            "fromValidAt=2022-12-31".to_owned(),
            format!("fromValidAt=2022-12-31&toKnownAt={between}"),
        ] {
            let page = stranger.get(&format!("/v1/projects/ozg/diff?{query}")).expect(200);
            assert!(!page.body.contains("Kanarienvogel") && !page.body.contains(&path), "{query}: {}", page.body);
            assert!(viewer.get(&format!("/v1/projects/ozg/diff?{query}")).expect(200).body.contains(&path), "{query}");
        }
        // A project that was internal before was not there before; what is internal now is there in no state.
        let hidden =
            json!({"slug": "spaeter", "kind": "dms", "title": "Später", "phase": "idea", "visibility": "internal"});
        editor.post("/v1/projects?validFrom=2023-01-01", &hidden).expect(201);
        editor.post("/v1/projects/spaeter/milestones?validFrom=2023-01-01", &json!({"title": "Erster"})).expect(201);
        let internal = city.last().1;
        stranger.get("/v1/projects/spaeter/diff?fromValidAt=2022-12-31").expect(404);
        city.clock.pass(60);
        editor.patch("/v1/projects/spaeter?validFrom=2023-01-01", &json!({"visibility": "public"})).expect(200);
        let page = stranger.get(&format!("/v1/projects/spaeter/diff?fromKnownAt={internal}")).expect(200).json();
        assert!(data(&page).iter().all(|one| one["outcome"] == "added"), "{page}");
        assert!(data(&page).iter().any(|one| one["shape"] == "milestone"), "{page}");
        let page = viewer.get(&format!("/v1/projects/spaeter/diff?fromKnownAt={internal}")).expect(200).json();
        assert_eq!(data(&page).len(), 1, "{page}");
    });
}

#[test]
fn a_comparison_needs_two_states_of_something_that_is_there() {
    on_both(|city| {
        let callers = with_project(city);
        let stranger = &callers.stranger;
        let refused = stranger.get("/v1/projects/ozg/diff?toValidAt=2023-01-01").expect(400).json();
        assert_eq!(refused["violations"][0]["parameter"], "fromKnownAt");
        let refused = stranger.get("/v1/projects/ozg/diff?fromKnownAt=2999-01-01T00:00:00Z").expect(400).json();
        assert_eq!(refused["violations"][0]["parameter"], "fromKnownAt");
        let refused =
            stranger.get("/v1/projects/ozg/diff?fromValidAt=x&toKnownAt=2999-01-01T00:00:00Z&x=1").expect(400).json();
        assert_eq!(refused["violations"].as_array().unwrap().len(), 2, "{refused}");
        stranger.get("/v1/projects/nix/diff?fromValidAt=2023-01-01").expect(404);
        // Before the ledger began nothing was there.
        let page = stranger.get("/v1/projects/ozg/diff?fromKnownAt=2020-01-01T00:00:00Z").expect(200).json();
        assert!(!data(&page).is_empty() && data(&page).iter().all(|one| one["outcome"] == "added"));
        assert!(page["figures"][0].get("from").is_none());
    });
}
