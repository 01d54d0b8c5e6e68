//! What was entered later than it was true, and what proved untrue.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sachstand::store::Window;
use serde_json::{Value, json};

use super::{data, service, with_project};
use crate::http::Callers;
use crate::support::client::Client;
use crate::support::{City, Database, between, on_both, service as online_service, since};

/// Of the changes that reach back by more than `length`, after a number: what was done, since when, and how late it was.
fn late(caller: &Client, length: &str, after: i64) -> Vec<(String, String, String, Option<i64>)> {
    let mut all = Vec::new();
    let mut next = Some(format!("/v1/changes?backdatedMoreThan={length}&after={after}&limit=2"));
    while let Some(path) = next {
        let page = caller.get(&path).expect(200).json();
        for change in data(&page) {
            for one in change["backdated"].as_array().unwrap() {
                let text = |name: &str| one[name].as_str().unwrap().to_owned();
                assert_eq!(one["recordedAt"], change["recordedAt"]);
                caller.get(one["links"]["history"].as_str().unwrap()).expect(200);
                all.push((text("nature"), text("effect"), text("validFrom"), one["daysLate"].as_i64()));
            }
        }
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    all
}

fn told(nature: &str, effect: &str, from: &str, days: Option<i64>) -> (String, String, String, Option<i64>) {
    (nature.into(), effect.into(), from.into(), days)
}

#[test]
fn late_entries_and_corrections_are_listed_and_told_apart() {
    on_both(|city| {
        let callers = with_project(city);
        let (editor, viewer) = (&callers.editor, &callers.viewer);
        let begin = city.last().0;
        // As far back as we know is no late entry; neither is what was true a week ago, nor what is changed from today on.
        let old = service(editor, "Hundesteuer", "online", "start");
        service(editor, "Meldeauskunft", "online", "2023-04-19");
        editor.patch(&old, &json!({"name": "Hundesteuer anmelden"})).expect(200);
        assert_eq!(late(viewer, "P7D", begin), []);
        assert_eq!(late(viewer, "P0D", begin), [told("late_entry", "created", "2023-04-19", Some(7))]);

        let begin = city.last().0;
        let parking = service(editor, "Bewohnerparken", "in_implementation", "2023-01-01");
        editor.patch(&format!("{parking}?validFrom=2023-03-01"), &json!({"state": "online"})).expect(200);
        editor.patch(&format!("{parking}?validFrom=2023-03-01"), &json!({"name": "Parkausweis"})).expect(200);
        editor.delete(&format!("{parking}?validFrom=2023-04-01")).expect(204);
        editor.delete(&old).expect(204);
        let all = [
            told("late_entry", "created", "2023-01-01", Some(115)),
            told("late_entry", "updated", "2023-03-01", Some(56)),
            told("correction", "corrected", "2023-03-01", Some(56)),
            told("correction", "ended", "2023-04-01", Some(25)),
            told("correction", "retracted", "start", None),
        ];
        assert_eq!(late(viewer, "P7D", begin), all);
        assert_eq!(late(viewer, "P1M", begin), [&all[..3], &all[4..]].concat());
        assert_eq!(late(viewer, "P1Y", begin), all[4..]);

        // An observation is as late as its Stichtag is past; correcting it is a correction.
        let begin = city.last().0;
        let observations = "/v1/projects/ozg/indicators/online-services/observations";
        let made = editor.post(observations, &json!({"asOf": "2023-04-06", "value": 117})).expect(201);
        let observed = made.header("location").unwrap();
        editor.because("Zahlendreher").patch(observed, &json!({"value": 171})).expect(200);
        // What has no days of its own is never late, however often it is written.
        let update = json!({"asOf": "2022-01-01", "text": "Es geht voran.", "state": "draft"});
        let made = editor.post("/v1/projects/ozg/status-updates", &update).expect(201);
        editor.patch(made.header("location").unwrap(), &json!({"text": "Es geht gut voran."})).expect(200);
        assert_eq!(
            late(viewer, "P2W", begin),
            [
                told("late_entry", "created", "2023-04-06", Some(20)),
                told("correction", "corrected", "2023-04-06", Some(20))
            ]
        );
        assert_eq!(late(viewer, "P1M", begin), []);
    });
}

#[test]
fn what_reaches_back_is_listed_as_known_then_and_only_for_those_who_see_it() {
    on_both(|city| {
        let callers = with_project(city);
        let (admin, viewer) = (&callers.admin, &callers.viewer);
        city.clock.pass(60);
        let body = json!({"type": "OnlineService", "name": "Geheim", "state": "online", "visibility": "non_public"});
        admin.post("/v1/projects/ozg/items?validFrom=2023-01-01", &body).expect(201);
        let first = city.last();
        city.clock.pass(60);
        service(&callers.editor, "Offen", "online", "2023-01-01");
        let numbers = |caller: &Client, query: &str| {
            let page = caller.get(&format!("/v1/changes?backdatedMoreThan=P7D{query}")).expect(200).json();
            data(&page).iter().map(|change| change["number"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(admin, ""), [first.0, first.0 + 1]);
        assert_eq!(numbers(viewer, ""), [first.0 + 1], "what is not seen is not told to be late");
        assert_eq!(numbers(admin, &format!("&knownAt={}", first.1)), [first.0]);
        assert_eq!(numbers(admin, &format!("&after={}", first.0)), [first.0 + 1]);
        for wrong in ["7", "P7H", "-P7D", ""] {
            viewer.get(&format!("/v1/changes?backdatedMoreThan={wrong}")).expect(400);
        }
        callers.stranger.get("/v1/changes?backdatedMoreThan=P7D").expect(401);
    });
}

#[test]
fn a_change_to_many_names_some_and_says_that_there_are_more() {
    on_both(|city| {
        let project = city.add(None, &crate::support::project("ozg"));
        let many = city.store.write(
            &crate::support::clerk(),
            |writing| {
                for n in 0..30 {
                    let service = online_service(&format!("Dienst {n}"), "online");
                    let window = since("2023-01-01");
                    let parent = Some(project.id);
                    writing.create(sachstand::store::New { id: None, parent, payload: &service, window })?;
                }
                Ok(())
            },
            |_, ()| Ok(()),
        );
        many.unwrap();
        let viewer = Callers::of(city).viewer;
        let page = viewer.get("/v1/changes?backdatedMoreThan=P7D").expect(200).json();
        let change = &data(&page)[0];
        assert_eq!(change["backdated"].as_array().unwrap().len(), 20);
        assert_eq!(change["moreBackdated"], true);
        // The change itself is told page by page.
        let mut next = Some(format!("{}?limit=12", change["links"]["self"].as_str().unwrap()));
        let mut pages = Vec::new();
        while let Some(path) = next {
            let page = viewer.get(&path).expect(200).json();
            pages.push((page["fields"].as_array().unwrap().len(), page["effects"].as_array().unwrap().len()));
            next = page["links"]["next"].as_str().map(str::to_owned);
        }
        assert_eq!(pages, [(12, 12), (12, 12), (6, 6)]);
    });
}

/// What happens to one service in one change.
#[derive(Clone, Debug)]
enum Step {
    Put(u32, Option<u32>, u32),
    Patch(u32, Option<u32>, u32),
    Delete(u32, Option<u32>),
}

fn window(from: u32, to: Option<u32>) -> Window {
    let day = |n: u32| if n == 0 { "start".to_owned() } else { format!("2023-{n:02}-01") };
    match to {
        Some(to) => between(&day(from), &day(to)),
        None => since(&day(from)),
    }
}

fn step() -> impl Strategy<Value = Step> {
    let window = (0u32..8, prop::option::of(1u32..4)).prop_map(|(from, length)| (from, length.map(|l| from + l)));
    prop_oneof![
        (window.clone(), 0u32..3).prop_map(|((from, to), name)| Step::Put(from, to, name)),
        (window.clone(), 0u32..3).prop_map(|((from, to), name)| Step::Patch(from, to, name)),
        window.prop_map(|(from, to)| Step::Delete(from, to)),
    ]
}

/// What is said of the service on the first of every month, and before.
fn said(city: &City, thing: crate::support::Thing) -> Vec<Option<Value>> {
    let days = ["2022-06-15".to_owned()].into_iter().chain((1..=12).map(|n| format!("2023-{n:02}-01")));
    let view = sachstand::domain::access::View::EVERYTHING;
    days.map(|day| city.find(&view, thing, Some(&day), None).map(|s| s.value)).collect()
}

/// Every change is listed exactly when it says something else of a day before the bound than was known of it before.
#[test]
fn the_list_finds_what_a_naive_look_at_every_day_finds() {
    let city = City::new(Database::sqlite());
    city.clock.set("2023-06-15T10:00:00Z");
    let viewer = Callers::of(&city).viewer;
    let project = city.add(None, &crate::support::project("ozg"));
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let story = runner.run(&(0u32..8, prop::collection::vec(step(), 1..6)), |(first, steps)| {
        let name = |n: u32| online_service(&format!("Dienst {n}"), "planned");
        let (begin, mut expected) = (city.last().0, Vec::new());
        let thing = city.create(Some(project), &name(0), window(first, None)).unwrap();
        // Created: late when it began on a day before the bound, and never since `start`.
        if (1..=5).contains(&first) {
            expected.push(city.last().0);
        }
        for step in steps {
            let (before, number) = (said(&city, thing), city.last().0);
            let change = |n: u32| json!(format!("Dienst {n}"));
            let _ = match &step {
                Step::Put(from, to, n) => city.put(thing, window(*from, *to), &name(*n)),
                Step::Patch(from, to, n) => city.patch(thing, window(*from, *to), "name", change(*n)),
                Step::Delete(from, to) => city.delete(thing, window(*from, *to)),
            };
            let after = said(&city, thing);
            if city.last().0 == number {
                continue;
            }
            // On the first of May and before; what begins to be said since `start` reaches as far as it goes.
            let differs = |n: usize| before[n] != after[n];
            let begun = before[0].is_none() && differs(0);
            let late = (0..=5).any(|n| {
                let same_entry = begun && (0..=n).all(|m| before[m].is_none() && after[m] == after[0]);
                differs(n) && !same_entry
            });
            if late {
                expected.push(city.last().0);
            }
        }
        let page = viewer.get(&format!("/v1/changes?backdatedMoreThan=P1M&after={begin}")).expect(200).json();
        let found: Vec<i64> = data(&page).iter().map(|change| change["number"].as_i64().unwrap()).collect();
        prop_assert_eq!(found, expected);
        Ok(())
    });
    story.unwrap();
}
