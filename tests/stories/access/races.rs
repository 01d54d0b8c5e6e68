//! Lost updates: of many who change the same state at once, one wins and all others are told.

use std::sync::Barrier;

use sachstand::http::App;
use serde_json::json;

use super::World;
use crate::support::client::Client;
use crate::support::{on_both, open};

#[test]
fn of_a_thousand_racing_writes_one_wins_for_each_state() {
    const ROUNDS: usize = 50;
    const RACERS: usize = 20;
    on_both(|city| {
        let world = World::of(city);
        let elsewhere = Client::serving(App::new(open(&city.database, &city.clock).unwrap()));
        let instances = [world.admin.clone(), elsewhere.with_token(world.admin.token().unwrap())];
        let path = format!("/v1/offices/{}", world.office);
        let before = city.last().0;
        for round in 0..ROUNDS {
            let tag = instances[round % 2].get(&path).expect(200).header("etag").unwrap().to_owned();
            let start = Barrier::new(RACERS);
            let statuses: Vec<u16> = std::thread::scope(|scope| {
                let racers = (0..RACERS).map(|racer| {
                    let (by, tag, start, path) = (&instances[racer % 2], &tag, &start, &path);
                    scope.spawn(move || {
                        let body = json!({"name": format!("Amt {round} {racer}")}).to_string();
                        let headers = [("Content-Type", "application/merge-patch+json"), ("If-Match", tag.as_str())];
                        start.wait();
                        by.send("PATCH", path, &headers, Some(body.as_bytes())).status
                    })
                });
                racers.collect::<Vec<_>>().into_iter().map(|racer| racer.join().unwrap()).collect()
            });
            let count = |status| statuses.iter().filter(|s| **s == status).count();
            assert_eq!((count(200), count(412)), (1, RACERS - 1), "{statuses:?}");
        }
        assert_eq!(city.last().0, before + i64::try_from(ROUNDS).unwrap());
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}
