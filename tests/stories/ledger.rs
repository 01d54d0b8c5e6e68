//! What the ledger promises of time, numbers, names and states.

use sachstand::domain::access::View;
use sachstand::domain::error::Error;
use sachstand::domain::payload::{Payload, Shape};
use sachstand::domain::time::Moment;
use sachstand::store::{Author, New, Window};
use serde_json::json;

use crate::support::{
    City, between, clerk, code, day, indicator, observation, office, on_both, payload, project, service, since,
    status_update, with,
};

#[test]
fn changes_are_numbered_without_gaps_and_a_failed_or_empty_one_takes_no_number() {
    on_both(|city| {
        assert_eq!(city.last().0, 0);
        let it = city.add(None, &office("IT"));
        assert_eq!(city.last().0, 1);
        city.put(it, Window::default(), &office("IT")).unwrap();
        city.patch(it, Window::default(), "name", "IT").unwrap();
        assert_eq!(city.last().0, 1, "what changes nothing records nothing");
        city.patch(it, between("2023-05-01", "2023-04-01"), "name", "X").unwrap_err();
        let failed: Result<(), Error> = city.store.write(
            &clerk(),
            |w| w.patch(it.id, Window::default(), |old| with(old, "name", &json!("Y"))),
            |_, ()| Err(Error::NotFound),
        );
        failed.unwrap_err();
        assert_eq!(city.field(it, "name"), Some(json!("IT")), "an answer that fails undoes the write");
        city.patch(it, Window::default(), "name", "Z").unwrap();
        assert_eq!(city.last().0, 2);
        let changes = city.store.read(|r| r.as_of(None, None).and_then(|a| r.changes(0, &a, 100))).unwrap();
        assert_eq!(changes.iter().map(|c| c.number).collect::<Vec<_>>(), [1, 2]);
    });
}

#[test]
fn recorded_time_rises_when_the_clock_stands_still_and_when_it_steps_back() {
    on_both(|city| {
        let it = city.add(None, &office("IT"));
        let mut moments = vec![city.last().1];
        for (name, seconds) in [("a", 0), ("b", -86_400), ("c", 3600), ("d", 200_000), ("e", -1)] {
            city.clock.pass(seconds);
            city.patch(it, Window::default(), "name", name).unwrap();
            moments.push(city.last().1);
        }
        assert!(moments.windows(2).all(|pair| pair[0] < pair[1]), "{moments:?}");
        assert_eq!(moments[1], moments[0].next());
        // One's own write is visible, though the clock says that it lies in the future.
        assert_eq!(city.field(it, "name"), Some(json!("e")));
        for (moment, name) in moments.into_iter().zip(["IT", "a", "b", "c", "d", "e"]) {
            let then = city.find(&View::PUBLIC, it, Some("2023-06-01"), Some(moment)).unwrap();
            assert_eq!(then.value["name"], name);
        }
    });
}

#[test]
fn what_will_be_known_cannot_be_asked() {
    on_both(|city| {
        city.add(None, &office("IT"));
        let now = city.last().1;
        assert!(city.as_of(None, Some(now)).is_ok());
        assert_eq!(code(&city.as_of(None, Some(now.next())).unwrap_err()), "bad-request knownAt");
        assert_eq!(city.as_of(Some("9998-12-31"), None).unwrap().day, day("9998-12-31"), "a day may lie in the future");
        let before = city.as_of(None, Some(Moment::from_micros(0))).unwrap();
        assert_eq!((before.change, before.latest), (0, false));
    });
}

#[test]
fn the_day_begins_in_berlin() {
    on_both(|city| {
        city.clock.set("2023-04-26T22:30:00Z");
        let it = city.add(None, &office("IT"));
        assert!(city.find(&View::PUBLIC, it, Some("2023-04-26"), None).is_none());
        assert!(city.find(&View::PUBLIC, it, Some("2023-04-27"), None).is_some());
        assert_eq!(city.as_of(None, None).unwrap().today, day("2023-04-27"));
    });
}

#[test]
fn what_is_retracted_is_still_there_for_the_moment_at_which_it_was_known() {
    on_both(|city| {
        let it = city.create(None, &office("IT"), since("start")).unwrap();
        let known = city.last().1;
        city.clock.pass(60);
        city.delete(it, Window::default()).unwrap();
        assert!(city.find(&View::EVERYTHING, it, Some("2020-01-01"), None).is_none());
        let then = city.find(&View::PUBLIC, it, Some("2020-01-01"), Some(known)).unwrap();
        assert_eq!(then.value["name"], "IT");
        let just_before = Moment::from_micros(city.last().1.micros() - 1);
        assert!(city.find(&View::PUBLIC, it, None, Some(just_before)).is_some());
        city.delete(it, Window::default()).unwrap();
        assert_eq!(city.last().0, 2, "retracting it again changes nothing");
        let change = city.store.read(|r| r.around(2, it.id)).unwrap();
        assert_eq!(change.iter().map(|one| (one.stored.id, one.closed)).collect::<Vec<_>>(), [(it.id, Some(2))]);
    });
}

#[test]
fn who_wrote_and_why_stands_beside_every_version() {
    on_both(|city| {
        let author = Author { reason: Some("Zählfehler berichtigt".into()), ..clerk() };
        let it = city.add(None, &office("IT"));
        let put = |w: &mut sachstand::store::Writing<'_>| w.put(it.id, Window::default(), &office("Amt für IT"));
        city.store.write(&author, put, |_, ()| Ok(())).unwrap();
        let entries = city.store.read(|r| {
            let as_of = r.as_of(None, None)?;
            r.history(it.id, &as_of, &View::PUBLIC, 0, None, 10)
        });
        let entries = entries.unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].reason.as_deref(), Some("Zählfehler berichtigt"));
        assert_eq!((entries[1].reason.as_deref(), entries[1].actor), (None, uuid::Uuid::from_u128(0xc1e4)));
        assert_eq!(entries[1].closed.as_ref().map(|c| c.change), Some(2));
        // Page by page it is the same.
        let second = city.store.read(|r| {
            let as_of = r.as_of(None, None)?;
            r.history(it.id, &as_of, &View::PUBLIC, 0, Some((entries[0].recorded_at, entries[0].span.from)), 1)
        });
        assert_eq!(second.unwrap(), entries[1..]);
    });
}

#[test]
fn a_name_is_given_once_and_for_ever() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let again =
            |payload: &Payload| city.create(None, payload, Window::default()).map_err(|e| code(&e)).unwrap_err();
        assert_eq!(again(&project("ozg")), "name-taken");
        let mut renamed = project("ozg");
        assert_eq!(code(&city.patch(ozg, Window::default(), "slug", "ozg-2").unwrap_err()), "invalid /slug");
        renamed.value["title"] = json!("Anders");
        city.put(ozg, Window::default(), &payload(Shape::Project, renamed.value)).unwrap();
        city.delete(ozg, Window::default()).unwrap();
        assert_eq!(again(&project("ozg")), "name-taken", "not even when the first one is retracted");
        // Siblings only: the same key in another project is another name.
        let [a, b] = ["a", "b"].map(|slug| city.add(None, &project(slug)));
        city.add(Some(a), &indicator("visits"));
        city.add(Some(b), &indicator("visits"));
        let taken = city.create(Some(a), &indicator("visits"), Window::default()).unwrap_err();
        assert_eq!(code(&taken), "name-taken");
    });
}

#[test]
fn the_kind_of_a_project_cannot_change_not_even_by_retracting_it_first() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let mut other = project("ozg").value;
        other["kind"] = json!("dms");
        let other = payload(Shape::Project, other);
        assert_eq!(code(&city.put(ozg, Window::default(), &other).unwrap_err()), "invalid /kind");
        city.delete(ozg, Window::default()).unwrap();
        assert_eq!(code(&city.put(ozg, Window::default(), &other).unwrap_err()), "invalid /kind");
        city.put(ozg, Window::default(), &project("ozg")).unwrap();
        assert!(city.find(&View::PUBLIC, ozg, None, None).is_some());
    });
}

#[test]
fn what_begins_in_a_later_state_must_say_since_when() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        city.add(Some(ozg), &service("Geplant", "planned"));
        let undated = city.create(Some(ozg), &service("Ummeldung", "online"), Window::default()).unwrap_err();
        assert_eq!(code(&undated), "bad-request validFrom");
        let dated = city.create(Some(ozg), &service("Ummeldung", "online"), since("start")).unwrap();
        assert_eq!(city.find(&View::PUBLIC, dated, Some("1999-12-31"), None).unwrap().value["state"], "online");
        city.delete(dated, Window::default()).unwrap();
        let undated = city.put(dated, Window::default(), &service("Ummeldung", "online")).unwrap_err();
        assert_eq!(code(&undated), "bad-request validFrom", "nor when it begins anew");
        let approved = city.create(Some(ozg), &status_update("Läuft.", "approved"), Window::default()).unwrap_err();
        assert_eq!(code(&approved), "invalid /state");
    });
}

#[test]
fn an_impossible_move_is_refused_with_the_possible_ones_and_a_slip_can_be_corrected() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let ummeldung = city.create(Some(ozg), &service("Ummeldung", "planned"), since("2022-01-01")).unwrap();
        city.patch(ummeldung, since("2022-06-01"), "state", "online").unwrap();
        let Err(Error::Conflict(refusal)) = city.patch(ummeldung, since("2022-09-01"), "state", "planned") else {
            panic!("an online service was planned again")
        };
        assert_eq!(refusal.code, "impossible-move");
        assert_eq!(refusal.members["possible"], json!(["offline"]));
        assert!(refusal.detail.contains("2022-09-01"), "{}", refusal.detail);
        // It went online in July and not in June; it never was in implementation, but could have been.
        city.patch(ummeldung, between("2022-06-01", "2022-07-01"), "state", "planned").unwrap();
        let state = |on| city.find(&View::PUBLIC, ummeldung, Some(on), None).unwrap().value["state"].clone();
        assert_eq!(["2022-06-30", "2022-07-01"].map(state), [json!("planned"), json!("online")]);
    });
}

#[test]
fn a_status_update_is_settled_once_it_is_approved() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let update = city.add(Some(ozg), &status_update("Läuft.", "draft"));
        let set = |state: &str| city.patch(update, Window::default(), "state", state).map_err(|e| code(&e));
        assert_eq!(set("approved"), Err("impossible-move".into()));
        set("submitted").unwrap();
        set("draft").unwrap();
        city.patch(update, Window::default(), "text", "Läuft gut.").unwrap();
        set("submitted").unwrap();
        assert!(city.find(&View::PUBLIC, update, None, None).is_none(), "not public before it is approved");
        set("approved").unwrap();
        assert!(city.find(&View::PUBLIC, update, None, None).is_some());
        let reworded = city.patch(update, Window::default(), "text", "Stockt.").unwrap_err();
        assert_eq!(code(&reworded), "settled");
        assert_eq!(code(&city.delete(update, Window::default()).unwrap_err()), "settled", "nor was it never said");
        assert_eq!(set("draft"), Err("impossible-move".into()));
        set("superseded").unwrap();
        assert_eq!(set("approved"), Err("impossible-move".into()));
    });
}

#[test]
fn what_says_itself_when_it_holds_takes_no_window() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let visits = city.add(Some(ozg), &indicator("visits"));
        let refused = city.create(Some(visits), &observation("2023-04-06", 5.0), since("2023-04-01")).unwrap_err();
        assert_eq!(code(&refused), "bad-request validFrom");
        let seen = city.add(Some(visits), &observation("2023-04-06", 5.0));
        assert_eq!(code(&city.delete(seen, since("2023-05-01")).unwrap_err()), "bad-request validFrom");
        assert!(city.find(&View::PUBLIC, seen, Some("2023-04-05"), None).is_none());
        city.patch(seen, Window::default(), "asOf", "2023-04-05").unwrap();
        assert!(city.find(&View::PUBLIC, seen, Some("2023-04-05"), None).is_some());
    });
}

#[test]
fn one_change_may_do_much_and_leaves_no_trace_of_what_it_took_back_itself() {
    on_both(|city| {
        let made = city.store.write(
            &clerk(),
            |w| {
                let (payload, window) = (&project("ozg"), Window::default());
                let ozg = w.create(New { id: None, parent: None, payload, window })?;
                let payload = &indicator("visits");
                let visits = w.create(New { id: None, parent: Some(ozg), payload, window })?;
                w.patch(visits, Window::default(), |old| with(old, "label", &json!("Besuche")))?;
                Ok((ozg, visits))
            },
            |r, (ozg, visits)| {
                let as_of = r.as_of(None, None)?;
                let label =
                    r.find(Shape::Indicator, Some(ozg), visits, &as_of, &View::PUBLIC)?.unwrap().value["label"].clone();
                Ok((visits, as_of.change, label))
            },
        );
        let (visits, number, label) = made.unwrap();
        assert_eq!((number, label), (1, json!("Besuche")), "the answer sees what was written");
        let as_of = city.as_of(None, None).unwrap();
        let history = city.store.read(|r| r.history(visits, &as_of, &View::PUBLIC, 0, None, 10)).unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}

#[test]
fn a_writer_that_panics_leaves_nothing_and_stops_nobody() {
    on_both(|city: &City| {
        let it = city.add(None, &office("IT"));
        for _ in 0..6 {
            let panics = std::panic::AssertUnwindSafe(|| {
                city.store.write(
                    &clerk(),
                    |w| w.put(it.id, Window::default(), &office("Halb")),
                    |_, ()| -> Result<(), Error> { std::panic::resume_unwind(Box::new("a fault")) },
                )
            });
            assert!(std::panic::catch_unwind(panics).is_err());
        }
        assert_eq!(city.field(it, "name"), Some(json!("IT")));
        city.put(it, Window::default(), &office("Ganz")).unwrap();
        assert_eq!(city.last().0, 2);
    });
}
