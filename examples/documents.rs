//! What documents cost: `documents FORMAT CASE` composes a report, writes it in a format for the first time and then again,
//! and says how long that took and how much memory the process had at most. `scripts/bench-documents` asks for all of them,
//! each in a process of its own. CASE is `demo` (the report of 06.04.2023) or `thousand` (1,000 items for each project).

#![allow(clippy::expect_used, reason = "a benchmark that cannot run stops")]

use std::sync::Arc;
use std::time::Instant;

use sachstand::cli::{System, restore};
use sachstand::documents::formats;
use sachstand::documents::template::Template;
use sachstand::domain::access::Visibility;
use sachstand::domain::payload::{Payload, Shape};
use sachstand::domain::time::Bound;
use sachstand::kinds::{self, KINDS};
use sachstand::publishing::one_off::{OneOff, one_off};
use sachstand::store::{Author, New, Options, Store, Window};
use serde_json::{Value, json};
use uuid::Uuid;

/// How often a document is written again.
const AGAIN: usize = 9;
/// How many items each project has.
const ITEMS: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [format, case] = arguments.as_slice() else {
        eprintln!("documents FORMAT demo|thousand");
        return;
    };
    let format = formats::format(format).expect("a format");
    let file = std::env::temp_dir().join(format!("sachstand-documents-{}.db", std::process::id()));
    let store = Store::open(Options {
        url: format!("sqlite://{}", file.display()).parse().expect("a path"),
        zone: chrono_tz::Europe::Berlin,
        connections: 2,
        durable: false,
        source: Arc::new(System),
        reader: kinds::READER,
    })
    .expect("a ledger");
    match case.as_str() {
        "demo" => drop(restore(&store, include_bytes!("../demo/aschaffenburg.jsonl").as_slice()).expect("the demo")),
        _ => fill(&store),
    }
    let wanted = OneOff {
        title: "Sachstandsbericht".into(),
        as_of: "2023-04-06".parse().expect("a day"),
        known_at: None,
        visibility: Visibility::Public,
        since: None,
    };
    let template = Template::plain();
    let (composed, document) = timed(|| one_off(&store, &wanted, template).expect("a report"));
    let (first, bytes) = timed(|| (format.write)(&document, template).expect("a document"));
    let mut again: Vec<f64> = (0..AGAIN)
        .map(|n| {
            // Another title each time: what is remembered of the very same document would flatter.
            let mut document = document.clone();
            document.title = format!("{} {n}", document.title);
            timed(|| (format.write)(&document, template).expect("a document")).0
        })
        .collect();
    again.sort_by(f64::total_cmp);
    let warm = again.get(AGAIN / 2).copied().unwrap_or_default();
    let (name, kib) = (format.name, bytes.len() / 1024);
    println!("{name:<9} {case:<9} {composed:>9.1} {first:>9.1} {warm:>9.1} {kib:>8} {:>8}", peak());
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

/// How long something took, in milliseconds.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let done = work();
    (begin.elapsed().as_secs_f64() * 1e3, done)
}

/// The most memory that the process had, in MiB; where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse::<u64>().ok());
    kib.map_or_else(|| "?".into(), |kib| (kib / 1024).to_string())
}

/// A project of each kind with a thousand items of its first type, all public.
fn fill(store: &Store) {
    for kind in KINDS {
        let project = json!({
            "slug": kind.key, "kind": kind.key, "title": kind.label, "phase": "rollout", "visibility": "public",
        });
        let parent = create(store, None, &kinds::read(Shape::Project, 1, project).expect("a project"));
        for built_in in kind.indicators {
            create(store, Some(parent), &Payload::of(&built_in.indicator()).expect("an indicator"));
        }
        let Some(item) = kind.items.first() else { continue };
        let example: Value = serde_json::from_str(item.example).expect("an example");
        for n in 0..ITEMS {
            let mut value = example.clone();
            for name in ["name", "title", "product", "procedure"] {
                if let Some(Value::String(text)) = value.get_mut(name) {
                    text.push_str(&format!(" {n}"));
                }
            }
            let fields = value.as_object_mut().expect("fields");
            // What an example refers to is not there.
            fields.retain(|name, _| !["office", "onlineServices", "channels"].contains(&name.as_str()));
            fields.insert("visibility".into(), json!("public"));
            if item.name == "RolloutUnit" {
                let office = json!({"name": format!("Amt {n}"), "shortName": format!("A{n}")});
                let office = create(store, None, &kinds::read(Shape::Office, 1, office).expect("an office"));
                fields.insert("office".into(), json!(office));
            }
            create(store, Some(parent), &(item.read)(value).expect("an item"));
        }
    }
}

fn create(store: &Store, parent: Option<Uuid>, payload: &Payload) -> Uuid {
    let author = Author::new(Uuid::nil());
    let window = Window { from: Some(Bound::START), to: None };
    store.write(&author, |w| w.create(New { id: None, parent, payload, window }), |_, id| Ok(id)).expect("a write")
}
