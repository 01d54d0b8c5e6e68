//! Corrections in the open: what reaches back, what a change did, how two states differ, and who is told at once.

mod backdated;
mod changes;
mod comparison;
mod follow;
mod live;

use serde_json::{Value, json};

use crate::http::Callers;
use crate::support::City;
use crate::support::client::Client;

/// A public online service in a public project, since a day; its path.
fn service(editor: &Client, name: &str, state: &str, since: &str) -> String {
    let body = json!({"type": "OnlineService", "name": name, "state": state, "visibility": "public"});
    let made = editor.post(&format!("/v1/projects/ozg/items?validFrom={since}"), &body).expect(201);
    made.header("location").unwrap().to_owned()
}

/// A city with callers and a public project for online services.
fn with_project(city: &City) -> Callers {
    let callers = Callers::of(city);
    crate::http::project(&callers.editor, "ozg");
    callers
}

/// The list of a page.
fn data(answer: &Value) -> &Vec<Value> {
    answer["data"].as_array().unwrap()
}
