//! The life of a report: drafted, signed off, published, and then the same for ever.

use std::sync::Arc;

use sachstand::cli::{dump, restore};
use sachstand::documents::template::Template;
use sachstand::http::App;
use serde_json::{Value, json};

use super::paper::{FORMATS, Paper, facts, observe};
use super::{Callers, head, id};
use crate::support::client::Client;
use crate::support::{City, Database, on_both};

#[test]
fn a_report_is_drafted_signed_off_published_and_stays_as_it_is() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        // Nobody outside knows of it before it is published.
        paper.document(&callers.stranger, "format=json").expect(404);
        assert!(paper.document(&callers.author, "format=markdown").expect(200).body.contains("4.711"));
        let first = paper.submitted();
        assert_eq!(paper.state(), "in_review");
        observe(&callers, "2023-04-04", 5811);
        assert!(paper.document(&callers.approver, "format=markdown").expect(200).body.contains("4.711"), "frozen");

        // It comes back with what is to be changed, and what was frozen once stays in its history.
        let returned = json!({"step": "return", "function": "Amtsleitung", "explanation": "Die Zahl ist überholt."});
        paper.step(&callers.approver, &returned).expect(201);
        assert_eq!(paper.state(), "draft");
        callers.author.patch(&paper.path, &json!({"title": "Sachstandsbericht 2023"})).expect(200);
        let second = paper.submitted();
        assert_ne!(first, second);
        let outdated = json!({"step": "approve", "function": "Amtsleitung", "snapshot": first});
        let refused = paper.step(&callers.approver, &outdated).expect(409).json();
        assert_eq!(refused["snapshot"], json!(second), "{refused}");
        let approved = json!({"step": "approve", "function": "Amtsleitung", "snapshot": second});
        paper.step(&callers.approver, &approved).expect(201);
        paper.document(&callers.stranger, "format=json").expect(404);
        let published = paper.step(&callers.author, &json!({"step": "publish"})).expect(201).json();
        assert_eq!(published["snapshot"], json!(second));

        // The bytes are those whose hashes the step names; they show the function, the hash, and no name.
        let before = paper.bytes(&callers.stranger, "");
        for file in published["files"].as_array().unwrap() {
            let Some(format) = FORMATS.iter().position(|name| file["format"] == *name) else { continue };
            let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&before[format].1));
            assert_eq!((&file["sha256"], &file["size"]), (&json!(hash), &json!(before[format].1.len())), "{file}");
        }
        let text = paper.document(&callers.stranger, "format=text").expect(200);
        assert!(text.body.contains(&second) && text.body.contains("Amtsleitung"), "{}", text.body);
        let disposition = text.header("content-disposition").unwrap();
        assert!(disposition.contains("sachstandsbericht-2023-04-06.txt"), "{disposition}");
        assert_eq!(text.header("x-content-type-options"), Some("nosniff"));
        let tag = text.header("etag").unwrap();
        let path = format!("{}/document?format=text", paper.path);
        callers.stranger.send("GET", &path, &[("If-None-Match", tag)], None).expect(304);
        assert!(callers.stranger.send("HEAD", &path, &[], None).expect(200).bytes.is_empty());

        observe_later(&callers);
        assert_eq!(paper.bytes(&callers.stranger, ""), before, "whatever becomes of the facts");
        let steps = |caller: &Client| -> Vec<Value> {
            let list = caller.get(&format!("{}/steps", paper.path)).expect(200).json();
            list["data"].as_array().unwrap().iter().map(|step| step["step"].clone()).collect()
        };
        assert_eq!(steps(&callers.viewer), ["submit", "return", "submit", "approve", "publish"]);
        assert_eq!(steps(&callers.stranger), ["publish"], "what led to it is the administration's own");
    });
}

fn observe_later(callers: &Callers) {
    observe(callers, "2023-04-05", 6911);
    callers.editor.patch("/v1/projects/ozg", &json!({"title": "Anders"})).expect(200);
}

#[test]
fn nothing_in_it_changes_for_any_caller_in_any_way() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        paper.submitted();
        let changes = |expected: Option<&str>| {
            for caller in [&callers.author, &callers.admin] {
                let whole = json!({"title": "Anders", "asOf": "2023-04-06", "visibility": "public"});
                let mut same = callers.viewer.get(&paper.path).expect(200).json();
                same.as_object_mut().unwrap().shift_remove("meta");
                let (title, state) = (json!({"title": "Anders"}), json!({"state": "draft"}));
                for answer in [
                    caller.put(&paper.path, &whole),
                    caller.put(&paper.path, &same),
                    caller.patch(&paper.path, &title),
                    caller.patch(&paper.path, &state),
                    caller.patch(&paper.path, &json!({"state": "withdrawn"})),
                    caller.patch(&paper.path, &json!({"visibility": "non_public"})),
                    caller.delete(&paper.path),
                    caller.send(
                        "POST",
                        &format!("{}/attachments?title=x", paper.path),
                        &[("Content-Type", "text/plain")],
                        Some(b"Anlage"),
                    ),
                ] {
                    let refused = answer.expect(409).json();
                    let problem = refused["type"].as_str().unwrap_or_default();
                    assert!(expected.is_none_or(|name| problem.ends_with(name)), "{refused}");
                }
            }
            for caller in [&callers.viewer, &callers.editor, &callers.approver] {
                caller.patch(&paper.path, &json!({"title": "Anders"})).expect(403);
                caller.delete(&paper.path).expect(403);
            }
        };
        let before = head(&callers.viewer);
        changes(Some(":settled"));
        assert_eq!(head(&callers.viewer), before);
        let snapshot = paper.document(&callers.author, "format=json").expect(200);
        let frozen = callers.viewer.get(&format!("{}/steps", paper.path)).json()["data"][0]["snapshot"].clone();
        paper
            .step(&callers.approver, &json!({"step": "approve", "function": "Amtsleitung", "snapshot": frozen}))
            .expect(201);
        changes(Some(":settled"));
        paper.step(&callers.author, &json!({"step": "publish"})).expect(201);
        let (before, bytes) = (head(&callers.viewer), paper.bytes(&callers.stranger, ""));
        changes(Some(":settled"));
        let steps = format!("{}/steps", paper.path);
        let step = id(&callers.viewer.get(&steps).expect(200).json()["data"][0]);
        for method in ["PUT", "PATCH", "DELETE"] {
            callers.admin.send(method, &format!("{steps}/{step}"), &[], None).expect(405);
        }
        assert_eq!(head(&callers.viewer), before);
        assert_eq!(paper.bytes(&callers.stranger, ""), bytes);
        assert!(snapshot.body.contains("Kenntnis"));
    });
}

#[test]
fn the_state_moves_by_steps_alone_and_each_by_those_who_may() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        let refused = callers.author.patch(&paper.path, &json!({"state": "in_review"})).expect(422).json();
        assert_eq!(refused["violations"][0]["pointer"], "/state");
        assert!(refused["violations"][0]["detail"].as_str().unwrap().contains("submit"), "{refused}");
        callers.author.patch(&paper.path, &json!({"state": "published"})).expect(422);
        callers.author.patch(&paper.path, &json!({"state": "draft"})).expect(200);
        let made = json!({"title": "x", "asOf": "2023-04-06", "state": "published"});
        callers.author.post("/v1/reports", &made).expect(422);

        let before = head(&callers.viewer);
        let hash = "0".repeat(64);
        let approve = json!({"step": "approve", "function": "Amtsleitung", "snapshot": hash});
        let withdraw = json!({"step": "withdraw", "explanation": "Falsche Zahlen"});
        for (caller, body, status) in [
            (&callers.stranger, json!({"step": "submit"}), 401),
            (&callers.viewer, json!({"step": "submit"}), 403),
            (&callers.editor, json!({"step": "submit"}), 403),
            (&callers.approver, json!({"step": "submit"}), 403),
            (&callers.author, approve.clone(), 403),
            (&callers.approver, json!({"step": "publish"}), 403),
            (&callers.author, withdraw.clone(), 403),
            (&callers.approver, withdraw.clone(), 403),
            // None of these follows a draft.
            (&callers.approver, approve, 409),
            (&callers.author, json!({"step": "publish"}), 409),
            (&callers.author, json!({"step": "publish", "edition": "record"}), 409),
            (&callers.approver, json!({"step": "return", "explanation": "x"}), 409),
            (&callers.admin, withdraw, 409),
            // Nor is any of these a step.
            (&callers.author, json!({"step": "supersede"}), 422),
            (&callers.author, json!({"step": "approve"}), 422),
            (&callers.author, json!({"step": "submit", "explanation": "x"}), 422),
            (&callers.author, json!({"step": "submit", "files": []}), 422),
            (&callers.author, json!({"step": "return"}), 422),
        ] {
            paper.step(caller, &body).expect(status);
        }
        assert_eq!(head(&callers.viewer), before);
        // What was never submitted may go; what was submitted once stays, also when it came back.
        paper.submitted();
        paper.step(&callers.author, &json!({"step": "return", "explanation": "Zurück"})).expect(201);
        callers.author.delete(&paper.path).expect(409);
        callers.author.delete(&Paper::of(&callers).path).expect(204);
    });
}

#[test]
fn the_record_follows_when_the_meeting_has_decided() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers).published();
        let invitation = paper.bytes(&callers.stranger, "");
        let record = json!({"step": "publish", "edition": "record"});
        let refused = paper.step(&callers.author, &record).expect(409).json();
        assert!(refused["type"].as_str().unwrap().ends_with(":not-decided"), "{refused}");
        paper.document(&callers.stranger, "format=text&edition=record").expect(400);
        paper.decided();
        // That it was taken note of is no record without the words of the resolution.
        let whole = callers.author.get(&paper.meeting).expect(200).json();
        let mut agenda = whole["agenda"].clone();
        for item in agenda.as_array_mut().unwrap() {
            item.as_object_mut().unwrap().shift_remove("resolution");
        }
        callers.author.patch(&paper.meeting, &json!({"agenda": agenda})).expect(200);
        let refused = paper.step(&callers.author, &record).expect(409).json();
        assert!(refused["detail"].as_str().unwrap().contains("words of its resolution"), "{refused}");
        callers.author.patch(&paper.meeting, &json!({"agenda": whole["agenda"]})).expect(200);
        observe_later(&callers);
        callers.author.patch(&paper.meeting, &json!({"date": "2024-02-28"})).expect(200);
        let early = paper.step(&callers.author, &record).expect(409).json();
        assert!(early["detail"].as_str().unwrap().contains("2024-02-28"), "{early}");
        callers.author.patch(&paper.meeting, &json!({"date": "2023-04-26"})).expect(200);
        paper.step(&callers.author, &record).expect(201);
        assert_eq!(paper.bytes(&callers.stranger, "&edition=invitation"), invitation);
        let latest = paper.document(&callers.stranger, "format=text").expect(200).body;
        for said in ["zustimmend Kenntnis", "DOS/2/4/23", "4.711"] {
            assert!(latest.contains(said), "{said}: {latest}");
        }
        assert!(
            !latest.contains("6.911") && !latest.contains("Anders"),
            "the facts are those of the invitation: {latest}"
        );
        paper.step(&callers.author, &record).expect(409);
        paper.step(&callers.author, &json!({"step": "publish"})).expect(409);
    });
}

#[test]
fn a_correction_supersedes_what_it_corrects_and_both_say_so() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let old = Paper::of(&callers).published();
        let bytes = old.bytes(&callers.stranger, "");
        let new = Paper::with(&callers, &json!({"title": "Berichtigung", "corrects": old.id()}));
        assert_eq!(old.state(), "published");
        let new = new.published();
        assert_eq!((old.state(), new.state()), (json!("superseded"), json!("published")));
        let link = |paper: &Paper<'_>, path: &str| {
            let answer = callers.stranger.get(&format!("{}{path}", paper.path)).expect(200);
            answer.header("link").unwrap_or_default().to_owned()
        };
        let to = |paper: &Paper<'_>, path: &str, name| format!("<{}{path}>; rel=\"{name}-version\"", paper.path);
        for path in ["", "/document?format=text"] {
            assert_eq!(link(&old, path), to(&new, path, "successor"));
            assert_eq!(link(&new, path), to(&old, path, "predecessor"));
        }
        assert_eq!(old.bytes(&callers.stranger, ""), bytes, "never inside the bytes");
        let page = callers.stranger.get("/").expect(200).body;
        assert!(page.contains(new.id()), "{page}");
        let text = new.document(&callers.stranger, "format=text").expect(200).body;
        let said = "\nBerichtigung: Dieser Bericht berichtigt und ersetzt den Bericht vom ";
        assert!(text.contains(said), "{text}");
    });
}

#[test]
fn a_publication_that_is_repeated_is_done_once() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        paper.approved();
        let publish = || {
            let headers = [("Content-Type", "application/json"), ("Idempotency-Key", "veroeffentlichen-1")];
            let path = format!("{}/steps", paper.path);
            callers.author.send("POST", &path, &headers, Some(b"{\"step\": \"publish\"}"))
        };
        let (first, second) = std::thread::scope(|scope| {
            let (first, second) = (scope.spawn(publish), scope.spawn(publish));
            (first.join().unwrap(), second.join().unwrap())
        });
        assert_eq!(first.expect(201).body, second.expect(201).body);
        publish().expect(201);
        let list = callers.stranger.get(&format!("{}/steps", paper.path)).expect(200).json();
        assert_eq!(list["data"].as_array().unwrap().len(), 1, "{list}");
    });
}

#[test]
fn of_two_approvals_at_once_one_is_done() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        let frozen = paper.submitted();
        let approve = || {
            let body = json!({"step": "approve", "function": "Amtsleitung", "snapshot": frozen});
            paper.step(&callers.approver, &body).status
        };
        let mut both = std::thread::scope(|scope| {
            let (first, second) = (scope.spawn(approve), scope.spawn(approve));
            [first.join().unwrap(), second.join().unwrap()]
        });
        both.sort_unstable();
        assert_eq!(both, [201, 409]);
    });
}

#[test]
fn published_bytes_outlive_their_authors() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers).published();
        let before = paper.bytes(&callers.stranger, "");
        // A service that would write everything otherwise: another form stands for another version of the program.
        let mut form = Template::plain().clone();
        form.letterhead = vec!["Stadt Anderswo".into()];
        form.accent = "#aa0000".into();
        let mut app = App::new(city.store.clone());
        app.template = Arc::new(form);
        let other = Client::serving(app);
        assert_eq!(paper.bytes(&other, ""), before);
        let draft = Paper::of(&callers);
        let author = other.with_token(callers.author.token().unwrap());
        assert_ne!(draft.bytes(&author, ""), draft.bytes(&callers.author, ""), "it would");
    });
}

#[test]
fn a_restored_ledger_serves_the_same_bytes() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers).published();
        let before = paper.bytes(&callers.stranger, "");
        let mut lines = Vec::new();
        dump(&city.store, &mut lines).unwrap();
        let other = City::new(Database::sqlite());
        restore(&other.store, lines.as_slice()).unwrap();
        let restored = Client::serving(App::new(other.store.clone()));
        assert_eq!(paper.bytes(&restored, ""), before);
    });
}
