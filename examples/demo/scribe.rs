//! The scribe: tells a story to the API at given moments.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use sachstand::cli::dump;
use sachstand::domain::access::{Grant, Role, TokenScope};
use sachstand::domain::time::{Moment, Source};
use sachstand::http::App;
use sachstand::kinds::READER;
use sachstand::store::{NewToken, Options, Store};
use serde_json::{Value, json};

use super::client::Client;

/// A story, told to the end.
pub type Story = fn(&mut Scribe);

pub const STORIES: &[(&str, Story)] =
    &[("aschaffenburg", super::aschaffenburg::tell), ("musterstadt", super::musterstadt::tell)];

/// A clock that stands where the story is, and a chance that always gives the same.
#[derive(Debug, Default)]
struct Script {
    now: AtomicI64,
    state: AtomicU64,
}

impl Source for Script {
    fn now(&self) -> Moment {
        Moment::from_micros(self.now.load(Ordering::SeqCst))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = splitmix(self.state.fetch_add(1, Ordering::SeqCst));
            chunk.iter_mut().zip(number.to_le_bytes()).for_each(|(to, from)| *to = from);
        }
    }
}

/// SplitMix64: one well-mixed number for each step.
pub fn splitmix(step: u64) -> u64 {
    let mut z = step.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

pub struct Scribe {
    script: Arc<Script>,
    client: Client,
    told: Client,
    approver: Client,
    chance: u64,
}

/// Tells a story into an empty ledger and gives its export.
pub fn tell(story: Story) -> String {
    let file = std::env::temp_dir().join(format!("sachstand-story-{}-{:p}.db", std::process::id(), story));
    let script = Arc::new(Script::default());
    let store = Store::open(Options {
        url: format!("sqlite://{}", file.display()).parse().expect("a path"),
        zone: chrono_tz::Europe::Berlin,
        connections: 4,
        durable: false,
        source: script.clone(),
        reader: READER,
    })
    .expect("an empty ledger");
    let stranger = Client::serving(App::new(store.clone()));
    let caller = |role: Role| {
        let grants = vec![Grant::city(role)];
        let new = NewToken { name: format!("{role}"), grants, scope: TokenScope::Write, expires_at: None };
        let (_, secret) = store.create_token(&new, None).expect("a token");
        stranger.with_token(secret.expect("a new token has a secret"))
    };
    let (client, approver) = (caller(Role::Admin), caller(Role::Approver));
    let mut scribe = Scribe { script, told: client.clone(), client, approver, chance: 1 << 32 };
    story(&mut scribe);
    let mut ledger = Vec::new();
    dump(&store, &mut ledger).expect("an export");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    String::from_utf8(ledger).expect("text")
}

impl Scribe {
    /// From now on it is this moment, and this is the reason for what is written.
    pub fn at(&mut self, moment: &str, reason: &str) {
        let moment: Moment = moment.parse().expect("a moment");
        self.script.now.store(moment.micros(), Ordering::SeqCst);
        self.told = self.client.because(reason);
        self.approver = self.approver.because(reason);
    }

    /// Creates something and returns its id.
    pub fn create(&mut self, path: &str, body: Value) -> String {
        let answer = self.told.post(&format!("/v1/{path}"), &body).expect(201).json();
        answer["meta"]["id"].as_str().expect("an id").to_owned()
    }

    /// Changes some fields.
    pub fn patch(&mut self, path: &str, body: Value) {
        self.told.patch(&format!("/v1/{path}"), &body).expect(200);
    }

    /// An approved status update.
    pub fn status(&mut self, project: &str, as_of: &str, text: &str) -> String {
        let path = format!("projects/{project}/status-updates");
        let id = self.create(&path, json!({"asOf": as_of, "text": text, "state": "draft"}));
        self.patch(&format!("{path}/{id}"), json!({"state": "submitted"}));
        self.approver.patch(&format!("/v1/{path}/{id}"), &json!({"state": "approved"})).expect(200);
        id
    }

    /// A report is submitted, approved by somebody else and published with the invitation; `functions` are those in which
    /// the two do so.
    pub fn publish(&mut self, report: &str, functions: [&str; 2]) {
        let path = format!("/v1/reports/{report}/steps");
        let [submits, approves] = functions;
        let found = self.told.get(&format!("/v1/reports/{report}/completeness")).expect(200).json();
        let pass = |f: &Value| {
            let explanation = match (f["code"].as_str(), f["subject"].as_str()) {
                (Some("contradicting_health"), Some("schedule")) => {
                    "Die Projektleitung erwartet, den Rückstand aufzuholen."
                }
                (Some("contradicting_health"), _) => "Die Mehrkosten sind für den Nachtragshaushalt angemeldet.",
                _ => "Die Vorlage macht dazu keine Angabe.",
            };
            let mut pass = json!({"finding": f["code"], "place": f["place"], "explanation": explanation});
            f.get("subject").into_iter().for_each(|subject| pass["subject"] = subject.clone());
            pass
        };
        let overrides: Vec<Value> = found["data"].as_array().into_iter().flatten().map(pass).collect();
        let submission = json!({"step": "submit", "function": submits, "overrides": overrides});
        let submitted = self.told.post(&path, &submission).expect(201).json();
        let approval = json!({"step": "approve", "function": approves, "snapshot": submitted["snapshot"]});
        self.approver.post(&path, &approval).expect(201);
        self.told.post(&path, &json!({"step": "publish"})).expect(201);
    }

    /// A file is attached to a report.
    pub fn attach(&mut self, report: &str, title: &str, media_type: &str, bytes: &[u8]) {
        let path = format!("/v1/reports/{report}/attachments?title={title}");
        self.told.send("POST", &path, &[("Content-Type", media_type)], Some(bytes)).expect(201);
    }

    /// The record of a report is published after its meeting.
    pub fn record(&mut self, report: &str) {
        let path = format!("/v1/reports/{report}/steps");
        self.told.post(&path, &json!({"step": "publish", "edition": "record"})).expect(201);
    }

    /// An observation of an indicator.
    pub fn observe(&mut self, project: &str, indicator: &str, body: Value) -> String {
        self.create(&format!("projects/{project}/indicators/{indicator}/observations"), body)
    }

    /// A number from 0 to `below` - 1, the same in every telling.
    pub fn chance(&mut self, below: u64) -> u64 {
        self.chance += 1;
        splitmix(self.chance) % below
    }
}
