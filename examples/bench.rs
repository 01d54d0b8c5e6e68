//! What `scripts/bench` needs beside a running server: ledgers with a long past, and commits to compare with.
//!
//! `bench fill FILE N` writes a ledger with 200 services and N superseded versions; `bench commits DIRECTORY` times
//! writes of the ledger against bare commits of one row, in turns.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run stops")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection, sql_query};
use sachstand::cli::System;
use sachstand::domain::payload::{Payload, Shape};
use sachstand::domain::time::Bound;
use sachstand::kinds;
use sachstand::store::{Author, New, Options, Store, Window};
use serde_json::{Value, json};
use uuid::Uuid;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["fill", file, superseded] => fill(Path::new(file), superseded.parse().expect("a number")),
        ["commits", directory] => commits(Path::new(directory)),
        _ => eprintln!("bench fill FILE N | bench commits DIRECTORY"),
    }
}

fn open(file: &Path, durable: bool) -> Store {
    Store::open(Options {
        url: format!("sqlite://{}", file.display()).parse().expect("a path"),
        zone: chrono_tz::Europe::Berlin,
        connections: 2,
        durable,
        source: Arc::new(System),
        reader: kinds::READER,
    })
    .expect("a ledger")
}

fn write(store: &Store, parent: Option<Uuid>, shape: Shape, value: Value, from: Option<Bound>) -> Uuid {
    let payload = kinds::read(shape, 1, value).expect("a payload");
    create(store, parent, &payload, from)
}

fn create(store: &Store, parent: Option<Uuid>, payload: &Payload, from: Option<Bound>) -> Uuid {
    let author = Author::new(Uuid::nil());
    let window = Window { from, to: None };
    store.write(&author, |w| w.create(New { id: None, parent, payload, window }), |_, id| Ok(id)).expect("a write")
}

/// 200 online services and 60 balances, all live; then as many superseded versions of them as asked for, in SQL,
/// because a million writes of the ledger would take longer than anybody waits for a benchmark.
fn fill(file: &Path, superseded: u32) {
    let store = open(file, false);
    let project = json!({"slug": "ozg", "kind": "ozg", "title": "OZG", "phase": "rollout", "visibility": "public"});
    let project = write(&store, None, Shape::Project, project, Some(Bound::START));
    let indicator = kinds::kind("ozg").and_then(|k| k.built_in("online-services")).expect("an indicator").indicator();
    let indicator = create(&store, Some(project), &Payload::of(&indicator).expect("a payload"), Some(Bound::START));
    let day = |n: u32| -> String {
        let first = chrono::NaiveDate::from_ymd_opt(2018, 1, 1).expect("a day");
        (first + chrono::Days::new(u64::from(n))).to_string()
    };
    for n in 0..200 {
        let value =
            json!({"type": "OnlineService", "name": format!("Dienst {n}"), "state": "online", "visibility": "public"});
        write(&store, Some(project), Shape::Item, value, Some(day(n * 14).parse().expect("a day")));
    }
    for n in 0..60 {
        let value = json!({"asOf": day(n * 47), "value": 40 + n * 3});
        write(&store, Some(indicator), Shape::Observation, value, None);
    }
    drop(store);
    let mut connection = SqliteConnection::establish(&file.to_string_lossy()).expect("the file");
    connection.batch_execute("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF").expect("pragmas");
    let statements = [
        "CREATE TEMP TABLE live AS SELECT v.*, row_number() OVER (ORDER BY v.rowid) - 1 AS place FROM version v
         WHERE v.shape IN ('item', 'observation')".to_owned(),
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {superseded})
             INSERT INTO change SELECT 1000 + i, (SELECT max(recorded_at) FROM change) + 1 + i, '{actor}', NULL, NULL, '', '', 'public' FROM n",
            actor = Uuid::nil()
        ),
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {superseded})
             INSERT INTO version (subject, recorded_from, valid_from, valid_to, recorded_to, format, payload, salt, digest, shape,
                                  parent, class, state, office, visibility, sort_key)
             SELECT subject, 1000 + i, valid_from, valid_to, 1000 + i + 1, format, payload, salt, digest, shape, parent, class,
                    state, office, visibility, sort_key
             FROM n JOIN live ON live.place = n.i % 260"
        ),
        "INSERT INTO measure (subject, recorded_from, valid_from, key, parent, unit, amount, counts_from, counts_to, visibility,
                              recorded_to)
         SELECT v.subject, v.recorded_from, v.valid_from, m.key, m.parent, m.unit, m.amount, m.counts_from, m.counts_to,
                m.visibility, v.recorded_to
         FROM version v JOIN measure m ON m.subject = v.subject AND m.recorded_to IS NULL WHERE v.recorded_from >= 1000"
            .to_owned(),
        "INSERT INTO change SELECT max(number) + 1, max(recorded_at) + 1, actor, NULL, NULL, '', '', 'public' FROM change".to_owned(),
        "ANALYZE".to_owned(),
    ];
    for statement in statements {
        sql_query(statement).execute(&mut connection).expect("a statement");
    }
    println!("{}: 260 live versions of items and observations, {superseded} superseded ones", file.display());
}

fn commits(directory: &Path) {
    const ROUNDS: usize = 5;
    const EACH: u32 = 300;
    let store = open(&directory.join("ledger.db"), true);
    let mut bare = SqliteConnection::establish(&directory.join("bare.db").to_string_lossy()).expect("a file");
    bare.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)",
    )
    .expect("a table");
    let payload = kinds::read(Shape::Office, 1, json!({"name": "Amt", "shortName": "A"})).expect("a payload");
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let ledger = timed(EACH, || {
            create(&store, None, &payload, None);
        });
        let single = timed(EACH, || {
            bare.batch_execute("BEGIN IMMEDIATE; INSERT INTO row (text) VALUES ('Amt'); COMMIT").expect("a commit");
        });
        println!("ledger {ledger:?} a write, bare {single:?} a commit");
        ratios.push(single.as_secs_f64() / ledger.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "a committed write reaches {:.2} of the rate of a bare one-row commit (median of {ROUNDS})",
        ratios.get(ROUNDS / 2).copied().unwrap_or_default()
    );
}

fn timed(times: u32, mut work: impl FnMut()) -> Duration {
    let begin = Instant::now();
    (0..times).for_each(|_| work());
    begin.elapsed() / times
}
