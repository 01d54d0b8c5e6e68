//! What users of the API would tell of it, over HTTP, on both databases.

mod attachments;
mod attention;
mod bad_input;
mod clock;
mod completeness;
mod definitions;
mod demo;
mod examples;
mod forecasts;
mod groups;
mod health;
pub mod life;
mod lists;
mod milestones;
mod missing;
mod observations;
pub mod openapi;
mod paper;
pub mod program;
mod report_checks;
mod report_corrections;
mod report_figures;
mod report_life;
mod report_program;
mod report_sections;
mod report_sign_off;
mod report_withdrawal;
mod reports;
mod rollout_matrix;
mod seen;
mod spellings;
mod steering;
mod times;

use sachstand::domain::access::{Grant, Role, TokenScope};
use sachstand::http::App;
use serde_json::{Value, json};

use crate::support::City;
use crate::support::client::Client;

/// The callers of a city: a stranger, and one for each role.
pub struct Callers {
    pub stranger: Client,
    pub viewer: Client,
    pub editor: Client,
    pub author: Client,
    pub approver: Client,
    pub admin: Client,
}

impl Callers {
    pub fn of(city: &City) -> Self {
        let stranger = Client::serving(App::new(city.store.clone()));
        let token = |role| stranger.with_token(city.token(vec![Grant::city(role)], TokenScope::Write));
        Self {
            viewer: token(Role::Viewer),
            editor: token(Role::Editor),
            author: token(Role::Author),
            approver: token(Role::Approver),
            admin: token(Role::Admin),
            stranger,
        }
    }
}

/// A public project of a kind, since as far back as we know.
pub fn project(editor: &Client, kind: &str) -> Value {
    let body = json!({"slug": kind, "kind": kind, "title": format!("Projekt {kind}"), "phase": "rollout", "visibility": "public"});
    editor.post("/v1/projects?validFrom=start", &body).expect(201).json()
}

/// Submitting a report whatever it lacks: everything that the check finds is waived.
pub fn submission(caller: &Client, report: &str) -> Value {
    let found = caller.get(&format!("{report}/completeness")).expect(200).json();
    let pass = |f: &Value| {
        let mut pass = json!({"finding": f["code"], "place": f["place"], "explanation": "Nicht Gegenstand."});
        f.get("subject").into_iter().for_each(|subject| pass["subject"] = subject.clone());
        pass
    };
    let overrides: Vec<Value> = found["data"].as_array().unwrap().iter().map(pass).collect();
    json!({"step": "submit", "overrides": overrides})
}

/// Lets a report go its way to publication, each step by a person who may: its readers see it then.
pub fn published(callers: &Callers, report: &str) {
    let path = format!("/v1/reports/{report}/steps");
    let body = submission(&callers.author, &format!("/v1/reports/{report}"));
    let submitted = callers.author.post(&path, &body).expect(201).json();
    let approval = json!({"step": "approve", "function": "Amtsleitung", "snapshot": submitted["snapshot"]});
    callers.approver.post(&path, &approval).expect(201);
    callers.author.post(&path, &json!({"step": "publish"})).expect(201);
}

/// The id of what was created.
pub fn id(value: &Value) -> String {
    value["meta"]["id"].as_str().unwrap().to_owned()
}

/// The number of the last change and its hash: what must stay as it is when a request is refused.
pub fn head(viewer: &Client) -> Value {
    let mut last = Value::Null;
    let mut next = Some("/v1/changes?limit=500".to_owned());
    while let Some(path) = next {
        let page = viewer.get(&path).expect(200).json();
        last = page["data"].as_array().unwrap().last().cloned().unwrap_or(last);
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    last
}
