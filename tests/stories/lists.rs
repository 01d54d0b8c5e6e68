//! Lists: their order, their pages, and who sees what.

use sachstand::domain::access::View;
use sachstand::domain::payload::Shape;
use sachstand::domain::sorting::sort_key;
use sachstand::domain::time::Moment;
use sachstand::store::{Query, Sort, Stored, Window};
use serde_json::json;

use crate::support::{
    City, Database, Thing, between, indicator, observation, office, on_both, project, service, since, with,
};

fn list(city: &City, shape: Shape, query: &Query, view: &View, known: Option<Moment>) -> Vec<Stored> {
    let as_of = city.as_of(None, known).unwrap();
    city.store.read(|r| r.list(shape, query, &as_of, view)).unwrap().rows
}

fn pages(city: &City, shape: Shape, sort: Sort, limit: i64) -> Vec<Stored> {
    let as_of = city.as_of(None, None).unwrap();
    let mut query = Query { sort, limit: Some(limit), ..Query::default() };
    let mut all = Vec::new();
    loop {
        let page = city.store.read(|r| r.list(shape, &query, &as_of, &View::PUBLIC)).unwrap();
        assert!(page.rows.len() <= usize::try_from(limit).unwrap());
        all.extend(page.rows);
        let Some(place) = page.next else { return all };
        query.after = Some(place);
    }
}

const NAMES: [&str; 12] = [
    "Zoll",
    "Öffentlichkeitsarbeit",
    "Organisation",
    "ämter",
    "Ämter",
    "Straßen",
    "Strassen",
    "Ordnung_2",
    "Ordnung-1",
    "Ordnung",
    "Œuvre",
    "Ordnung",
];

fn named(city: &City) -> Vec<Thing> {
    NAMES.iter().map(|name| city.add(None, &office(name))).collect()
}

#[test]
fn pages_one_after_the_other_are_the_whole_list_in_every_order() {
    on_both(|city| {
        let things = named(city);
        // One name in two changes: what is shown was changed last in the second.
        city.put(things[0], Window::default(), &office("Zoll und Steuer")).unwrap();
        let whole = |sort| list(city, Shape::Office, &Query { sort, ..Query::default() }, &View::PUBLIC, None);
        for (by_time, descending) in [(false, false), (false, true), (true, false), (true, true)] {
            let sort = Sort { by_time, descending };
            for limit in [1, 2, 5, 12, 13] {
                assert_eq!(pages(city, Shape::Office, sort, limit), whole(sort), "{sort:?} by {limit}");
            }
        }
        let key = |s: &Stored| (sort_key(s.value["name"].as_str().unwrap()), s.id);
        assert!(whole(Sort::default()).iter().map(key).is_sorted());
        let newest = whole(Sort { by_time: true, descending: true });
        assert_eq!(newest[0].value["name"], "Zoll und Steuer");
        assert_eq!(newest[1].id, things[11].id);
    });
}

#[test]
fn things_of_one_change_have_an_order_too() {
    on_both(|city| {
        let made = city.store.write(
            &crate::support::clerk(),
            |w| {
                for _ in 0..5 {
                    let (payload, window) = (&office("Amt"), Window::default());
                    w.create(sachstand::store::New { id: None, parent: None, payload, window })?;
                }
                Ok(())
            },
            |_, ()| Ok(()),
        );
        made.unwrap();
        for (by_time, descending) in [(false, false), (false, true), (true, false), (true, true)] {
            let rows = pages(city, Shape::Office, Sort { by_time, descending }, 2);
            let ids: Vec<_> = rows.iter().map(|s| s.id).collect();
            assert_eq!(ids.len(), 5);
            assert!(if descending { ids.iter().rev().is_sorted() } else { ids.is_sorted() }, "{ids:?}");
        }
    });
}

#[test]
fn a_list_can_be_narrowed_by_what_people_look_for() {
    on_both(|city| {
        let it = city.create(None, &office("IT"), since("start")).unwrap();
        let ozg = city.add(None, &project("ozg"));
        city.create(Some(ozg), &service("Ummeldung", "online"), since("2023-01-01")).unwrap();
        let bound = with(&service("Wohngeld", "planned"), "office", &json!(it.id.to_string())).unwrap();
        city.add(Some(ozg), &bound);
        let names = |query: Query| -> Vec<_> {
            let rows = list(city, Shape::Item, &Query { parent: Some(ozg.id), ..query }, &View::PUBLIC, None);
            rows.into_iter().map(|s| s.value["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(Query::default()), ["Ummeldung", "Wohngeld"]);
        assert_eq!(names(Query { state: Some("online".into()), ..Query::default() }), ["Ummeldung"]);
        assert_eq!(names(Query { office: Some(it.id), ..Query::default() }), ["Wohngeld"]);
        assert_eq!(names(Query { class: Some("OnlineService".into()), ..Query::default() }).len(), 2);
        assert_eq!(names(Query { class: Some("Licence".into()), ..Query::default() }).len(), 0);
        let elsewhere = Query { parent: Some(it.id), ..Query::default() };
        assert!(list(city, Shape::Item, &elsewhere, &View::PUBLIC, None).is_empty());
    });
}

#[test]
fn a_withdrawal_holds_for_every_day_and_every_moment() {
    on_both(|city| {
        let open = city.create(None, &project("open"), since("2022-01-01")).unwrap();
        let withdrawn = city.create(None, &project("withdrawn"), since("2022-01-01")).unwrap();
        let once = city.create(None, &project("once"), since("2022-01-01")).unwrap();
        let known = city.last().1;
        city.clock.pass(60);
        city.patch(withdrawn, Window::default(), "visibility", "internal").unwrap();
        // Hidden for a while and open again today: only those days stay hidden.
        city.patch(once, between("2022-06-01", "2022-07-01"), "visibility", "internal").unwrap();

        let sees =
            |view: &View, on, known| [open, withdrawn, once].map(|thing| city.find(view, thing, on, known).is_some());
        for (on, known) in
            [(None, None), (None, Some(known)), (Some("2022-03-01"), None), (Some("2022-03-01"), Some(known))]
        {
            assert_eq!(sees(&View::PUBLIC, on, known), [true, false, true], "{on:?} {known:?}");
            assert_eq!(sees(&View::INTERNAL, on, known), [true, true, true], "{on:?} {known:?}");
            let as_of = city.as_of(on, known).unwrap();
            let rows = |view: &View| {
                city.store.read(|r| r.list(Shape::Project, &Query::default(), &as_of, view)).unwrap().rows
            };
            let slugs = |view: &View| rows(view).into_iter().map(|s| s.value["slug"].clone()).collect::<Vec<_>>();
            assert_eq!(slugs(&View::PUBLIC), [json!("once"), json!("open")], "{on:?} {known:?}");
            assert_eq!(slugs(&View::INTERNAL).len(), 3);
        }
        assert_eq!(sees(&View::PUBLIC, Some("2022-06-15"), None), [true, false, false]);
        assert_eq!(sees(&View::PUBLIC, Some("2022-06-15"), Some(known)), [true, false, true], "it was known as public");
    });
}

#[test]
fn ending_or_retracting_what_was_withdrawn_does_not_bring_it_back() {
    on_both(|city| {
        let ozg = city.create(None, &project("ozg"), since("2022-01-01")).unwrap();
        let online = |name: &str| city.create(Some(ozg), &service(name, "online"), since("2022-01-01")).unwrap();
        let services = ["open retracted", "open ended", "hidden retracted", "hidden ended"].map(online);
        let known = city.last().1;
        let [retracted, ended, hidden_retracted, hidden_ended] = services;
        city.clock.pass(60);
        for thing in [hidden_retracted, hidden_ended] {
            city.patch(thing, Window::default(), "visibility", "internal").unwrap();
        }
        city.delete(retracted, Window::default()).unwrap();
        city.delete(hidden_retracted, Window::default()).unwrap();
        city.clock.pass(30 * 86_400);
        city.delete(ended, since("2023-05-10")).unwrap();
        city.delete(hidden_ended, since("2023-05-10")).unwrap();

        let query = Query { parent: Some(ozg.id), ..Query::default() };
        for (moment, view, expected) in [
            (Some(known), &View::PUBLIC, [true, true, false, false]),
            (Some(known), &View::INTERNAL, [true, true, true, true]),
            (None, &View::PUBLIC, [false, true, false, false]),
            (None, &View::INTERNAL, [false, true, false, true]),
        ] {
            let on = Some("2022-06-01");
            let sees = services.map(|thing| city.find(view, thing, on, moment).is_some());
            assert_eq!(sees, expected, "{moment:?} {view:?}");
            let as_of = city.as_of(on, moment).unwrap();
            let (listed, counted) = city
                .store
                .read(|r| {
                    let listed = r.list(Shape::Item, &query, &as_of, view)?.rows;
                    let counted = r.counted_on(ozg.id, "online-services", as_of.day, &as_of, view)?;
                    Ok((
                        listed.into_iter().map(|s| s.id).collect::<Vec<_>>(),
                        counted.into_iter().map(|c| c.subject).collect::<Vec<_>>(),
                    ))
                })
                .unwrap();
            assert_eq!(services.map(|thing| listed.contains(&thing.id)), expected, "{moment:?} {view:?}");
            assert_eq!(services.map(|thing| counted.contains(&thing.id)), expected, "{moment:?} {view:?}");
        }
    });
}

#[test]
fn what_is_not_public_is_seen_by_nobody_but_admins() {
    on_both(|city| {
        let secret = with(&project("secret"), "visibility", &json!("non_public")).unwrap();
        let secret = city.add(None, &secret);
        let sees = |view| city.find(view, secret, None, None).is_some();
        assert_eq!([&View::PUBLIC, &View::INTERNAL, &View::EVERYTHING].map(sees), [false, false, true]);
        let listed = |view| list(city, Shape::Project, &Query::default(), view, None).len();
        assert_eq!([&View::PUBLIC, &View::INTERNAL, &View::EVERYTHING].map(listed), [0, 0, 1]);
    });
}

#[test]
fn services_count_from_the_day_they_are_online_and_withdrawn_ones_do_not() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        for since_when in ["start", "2022-12-01", "2023-02-01"] {
            city.create(Some(ozg), &service(since_when, "online"), since(since_when)).unwrap();
        }
        let hidden = city.create(Some(ozg), &service("intern", "online"), since("2023-01-01")).unwrap();
        let known = city.last().1;
        city.clock.pass(60);
        city.patch(hidden, Window::default(), "visibility", "internal").unwrap();
        let counted = |on: &str, known, view: &View| {
            let as_of = city.as_of(Some(on), known).unwrap();
            city.store.read(|r| r.counted_on(ozg.id, "online-services", as_of.day, &as_of, view)).unwrap().len()
        };
        let days = ["2022-11-30", "2022-12-01", "2023-01-31", "2023-02-01"];
        assert_eq!(days.map(|on| counted(on, None, &View::PUBLIC)), [1, 2, 2, 3]);
        assert_eq!(days.map(|on| counted(on, Some(known), &View::PUBLIC)), [1, 2, 2, 3]);
        assert_eq!(days.map(|on| counted(on, None, &View::INTERNAL)), [1, 2, 3, 4]);
        let as_of = city.as_of(None, None).unwrap();
        let (after, until) = (crate::support::day("2022-11-30"), crate::support::day("2023-02-01"));
        let (begun, ended) = city
            .store
            .read(|r| r.counted_between(ozg.id, "online-services", after, until, &as_of, &View::PUBLIC))
            .unwrap();
        assert_eq!((begun.len(), ended.len()), (2, 0));
    });
}

/// Everything that is answered about a small city, as text.
fn transcript(city: &City) -> String {
    let things = named(city);
    let ozg = city.add(None, &project("ozg"));
    let visits = city.add(Some(ozg), &indicator("visits"));
    for (on, value) in [("2023-01-31", 0.1 + 0.2), ("2023-02-28", 1e15), ("2023-03-31", 117.0)] {
        city.add(Some(visits), &observation(on, value));
    }
    city.clock.pass(3600);
    city.patch(things[3], since("2023-06-01"), "number", "3.2").unwrap();
    city.delete(things[4], since("2023-06-01")).unwrap();
    city.delete(things[5], Window::default()).unwrap();
    for n in 0..25 {
        let bound = with(&project(&format!("p{n}")), "office", &json!(things[0].id.to_string())).unwrap();
        city.add(None, &bound);
    }
    let mut text = format!("{:?}\n", city.delete(things[0], Window::default()).unwrap_err());
    for on in ["2023-04-26", "2023-06-01"] {
        for known in [None, Some(Moment::from_micros(city.last().1.micros() - 1))] {
            let as_of = city.as_of(Some(on), known).unwrap();
            for (by_time, descending) in [(false, false), (true, true)] {
                let query = Query { sort: Sort { by_time, descending }, limit: Some(7), ..Query::default() };
                let page = city.store.read(|r| r.list(Shape::Office, &query, &as_of, &View::PUBLIC)).unwrap();
                text.push_str(&format!("{as_of:?} {page:?}\n"));
            }
            let query = Query { parent: Some(visits.id), ..Query::default() };
            let page = city.store.read(|r| r.list(Shape::Observation, &query, &as_of, &View::PUBLIC)).unwrap();
            text.push_str(&format!("{page:?}\n"));
        }
    }
    text + &city.export().join("\n")
}

#[test]
fn both_databases_give_the_same_answers_byte_for_byte() {
    let Some(database) = Database::postgres() else { return };
    let (sqlite, postgres) = (transcript(&City::new(Database::sqlite())), transcript(&City::new(database)));
    assert_eq!(sqlite, postgres);
    assert!(sqlite.contains("Öffentlichkeitsarbeit"));
}
