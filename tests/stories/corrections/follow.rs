//! A script of a viewer follows the ledger.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use sachstand::store::{New, Window};

use super::data;
use crate::http::Callers;
use crate::support::{clerk, office, on_both, open};

#[test]
fn a_script_follows_every_change_without_gaps_while_others_write() {
    on_both(|city| {
        let viewer = Callers::of(city).viewer;
        let stores = [city.store.clone(), open(&city.database, &city.clock).unwrap()];
        let (done, mut seen) = (AtomicBool::new(false), BTreeMap::new());
        std::thread::scope(|scope| {
            let writers: Vec<_> = stores
                .iter()
                .map(|store| {
                    scope.spawn(move || {
                        for n in 0..20 {
                            let payload = office(&format!("Amt {n}"));
                            let new = New { id: None, parent: None, payload: &payload, window: Window::default() };
                            store.write(&clerk(), |w| w.create(new), |_, _| Ok(())).unwrap();
                        }
                    })
                })
                .collect();
            let script = scope.spawn(|| {
                let mut seen = BTreeMap::new();
                loop {
                    let last_round = done.load(Ordering::SeqCst);
                    let after = seen.keys().next_back().copied().unwrap_or(0);
                    let mut next = Some(format!("/v1/changes?after={after}&limit=3"));
                    while let Some(path) = next {
                        let page = viewer.get(&path).expect(200).json();
                        for change in data(&page) {
                            let again = seen.insert(change["number"].as_i64().unwrap(), change["hash"].clone());
                            assert!(again.is_none(), "told twice");
                        }
                        next = page["links"]["next"].as_str().map(str::to_owned);
                    }
                    if last_round {
                        return seen;
                    }
                }
            });
            writers.into_iter().for_each(|writer| writer.join().unwrap());
            done.store(true, Ordering::SeqCst);
            seen = script.join().unwrap();
        });
        assert_eq!(seen.keys().copied().collect::<Vec<_>>(), (1..=city.last().0).collect::<Vec<_>>());
    });
}
