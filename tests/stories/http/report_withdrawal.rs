//! What is taken back: a report as a whole, a correction, or what it would tell.

use serde_json::{Value, json};

use super::paper::{FORMATS, Paper, facts, observe};
use super::{Callers, head, id, submission};
use crate::support::client::Client;
use crate::support::on_both;

fn withdraw(paper: &Paper<'_>) {
    let body = json!({"step": "withdraw", "explanation": "Enthielt Namen."});
    paper.step(&paper.callers.admin, &body).expect(201);
}

fn now(paper: &Paper<'_>) -> String {
    let read = paper.callers.viewer.get(&paper.path).expect(200).json();
    read["meta"]["recordedAt"].as_str().unwrap().to_owned()
}

#[test]
fn what_was_withdrawn_is_gone_but_for_its_hashes() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let wordings = json!([{"section": "ozg", "text": "Erika Musterfrau hat gekündigt."}]);
        let paper = Paper::with(&callers, &json!({"wordings": wordings}));
        let attach = format!("{}/attachments?title=Liste", paper.path);
        let file = [("Content-Type", "text/plain")];
        let attached = callers.author.send("POST", &attach, &file, Some(b"Erika Musterfrau")).expect(201);
        let content = format!("{}/content", attached.header("location").unwrap());
        let paper = paper.published();
        let moment = now(&paper);
        callers.stranger.get(&content).expect(200);
        withdraw(&paper);
        assert_eq!(paper.state(), "withdrawn");
        for path in [
            format!("{}/document?format=pdf", paper.path),
            format!("{}/document?edition=invitation", paper.path),
            format!("{}/document?knownAt={moment}", paper.path),
            format!("{}/figures", paper.path),
            format!("{}/figures?knownAt={moment}", paper.path),
            content.clone(),
            format!("{content}?knownAt={moment}"),
        ] {
            let gone = callers.stranger.get(&path).expect(410).json();
            assert_eq!(gone["explanation"], "Enthielt Namen.", "{gone}");
            assert!(gone["files"].as_array().unwrap().len() >= FORMATS.len(), "{gone}");
            assert_eq!(gone["attachments"][0]["sha256"], attached.json()["sha256"], "{gone}");
            assert_eq!(gone["snapshot"].as_str().map(str::len), Some(64), "{gone}");
        }
        // Nor is the title of an attachment told, nor what the report printed of its check.
        for (caller, path) in [
            (&callers.stranger, format!("{}/attachments", paper.path)),
            (&callers.stranger, format!("{}/attachments?knownAt={moment}", paper.path)),
            (&callers.admin, format!("{}/attachments?format=csv", paper.path)),
            (&callers.stranger, attached.header("location").unwrap().to_owned()),
            (&callers.stranger, format!("{}/history", attached.header("location").unwrap())),
            (&callers.admin, format!("{}/steps", paper.path)),
            (&callers.admin, format!("{}/steps?knownAt={moment}", paper.path)),
        ] {
            let left = caller.get(&path).expect(200).body;
            assert!(!left.contains("Liste") && !left.contains("Nicht Gegenstand"), "{path}: {left}");
        }
        // The resource still says what it was, and nothing of what it said, now or then, to nobody.
        for caller in [&callers.stranger, &callers.author, &callers.admin] {
            for path in [
                paper.path.clone(),
                format!("{}?knownAt={moment}", paper.path),
                format!("{}/history", paper.path),
                "/v1/reports".to_owned(),
                format!("/v1/reports?knownAt={moment}"),
            ] {
                let read = caller.get(&path).expect(200).body;
                assert!(read.contains("Sachstandsbericht") && !read.contains("Erika"), "{path}: {read}");
                assert!(!read.contains("nimmt Kenntnis"), "{path}: {read}");
            }
        }
        assert!(!callers.stranger.get("/").expect(200).body.contains(paper.id()));
        let again = json!({"step": "withdraw", "explanation": "Noch einmal."});
        paper.step(&callers.admin, &again).expect(409);
    });
}

#[test]
fn a_correction_has_the_same_readers_and_is_the_only_one() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let (draft, old) = (Paper::of(&callers), Paper::of(&callers).published());
        let before = head(&callers.viewer);
        let refused = |corrected: &str, visibility: &str| -> String {
            let body = json!({"title": "B", "asOf": "2023-04-06", "visibility": visibility, "corrects": corrected});
            let refused = callers.author.post("/v1/reports", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], "/corrects", "{refused}");
            refused["violations"][0]["detail"].as_str().unwrap().to_owned()
        };
        assert!(refused(draft.id(), "public").contains("draft"), "nothing was given");
        assert!(refused(old.id(), "internal").contains("public"), "its readers would be left without");
        assert_eq!(head(&callers.viewer), before);
        let itself = callers.author.patch(&draft.path, &json!({"corrects": draft.id()})).expect(422).json();
        assert_eq!(itself["violations"][0]["pointer"], "/corrects", "{itself}");

        let corrects = json!({"title": "Berichtigung", "corrects": old.id()});
        let (first, second) = (Paper::with(&callers, &corrects), Paper::with(&callers, &corrects));
        second.approved();
        let first = first.published();
        assert!(refused(old.id(), "public").contains(first.id()), "it was corrected already");
        // What was approved before somebody else was faster is not published beside it.
        second.step(&callers.author, &json!({"step": "publish"})).expect(409);
        let link = |paper: &Paper<'_>| callers.stranger.get(&paper.path).expect(200).header("link").map(str::to_owned);
        assert!(link(&old).unwrap().contains(first.id()));

        // A correction that is taken back leaves room for another.
        withdraw(&first);
        assert_eq!((link(&old), old.state()), (None, json!("superseded")));
        second.step(&callers.author, &json!({"step": "publish"})).expect(201);
        assert!(link(&old).unwrap().contains(second.id()));
    });
}

#[test]
fn what_is_hidden_after_a_report_was_submitted_is_not_published() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers);
        paper.approved();
        callers.editor.patch("/v1/projects/ozg", &json!({"visibility": "internal"})).expect(200);
        let publish = |paper: &Paper<'_>| paper.step(&callers.author, &json!({"step": "publish"}));
        let refused = publish(&paper).expect(409).json();
        assert!(refused["type"].as_str().unwrap().ends_with(":hidden-since"), "{refused}");
        // It goes back, and says what its readers may see.
        paper.step(&callers.author, &json!({"step": "return", "explanation": "Projekt ist intern."})).expect(201);
        paper.approved();
        publish(&paper).expect(201);
        assert!(!paper.document(&callers.stranger, "format=text").expect(200).body.contains("4.711"));
    });
}

#[test]
fn what_is_known_later_is_in_nobodys_way_but_what_is_hidden_or_redacted_is() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let risk = json!({"title": "Erika geht", "severity": "high", "state": "open", "visibility": "public"});
        let risk = callers.editor.post("/v1/projects/ozg/risks?validFrom=2023-01-01", &risk).expect(201);
        let risk = risk.header("location").unwrap().to_owned();
        let publish = |paper: &Paper<'_>| paper.step(&callers.author, &json!({"step": "publish"}));
        let later = Paper::of(&callers);
        later.approved();
        observe(&callers, "2023-04-05", 6911);
        callers.editor.patch("/v1/projects/ozg", &json!({"title": "Anders", "phase": "operation"})).expect(200);
        publish(&later).expect(201);
        assert!(later.document(&callers.stranger, "format=text").expect(200).body.contains("Erika geht"));

        // What the report itself says, and why something was waived, counts as well.
        let own = Paper::with(&callers, &json!({"proposal": "Erika schlägt vor."}));
        own.approved();
        let steps = callers.viewer.get(&format!("{}/steps", own.path)).expect(200).json();
        for (text, resource) in [("Erika", own.id()), ("Nicht Gegenstand", &id(&steps["data"][0]))] {
            callers.admin.post("/v1/redactions", &json!({"text": text, "resource": resource})).expect(201);
            let refused = publish(&own).expect(409).json();
            assert!(refused["type"].as_str().unwrap().ends_with(":hidden-since"), "{refused}");
        }

        let (hidden, redacted) = (Paper::of(&callers), Paper::of(&callers));
        redacted.approved();
        let body = json!({"text": "Erika", "resource": id(&callers.editor.get(&risk).expect(200).json())});
        callers.admin.post("/v1/redactions", &body).expect(201);
        let refused = publish(&redacted).expect(409).json();
        assert!(refused["type"].as_str().unwrap().ends_with(":hidden-since"), "{refused}");
        assert!(refused["places"].to_string().contains("risks"), "{refused}");
        hidden.approved();
        callers.editor.patch(&format!("{risk}?validFrom=2023-01-01"), &json!({"visibility": "internal"})).expect(200);
        publish(&hidden).expect(409);
    });
}

#[test]
fn a_redaction_leaves_codes_and_hashes_of_steps_alone() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let paper = Paper::of(&callers).published();
        let steps = |caller: &Client| caller.get(&format!("{}/steps", paper.path)).expect(200).json();
        let before = steps(&callers.admin);
        let all = before["data"].as_array().unwrap();
        let redact = |step: &Value, text: &str| {
            let body = json!({"text": text, "resource": step["meta"]["id"]});
            callers.admin.post("/v1/redactions", &body)
        };
        let (submitted, published) = (&all[0], all.last().unwrap());
        for (step, text) in [
            (submitted, &submitted["snapshot"].as_str().unwrap()[..8]),
            (submitted, submitted["overrides"][0]["finding"].as_str().unwrap()),
            (published, "markdown"),
            (published, "sachstandsbericht"),
        ] {
            redact(step, text).expect(422);
        }
        assert_eq!(steps(&callers.admin), before);
        // What a person typed goes.
        redact(submitted, "Nicht Gegenstand.").expect(201);
        assert!(!steps(&callers.admin).to_string().contains("Nicht Gegenstand."));
        paper.document(&callers.stranger, "format=pdf").expect(200);
    });
}

#[test]
fn who_redacts_is_led_to_what_was_frozen() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let wordings = json!([{"section": "ozg", "text": "Erika \"Rika\" Musterfrau leitet das Projekt."}]);
        let paper = Paper::with(&callers, &json!({"wordings": wordings})).published();
        let other = Paper::of(&callers).published();
        let redact = |text: &str| {
            let body = json!({"text": text, "resource": paper.id()});
            callers.admin.post("/v1/redactions", &body).expect(201).json()["frozen"].clone()
        };
        let frozen = redact("Erika \"Rika\" Musterfrau");
        let published = callers.stranger.get(&format!("{}/steps", paper.path)).expect(200).json()["data"][0].clone();
        let mut files: Vec<&Value> =
            published["files"].as_array().unwrap().iter().map(|file| &file["sha256"]).collect();
        files.push(&published["snapshot"]);
        let frozen = frozen.as_array().unwrap();
        assert!(frozen.len() == files.len() && files.iter().all(|file| frozen.contains(file)), "{frozen:?}");
        for file in frozen {
            callers.admin.post("/v1/redactions", &json!({"file": file})).expect(201);
        }
        for format in FORMATS {
            paper.document(&callers.stranger, &format!("format={format}")).expect(410);
        }
        other.document(&callers.stranger, "format=text").expect(200);
    });
}

#[test]
fn a_report_is_compared_with_what_its_readers_have() {
    on_both(|city| {
        let callers = Callers::of(city);
        facts(&callers);
        let earlier = Paper::with(&callers, &json!({"asOf": "2023-03-01", "meeting": null, "agendaItem": null}));
        let paper = Paper::with(&callers, &json!({"previousReport": earlier.id()}));
        // It can be drafted meanwhile, and waits for the other one.
        let refused = paper.step(&callers.author, &submission(&callers.author, &paper.path)).expect(409).json();
        assert!(refused["detail"].as_str().unwrap().contains("draft"), "{refused}");
        let earlier = earlier.published();
        paper.approved();
        withdraw(&earlier);
        let refused = paper.step(&callers.author, &json!({"step": "publish"})).expect(409).json();
        assert_eq!(refused["possible"], json!(["return"]), "{refused}");
    });
}
