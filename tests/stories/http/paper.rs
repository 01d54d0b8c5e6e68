//! A report that goes its way, for the stories of reports.

use serde_json::{Value, json};

use super::{Callers, id, project, submission};
use crate::support::client::{Answer, Client};

pub const FORMATS: [&str; 7] = ["json", "markdown", "html", "text", "xlsx", "csv", "pdf"];

/// A report with a meeting, on whose agenda it stands.
pub struct Paper<'a> {
    pub callers: &'a Callers,
    pub meeting: String,
    pub path: String,
}

impl<'a> Paper<'a> {
    pub fn of(callers: &'a Callers) -> Self {
        Self::with(callers, &json!({}))
    }

    pub fn with(callers: &'a Callers, more: &Value) -> Self {
        let agenda = json!([{"number": "4", "title": "Sachstandsbericht", "visibility": "public"}]);
        let body = json!({"title": "2. Sitzung", "date": "2023-04-26", "agenda": agenda});
        let meeting = id(&callers.author.post("/v1/meetings", &body).expect(201).json());
        let mut body = json!({
            "title": "Sachstandsbericht", "asOf": "2023-04-06", "visibility": "public", "meeting": meeting,
            "agendaItem": "4", "proposal": "Der Senat nimmt Kenntnis.",
            "climate": {"relevance": "low"}, "costs": {"incurred": false},
        });
        more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        let made = callers.author.post("/v1/reports", &body).expect(201);
        Self { callers, meeting: format!("/v1/meetings/{meeting}"), path: made.header("location").unwrap().to_owned() }
    }

    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    pub fn step(&self, caller: &Client, body: &Value) -> Answer {
        caller.post(&format!("{}/steps", self.path), body)
    }

    /// The SHA-256 of what was frozen.
    pub fn submitted(&self) -> String {
        let mut body = submission(&self.callers.author, &self.path);
        body["function"] = json!("Sachbearbeitung");
        let step = self.step(&self.callers.author, &body).expect(201).json();
        step["snapshot"].as_str().unwrap().to_owned()
    }

    pub fn approved(&self) -> String {
        let snapshot = self.submitted();
        let body = json!({"step": "approve", "function": "Amtsleitung", "snapshot": snapshot});
        self.step(&self.callers.approver, &body).expect(201);
        snapshot
    }

    pub fn published(self) -> Self {
        self.approved();
        self.step(&self.callers.author, &json!({"step": "publish"})).expect(201);
        self
    }

    pub fn decided(&self) {
        let agenda = json!([{
            "number": "4", "title": "Sachstandsbericht", "visibility": "public", "paperNumber": "DOS/2/4/23",
            "resolution": "Der Senat nimmt zustimmend Kenntnis.", "outcome": "noted_with_approval",
            "votes": {"inFavour": 0, "against": 0},
        }]);
        self.callers.author.patch(&self.meeting, &json!({"agenda": agenda})).expect(200);
    }

    pub fn document(&self, caller: &Client, query: &str) -> Answer {
        caller.get(&format!("{}/document?{query}", self.path))
    }

    pub fn state(&self) -> Value {
        self.callers.viewer.get(&self.path).expect(200).json()["state"].clone()
    }

    /// What is answered in every format.
    pub fn bytes(&self, caller: &Client, more: &str) -> Vec<(Option<String>, Vec<u8>)> {
        let read = |format: &&str| {
            let answer = self.document(caller, &format!("format={format}{more}")).expect(200);
            (answer.header("etag").map(str::to_owned), answer.bytes)
        };
        FORMATS.iter().map(read).collect()
    }
}

/// Facts that a report tells.
pub fn facts(callers: &Callers) {
    project(&callers.editor, "ozg");
    observe(callers, "2023-04-03", 4711);
}

pub fn observe(callers: &Callers, as_of: &str, value: i64) {
    let path = "/v1/projects/ozg/indicators/online-services/observations";
    callers.editor.post(path, &json!({"asOf": as_of, "value": value})).expect(201);
}
