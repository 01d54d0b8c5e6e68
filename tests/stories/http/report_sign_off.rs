//! Signing off: who may approve what, and what was signed when.

use sachstand::domain::access::{Grant, Role, TokenScope};
use serde_json::{Value, json};

use super::paper::{Paper, facts};
use super::{Callers, submission};
use crate::support::client::Client;
use crate::support::on_both;

#[test]
fn nobody_approves_what_they_submitted_or_alone_wrote() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let both = vec![Grant::city(Role::Author), Grant::city(Role::Approver)];
        let both = callers.stranger.with_token(city.token(both, TokenScope::Write));
        let made = both.post("/v1/reports", &json!({"title": "Bericht", "asOf": "2023-04-06"})).expect(201);
        let path = made.header("location").unwrap();
        let steps = format!("{path}/steps");
        let submit = |caller: &Client| caller.post(&steps, &submission(caller, path)).expect(201).json();
        let approve = |frozen: &Value| {
            both.post(&steps, &json!({"step": "approve", "function": "Leitung", "snapshot": frozen["snapshot"]}))
        };
        let back = json!({"step": "return", "explanation": "Zurück"});
        // Who submits it has not written it.
        approve(&submit(&callers.author)).expect(403);
        both.post(&steps, &back).expect(201);
        // Whoever attaches something has; but who submits it stands for all of it.
        let attach = format!("{path}/attachments?title=Anlage");
        callers.author.send("POST", &attach, &[("Content-Type", "text/plain")], Some(b"Anlage")).expect(201);
        approve(&submit(&both)).expect(403);
        both.post(&steps, &back).expect(201);
        approve(&submit(&callers.author)).expect(201);
    });
}

#[test]
fn what_was_approved_once_is_read_as_it_was_signed_then() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        let first = paper.approved();
        let then = callers.viewer.get(&paper.path).expect(200).json()["meta"]["recordedAt"].clone();
        let then = then.as_str().unwrap();
        let at_first = paper.document(&callers.author, &format!("format=text&knownAt={then}")).expect(200).body;
        paper.step(&callers.author, &json!({"step": "return", "explanation": "Zurück"})).expect(201);
        callers.author.patch(&paper.path, &json!({"title": "Ganz anderer Bericht"})).expect(200);
        let second = paper.submitted();
        let again = json!({"step": "approve", "function": "Stellvertretung", "snapshot": second});
        paper.step(&callers.approver, &again).expect(201);
        let read = paper.document(&callers.author, &format!("format=text&knownAt={then}")).expect(200).body;
        assert_eq!(read, at_first);
        assert!(read.contains(&first) && read.contains("Amtsleitung"), "{read}");
        assert!(!read.contains("Ganz anderer") && !read.contains("Stellvertretung"), "{read}");
        let hash = |query: &str| {
            let figures = callers.author.get(&format!("{}/figures{query}", paper.path)).expect(200).json();
            figures["meta"]["snapshot"].clone()
        };
        assert_eq!((hash(&format!("?knownAt={then}")), hash("")), (json!(first), json!(second)));
    });
}

#[test]
fn the_record_is_seen_before_it_is_published_by_those_who_prepare_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers).published();
        let record = |caller: &Client| paper.document(caller, "format=text&edition=record");
        record(&callers.author).expect(409);
        paper.decided();
        record(&callers.stranger).expect(400);
        let draft = record(&callers.author).expect(200).body;
        assert!(draft.contains("zustimmend Kenntnis") && draft.contains("Entwurf"), "{draft}");
        let block = paper.document(&callers.viewer, "format=text&edition=record&block=beschluss").expect(200).body;
        assert!(block.contains("zustimmend"), "{block}");
        // The latest that is published is still the invitation.
        assert!(!paper.document(&callers.author, "format=text").expect(200).body.contains("zustimmend"));
        paper.step(&callers.author, &json!({"step": "publish", "edition": "record"})).expect(201);
        let published = record(&callers.stranger).expect(200).body;
        assert!(published.contains("zustimmend Kenntnis") && !published.contains("Entwurf"), "{published}");
    });
}

#[test]
fn a_hidden_agenda_item_of_the_same_title_is_in_nobodys_way() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers).published();
        let item = |number: &str, visibility: &str| {
            let (title, resolution) = ("Sachstandsbericht", format!("Beschluss zu {number}."));
            json!({"number": number, "title": title, "visibility": visibility, "resolution": resolution})
        };
        callers
            .author
            .patch(&paper.meeting, &json!({"agenda": [item("4", "public"), item("9", "non_public")]}))
            .expect(200);
        paper.step(&callers.author, &json!({"step": "publish", "edition": "record"})).expect(201);
        let record = paper.document(&callers.stranger, "format=text").expect(200).body;
        assert!(record.contains("Beschluss zu 4.") && !record.contains("Beschluss zu 9."), "{record}");
        // What is hidden now is hidden as of every moment.
        callers.author.patch(&paper.meeting, &json!({"agenda": [item("9", "non_public")]})).expect(200);
        let moment = callers.viewer.get(&paper.path).expect(200).json()["meta"]["recordedAt"].clone();
        let then = format!("{}?knownAt={}", paper.meeting, moment.as_str().unwrap());
        assert!(!callers.stranger.get(&then).expect(200).body.contains("Sachstandsbericht"));
    });
}
