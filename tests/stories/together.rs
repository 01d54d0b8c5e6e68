//! Several instances on one ledger.

use std::collections::BTreeSet;
use std::sync::Mutex;

use sachstand::domain::access::View;
use sachstand::domain::payload::Shape;
use sachstand::domain::time::Moment;
use sachstand::store::{New, Query, Window};

use crate::support::{clerk, office, on_both, open};

#[test]
fn two_instances_write_at_once_and_every_answer_can_be_had_again() {
    const THREADS: usize = 3;
    const WRITES: usize = 15;
    on_both(|city| {
        let stores = [city.store.clone(), open(&city.database, &city.clock).unwrap()];
        let names = |moment: Moment, store: &sachstand::store::Store| {
            store
                .read(|r| {
                    let as_of = r.as_of(None, Some(moment))?;
                    let page = r.list(Shape::Office, &Query::default(), &as_of, &View::PUBLIC)?;
                    Ok((as_of.change, page.rows.into_iter().map(|row| row.value).collect::<Vec<_>>()))
                })
                .unwrap()
        };
        let answers = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for thread in 0..THREADS * stores.len() {
                let (store, answers, city) = (&stores[thread % stores.len()], &answers, &city);
                scope.spawn(move || {
                    for n in 0..WRITES {
                        // The clock is the same for both and wanders while they write, back as well.
                        city.clock.pass(if n % 4 == 3 { -2 } else { 1 });
                        let payload = office(&format!("Amt {thread} {n}"));
                        let new = New { id: None, parent: None, payload: &payload, window: Window::default() };
                        let known =
                            store.write(&clerk(), |w| w.create(new), |r, _| Ok(r.as_of(None, None)?.known)).unwrap();
                        answers.lock().unwrap().push((known, names(known, store)));
                    }
                });
            }
        });
        let all = THREADS * stores.len() * WRITES;
        let changes = city.store.read(|r| r.as_of(None, None).and_then(|a| r.changes(0, &a, 10_000))).unwrap();
        let numbers: Vec<_> = changes.iter().map(|c| c.number).collect();
        assert_eq!(numbers, (1..=i64::try_from(all).unwrap()).collect::<Vec<_>>());
        assert!(changes.windows(2).all(|pair| pair[0].recorded_at < pair[1].recorded_at));
        let answers = answers.into_inner().unwrap();
        assert_eq!(answers.iter().map(|(_, (change, _))| *change).collect::<BTreeSet<_>>().len(), all);
        for (known, answer) in answers {
            assert_eq!(names(known, &stores[0]), answer);
            assert_eq!(names(known, &stores[1]), answer);
        }
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}

#[test]
fn an_instance_sees_at_once_what_another_has_written() {
    on_both(|city| {
        let other = open(&city.database, &city.clock).unwrap();
        let it = city.add(None, &office("IT"));
        let seen = other.read(|r| {
            let as_of = r.as_of(None, None)?;
            r.find(it.shape, None, it.id, &as_of, &View::PUBLIC)
        });
        assert_eq!(seen.unwrap().unwrap().value["name"], "IT");
    });
}

#[test]
fn a_read_sees_one_state_while_others_write() {
    on_both(|city| {
        let it = city.add(None, &office("IT"));
        let read = city.store.read(|r| {
            let as_of = r.as_of(None, None)?;
            let before = r.find(it.shape, None, it.id, &as_of, &View::PUBLIC)?.unwrap().value;
            city.put(it, Window::default(), &office("Amt für IT"))?;
            let after = r.find(it.shape, None, it.id, &as_of, &View::PUBLIC)?.unwrap().value;
            Ok((before, after))
        });
        let (before, after) = read.unwrap();
        assert_eq!(before, after);
    });
}
