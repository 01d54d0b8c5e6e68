//! Forecasts over HTTP: rollouts and targets beside their plans, as of any day, and never a guess.

use serde_json::{Value, json};

use super::{Callers, id, project};
use crate::support::client::Client;
use crate::support::{City, on_both};

const ITEMS: &str = "/v1/projects/ereb/items";
const FORECASTS: &str = "/v1/projects/ereb/forecasts";

/// An office with one module in a state since a day.
pub fn unit(callers: &Callers, office: &str, module: &str, state: &str, since: &str, more: Value) -> Value {
    let mut body =
        json!({"type": "RolloutUnit", "office": office, "module": module, "state": state, "visibility": "public"});
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    callers.editor.post(&format!("{ITEMS}?validFrom={since}"), &body).expect(201).json()
}

pub fn office(callers: &Callers, name: &str) -> String {
    let body = json!({"name": name, "shortName": name.chars().take(3).collect::<String>()});
    id(&callers.admin.post("/v1/offices?validFrom=start", &body).expect(201).json())
}

/// Seven offices live, one as far back as we know, the others about a month apart; five are open.
fn rollout(callers: &Callers) -> Vec<String> {
    project(&callers.editor, "ereb");
    let live = ["start", "2022-10-04", "2022-11-02", "2022-12-01", "2023-01-09", "2023-02-06", "2023-03-06"];
    let offices: Vec<String> = (1..=12).map(|n| office(callers, &format!("Amt {n:02}"))).collect();
    for (since, office) in live.iter().zip(&offices) {
        unit(callers, office, "invoice_register", "live", since, json!({}));
    }
    for office in &offices[live.len()..] {
        let plan = json!({"planned": {"date": "2023-09", "modality": "expected"}});
        unit(callers, office, "invoice_register", "preparing", "2023-01-01", plan);
    }
    offices
}

fn entry(caller: &Client, query: &str, name: &str) -> Value {
    let answer = caller.get(&format!("{FORECASTS}{query}")).expect(200).json();
    let all = answer["data"].as_array().unwrap();
    let found = all.iter().find(|e| e["rollout"] == name || e["indicator"] == name);
    found.unwrap_or_else(|| panic!("{name} is not in {answer}")).clone()
}

fn days(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<sachstand::domain::time::Day>().unwrap().days_since("2023-01-01".parse().unwrap())
}

#[test]
fn a_rollout_is_foreseen_from_its_pace_with_the_plan_beside_it() {
    let answers = std::cell::RefCell::new(Vec::new());
    on_both(|city| {
        let callers = Callers::of(city);
        rollout(&callers);
        let answer = callers.stranger.get(&format!("{FORECASTS}?validAt=2023-04-01")).expect(200);
        let whole = entry(&callers.stranger, "?validAt=2023-04-01", "whole");
        assert_eq!((&whole["status"], &whole["value"], &whole["target"]), (&json!("forecast"), &json!(7), &json!(12)));
        assert_eq!(whole["forecast"]["gaps"], 5, "what is live since as far back as we know gives no gap");
        // Five offices at a pace of a month each.
        let expected = days(&whole["forecast"]["expected"]);
        assert!((days(&json!("2023-07-20"))..=days(&json!("2023-09-15"))).contains(&expected), "{whole}");
        let plan = &whole["plan"];
        assert_eq!(plan["date"], json!({"date": "2023-09", "modality": "expected"}));
        assert_eq!(plan["differenceDays"], expected - days(&json!("2023-09-30")));
        let inside = &whole["forecast"]["interval85"];
        let inside = (days(&inside["from"])..=days(&inside["to"])).contains(&days(&json!("2023-09-30")));
        assert_eq!((&plan["insideInterval85"], &plan["withoutDate"]), (&json!(inside), &json!(0)));
        let module = entry(&callers.stranger, "?validAt=2023-04-01", "invoice_register");
        assert_eq!(
            (&module["forecast"], &module["label"]),
            (&whole["forecast"], &json!("Elektronisches Rechnungseingangsbuch"))
        );
        // What stands still becomes later; the same question has the same answer.
        let later = entry(&callers.stranger, "", "whole");
        assert!(days(&later["forecast"]["expected"]) > expected, "{later}");
        assert_eq!(callers.stranger.get(&format!("{FORECASTS}?validAt=2023-04-01")).body, answer.body);
        answers.borrow_mut().push(whole["forecast"].clone());
    });
    let answers = answers.into_inner();
    assert!(answers.windows(2).all(|w| w[0] == w[1]), "both databases give the same forecast: {answers:?}");
}

#[test]
fn with_too_little_data_it_is_said_what_is_missing() {
    on_both(|city| {
        let callers = Callers::of(city);
        let offices = rollout(&callers);
        let missing = |query: &str| entry(&callers.stranger, query, "whole")["insufficientData"].clone();
        let few = missing("?validAt=2023-01-15");
        assert_eq!((&few["missing"], &few["needed"], &few["found"]), (&json!("too_few_days"), &json!(5), &json!(4)));
        assert_eq!(
            few["text"],
            "Für eine Prognose sind Fortschritte an mindestens 5 verschiedenen Tagen nötig; bekannt sind 4."
        );
        assert_eq!(entry(&callers.stranger, "?validAt=2023-01-15", "whole").get("forecast"), None);
        // A module of which nothing is live yet.
        unit(&callers, &offices[0], "approval_workflow", "not_started", "2023-01-01", json!({}));
        let module = entry(&callers.stranger, "", "approval_workflow");
        assert_eq!(
            (&module["value"], &module["insufficientData"]["found"], &module["plan"]["withoutDate"]),
            (&json!(0), &json!(0), &json!(1))
        );
        // More offices are counted than are known by name.
        let counted = json!({"asOf": "2023-03-31", "value": 30});
        callers.editor.post("/v1/projects/ereb/indicators/offices-concerned/observations", &counted).expect(201);
        let unnamed = missing("?validAt=2023-04-01");
        assert_eq!(
            (&unnamed["missing"], &unnamed["needed"], &unnamed["found"]),
            (&json!("not_all_named"), &json!(30), &json!(12))
        );
        assert!(unnamed["text"].as_str().unwrap().starts_with("Gezählt sind 30 Ämter, einzeln erfasst sind 12;"));
        callers.editor.patch("/v1/projects/ereb?validFrom=2023-04-15", &json!({"phase": "cancelled"})).expect(200);
        callers.editor.because("versehentlich").delete(&observation(&callers)).expect(204);
        assert_eq!(missing("")["missing"], "cancelled");
        assert_eq!(missing("?validAt=2023-03-20"), Value::Null);
        // A kind that rolls nothing out, without targets.
        project(&callers.editor, "participation");
        let none = callers.stranger.get("/v1/projects/participation/forecasts").expect(200).json();
        assert_eq!(none["data"], json!([]));
        project(&callers.editor, "dms");
        let dms = callers.stranger.get("/v1/projects/dms/forecasts").expect(200).json();
        assert_eq!(dms["data"][0]["insufficientData"]["missing"], "no_units");
        callers.stranger.get("/v1/projects/nix/forecasts").expect(404);
        callers.stranger.get(&format!("{FORECASTS}?seed=1")).expect(400);
    });
}

/// The path of the only observation of offices concerned.
fn observation(callers: &Callers) -> String {
    let all = callers.viewer.get("/v1/projects/ereb/indicators/offices-concerned/observations").expect(200).json();
    all["data"][0]["meta"]["links"]["self"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_complete_says_since_when_and_what_goes_back_is_open_again() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let (one, other) = (office(&callers, "Bauamt"), office(&callers, "Hauptamt"));
        unit(&callers, &one, "invoice_register", "live", "start", json!({}));
        let second = unit(&callers, &other, "invoice_register", "pilot", "2023-01-01", json!({}));
        let path = format!("{ITEMS}/{}", id(&second));
        callers.editor.patch(&format!("{path}?validFrom=2023-02-01"), &json!({"state": "live"})).expect(200);
        let third = unit(&callers, &office(&callers, "Zoo"), "invoice_register", "not_applicable", "start", json!({}));
        assert_eq!(third["state"], "not_applicable");
        let whole = |query: &str| entry(&callers.stranger, query, "whole");
        assert_eq!(
            (&whole("")["status"], &whole("")["completed"]["since"]),
            (&json!("completed"), &json!("2023-02-01"))
        );
        assert_eq!(whole("?validAt=2023-01-15")["status"], "insufficient_data");
        // A moment before the correction still answers as then.
        city.clock.set("2023-04-27T08:00:00Z");
        callers.editor.patch(&format!("{path}?validFrom=2023-03-01"), &json!({"state": "pilot"})).expect(200);
        assert_eq!(whole("")["status"], "insufficient_data");
        assert_eq!(whole("?validAt=2023-02-15")["status"], "completed");
        assert_eq!(whole("?knownAt=2023-04-26T20:00:00Z")["completed"]["since"], "2023-02-01");
        callers.editor.patch(&format!("{path}?validFrom=2023-04-01"), &json!({"state": "live"})).expect(200);
        assert_eq!(whole("")["completed"]["since"], "2023-04-01", "the run that leads to the present counts");
    });
}

#[test]
fn a_target_is_foreseen_from_what_was_observed() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let indicator = |key: &str, direction: &str, aggregation: &str, targets: Value| {
            let body = json!({
                "key": key, "label": key, "unit": "Stück", "direction": direction, "aggregation": aggregation,
                "definition": {"version": 1, "text": "Gezählt."}, "targets": targets,
            });
            callers.editor.post("/v1/projects/ereb/indicators", &body).expect(201);
        };
        let target = |value: i64| json!([{"due": {"date": "2023-Q3", "modality": "committed"}, "value": value}]);
        indicator("backlog", "lower", "last", target(0));
        indicator(
            "readers",
            "higher",
            "last",
            json!([
                {"due": {"date": "2023-01", "modality": "committed"}, "value": 40},
                {"due": {"date": "2024", "modality": "expected"}, "value": 100},
            ]),
        );
        indicator("flow", "higher", "sum", target(900));
        indicator("neither", "neutral", "last", target(900));
        let months = ["2022-10-31", "2022-11-30", "2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31"];
        for (n, as_of) in (0..).zip(months) {
            for (key, value) in [("backlog", 100 - 10 * n), ("readers", 50 - n), ("flow", 100)] {
                let path = format!("/v1/projects/ereb/indicators/{key}/observations");
                callers.editor.post(&path, &json!({"asOf": as_of, "value": value})).expect(201);
            }
        }
        let backlog = entry(&callers.stranger, "?validAt=2023-04-01", "backlog");
        assert_eq!(
            (&backlog["value"], &backlog["target"], &backlog["status"]),
            (&json!(50), &json!(0), &json!("forecast"))
        );
        let expected = days(&backlog["forecast"]["expected"]);
        assert!((days(&json!("2023-08-15"))..=days(&json!("2023-09-15"))).contains(&expected), "{backlog}");
        assert_eq!(backlog["plan"]["differenceDays"], expected - days(&json!("2023-09-30")));
        // Of two targets the one that is reached is not asked for; the other moves away.
        let all = callers.stranger.get(&format!("{FORECASTS}?validAt=2023-04-01")).expect(200).json();
        let of = |key: &str| -> Vec<&Value> {
            all["data"].as_array().unwrap().iter().filter(|e| e["indicator"] == key).collect()
        };
        assert_eq!((of("readers").len(), of("readers")[0]["target"].clone()), (1, json!(100)));
        assert_eq!(of("readers")[0]["insufficientData"]["missing"], "no_pace");
        assert_eq!(of("flow")[0]["insufficientData"]["missing"], "not_a_stock");
        assert!(of("neither").is_empty());
        assert_eq!(
            entry(&callers.stranger, "?validAt=2022-10-01", "backlog")["insufficientData"]["missing"],
            "no_value"
        );
        // A new definition is no progress: what was counted in another way gives no gap.
        let redefined = json!({"definition": {"version": 2, "text": "Anders gezählt."}});
        callers.editor.patch("/v1/projects/ereb/indicators/backlog?validFrom=2023-01-31", &redefined).expect(200);
        let broken = entry(&callers.stranger, "?validAt=2023-04-01", "backlog");
        assert_eq!(
            (&broken["insufficientData"]["missing"], &broken["insufficientData"]["found"]),
            (&json!("too_few_days"), &json!(3))
        );
    });
}

#[test]
fn a_count_of_items_is_foreseen_and_hidden_items_tell_nothing() {
    on_both(|city: &City| {
        let callers = Callers::of(city);
        let offices = rollout(&callers);
        let targets = json!({"targets": [{"due": {"date": "2023-09", "modality": "committed"}, "value": 12}]});
        callers.editor.patch("/v1/projects/ereb/indicators/offices-live?validFrom=start", &targets).expect(200);
        let counted = entry(&callers.stranger, "?validAt=2023-04-01", "offices-live");
        assert_eq!((&counted["value"], &counted["status"]), (&json!(7), &json!("forecast")));
        let before = callers.stranger.get(&format!("{FORECASTS}?validAt=2023-04-01")).expect(200).body;
        for office in &offices[8..] {
            let hidden = json!({"visibility": "internal"});
            unit(&callers, office, "approval_workflow", "live", "2023-03-20", hidden);
        }
        assert_eq!(callers.stranger.get(&format!("{FORECASTS}?validAt=2023-04-01")).expect(200).body, before);
        let seen = callers.viewer.get(&format!("{FORECASTS}?validAt=2023-04-01")).expect(200).json();
        assert!(seen["data"].as_array().unwrap().iter().any(|e| e["rollout"] == "approval_workflow"), "{seen}");
        // What was withdrawn since is not told of earlier days and moments either.
        let list = callers.viewer.get(&format!("{ITEMS}?limit=500")).expect(200).json();
        let open = list["data"].as_array().unwrap().iter().find(|i| i["state"] == "preparing").unwrap();
        city.clock.set("2023-04-28T08:00:00Z");
        let path = format!("{}?validFrom=2023-01-01", open["meta"]["links"]["self"].as_str().unwrap());
        callers.editor.patch(&path, &json!({"visibility": "internal"})).expect(200);
        let query = "?validAt=2023-04-01&knownAt=2023-04-27T08:00:00Z";
        assert_eq!(entry(&callers.stranger, query, "whole")["target"], 11);
        assert_eq!(entry(&callers.viewer, query, "whole")["target"], 12);
    });
}
