//! The life of a report: drafted, signed off, published, then the same for ever.

use std::collections::BTreeMap;

use sachstand::cli::{dump, restore};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Callers, head, id, project, published};
use crate::support::client::{Answer, Client};
use crate::support::{City, Database, on_both};

const ONLINE: &str = "/v1/projects/ozg/indicators/online-services/observations";

/// A city with 117 online services, a meeting and a public draft for it: the paths of draft and meeting.
fn draft(callers: &Callers) -> (String, String) {
    project(&callers.editor, "ozg");
    callers.editor.post(ONLINE, &json!({"asOf": "2023-04-06", "value": 117})).expect(201);
    let agenda = json!([{"number": "4", "title": "Sachstandsbericht", "visibility": "public"}]);
    let meeting = json!({"title": "Sitzung", "date": "2023-04-26", "agenda": agenda});
    let meeting = callers.author.post("/v1/meetings", &meeting).expect(201).header("location").unwrap().to_owned();
    let report = json!({
        "title": "Sachstandsbericht", "asOf": "2023-04-06", "meeting": meeting.rsplit('/').next().unwrap(),
        "agendaItem": "4", "visibility": "public", "proposal": "Der Bericht wird zur Kenntnis genommen.",
        "climate": {"relevance": "low"}, "costs": {"incurred": false},
    });
    (callers.author.post("/v1/reports", &report).expect(201).header("location").unwrap().to_owned(), meeting)
}

fn step(caller: &Client, report: &str, body: Value) -> Answer {
    caller.post(&format!("{report}/steps"), &body)
}

fn document(caller: &Client, report: &str, query: &str) -> Answer {
    caller.get(&format!("{report}/document?{query}"))
}

fn publish(callers: &Callers, report: &str) {
    published(callers, report.rsplit('/').next().unwrap());
}

/// The files of a publication by format.
fn files(callers: &Callers, report: &str, edition: &str) -> BTreeMap<String, Value> {
    let steps = callers.stranger.get(&format!("{report}/steps?limit=100")).expect(200).json();
    let steps = steps["data"].as_array().unwrap().clone();
    let step = steps.iter().find(|s| s["step"] == "publish" && s["edition"] == edition).expect("a publication");
    let files = step["files"].as_array().unwrap().iter();
    files.map(|file| (file["format"].as_str().unwrap().to_owned(), file.clone())).collect()
}

#[test]
fn a_report_is_drafted_signed_off_published_and_then_the_same_for_ever() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        let text = |caller: &Client| document(caller, &report, "format=markdown").expect(200).body;
        // What is not given to its readers is the administration's.
        for path in
            [report.clone(), format!("{report}/document"), format!("{report}/figures"), format!("{report}/steps")]
        {
            callers.stranger.get(&path).expect(404);
        }
        assert!(text(&callers.viewer).contains("Entwurf, nicht freigegeben"));

        let submitted = step(&callers.author, &report, json!({"step": "submit", "function": "Stabsstelle"}));
        let submitted = submitted.expect(201).json();
        let snapshot = submitted["snapshot"].as_str().unwrap().to_owned();
        assert_eq!(submitted["asOf"], "2023-04-06");
        // From here on the facts may change: what was submitted does not.
        callers.editor.post(ONLINE, &json!({"asOf": "2023-04-05", "value": 90})).expect(201);
        callers.editor.because("Irrtum").post(ONLINE, &json!({"asOf": "2023-04-06", "value": 118})).expect(201);
        let frozen = text(&callers.viewer);
        assert!(frozen.contains("117") && !frozen.contains("118"), "{frozen}");
        assert!(frozen.contains("noch nicht freigegeben") && frozen.contains(&snapshot));

        // Returned with a reason, it is a draft again and says what is known now.
        step(&callers.approver, &report, json!({"step": "return", "explanation": "Die Zahl stimmt nicht."}))
            .expect(201);
        assert!(text(&callers.viewer).contains("118"));
        let submitted = step(&callers.author, &report, json!({"step": "submit"})).expect(201).json();
        let again = submitted["snapshot"].as_str().unwrap().to_owned();
        assert_ne!(again, snapshot);
        let approval = |snapshot: &str| json!({"step": "approve", "function": "Amtsleitung", "snapshot": snapshot});
        let other = step(&callers.approver, &report, approval(&snapshot)).expect(409).json();
        assert_eq!(
            (&other["type"], &other["snapshot"]),
            (&json!("urn:sachstand:problem:other-snapshot"), &json!(again))
        );
        step(&callers.approver, &report, approval(&again)).expect(201);
        step(&callers.author, &report, json!({"step": "publish"})).expect(201);

        // Every format, exactly the bytes whose hashes stand in the step; the same for everybody and after any change.
        let files = files(&callers, &report, "invitation");
        callers.editor.because("Irrtum").post(ONLINE, &json!({"asOf": "2023-04-06", "value": 119})).expect(201);
        for (format, file) in &files {
            let query = match format.split_once('-') {
                Some((format, block)) => format!("format={format}&block={block}"),
                None => format!("format={format}"),
            };
            let answer = document(&callers.stranger, &report, &query).expect(200);
            assert_eq!(hex::encode(Sha256::digest(&answer.bytes)), file["sha256"].as_str().unwrap(), "{format}");
            assert_eq!(answer.bytes.len(), usize::try_from(file["size"].as_u64().unwrap()).unwrap());
            assert!(answer.header("content-disposition").unwrap().contains(file["fileName"].as_str().unwrap()));
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            let tag = [("If-None-Match", answer.header("etag").unwrap())];
            callers.stranger.send("GET", &format!("{report}/document?{query}"), &tag, None).expect(304);
            let head = callers.stranger.send("HEAD", &format!("{report}/document?{query}"), &[], None).expect(200);
            assert_eq!((head.bytes.len(), head.header("etag")), (0, answer.header("etag")));
        }
        for format in ["json", "markdown", "html", "pdf", "xlsx", "csv", "text", "text-sachverhalt", "text-beschluss"] {
            assert!(files.contains_key(format), "{format}");
        }
        let markdown = text(&callers.stranger);
        assert!(
            markdown.contains(&again) && markdown.contains("Amtsleitung") && !markdown.contains("Entwurf"),
            "{markdown}"
        );
        assert!(!markdown.contains("119"));
        // What happened before is not for its readers.
        let public = callers.stranger.get(&format!("{report}/steps")).expect(200).body;
        assert!(public.contains("publish") && !public.contains("Die Zahl stimmt nicht."), "{public}");
        // As known before, there was a draft, which strangers never saw.
        let before = callers.author.get(&format!("{report}/history?limit=100")).expect(200).json();
        let first = before["data"].as_array().unwrap().last().unwrap()["recorded"]["at"].as_str().unwrap().to_owned();
        callers.stranger.get(&format!("{report}/document?knownAt={first}")).expect(404);
        let draft = callers.viewer.get(&format!("{report}/document?format=markdown&knownAt={first}")).expect(200).body;
        assert!(draft.contains("Entwurf") && draft.contains("117"), "{draft}");
    });
}

#[test]
fn nothing_changes_in_what_was_submitted_whoever_tries() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        let attachments = format!("{report}/attachments?title=Anlage");
        let file = [("Content-Type", "text/plain")];
        let attached = callers.author.send("POST", &attachments, &file, Some("Liste".as_bytes())).expect(201);
        let attached = attached.header("location").unwrap().to_owned();
        let refuse = |body: Value| {
            let refused = callers.author.patch(&report, &body);
            assert_eq!(refused.status, 409, "{}", refused.body);
        };
        refuse(json!({"state": "approved"}));
        refuse(json!({"state": "in_review"}));
        step(&callers.author, &report, json!({"step": "submit"})).expect(201);
        refuse(json!({"title": "Anders"}));
        publish_submitted(&callers, &report);
        let before = head(&callers.viewer);
        let stored = callers.admin.get(&report).expect(200).json();
        for caller in [&callers.author, &callers.admin] {
            caller.patch(&report, &json!({"title": "Anders"})).expect(409);
            caller.patch(&report, &json!({"visibility": "internal"})).expect(409);
            caller.patch(&report, &json!({"state": "draft"})).expect(409);
            let mut whole = stored.clone();
            whole["proposal"] = json!("Anders");
            caller.put(&report, &whole).expect(409);
            caller.delete(&report).expect(409);
            caller.send("POST", &attachments, &file, Some(b"noch eine")).expect(409);
            caller.patch(&attached, &json!({"title": "Anders"})).expect(409);
            caller.delete(&attached).expect(409);
            step(caller, &report, json!({"step": "submit"})).expect(409);
            step(caller, &report, json!({"step": "publish"})).expect(409);
            step(caller, &report, json!({"step": "return", "explanation": "Zu spät"})).expect(409);
            let steps = callers.admin.get(&format!("{report}/steps")).expect(200).json();
            let one = format!("{report}/steps/{}", id(&steps["data"][0]));
            for method in ["PUT", "PATCH", "DELETE"] {
                caller.send(method, &one, &file, Some(b"{}")).expect(405);
            }
        }
        assert_eq!(head(&callers.viewer), before);
    });
}

/// Approves and publishes what is submitted.
fn publish_submitted(callers: &Callers, report: &str) {
    let steps = callers.admin.get(&format!("{report}/steps?limit=100")).expect(200).json();
    let steps = steps["data"].as_array().unwrap().clone();
    let snapshot = steps.iter().rev().find_map(|s| (s["step"] == "submit").then(|| s["snapshot"].clone())).unwrap();
    let approval = json!({"step": "approve", "function": "Amtsleitung", "snapshot": snapshot});
    step(&callers.approver, report, approval).expect(201);
    step(&callers.author, report, json!({"step": "publish"})).expect(201);
}

#[test]
fn each_step_is_done_by_whoever_may_and_in_its_turn() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        let refused = step(&callers.author, &report, json!({"step": "publish"})).expect(409).json();
        assert_eq!(refused["possible"], json!(["submit"]), "{refused}");
        step(&callers.approver, &report, json!({"step": "submit"})).expect(403);
        step(&callers.editor, &report, json!({"step": "submit"})).expect(403);
        step(&callers.stranger, &report, json!({"step": "submit"})).expect(401);
        let wrong = step(&callers.author, &report, json!({"step": "approve", "explanation": "x"})).expect(422).json();
        assert_eq!(wrong["violations"].as_array().unwrap().len(), 3, "{wrong}");
        step(&callers.admin, &report, json!({"step": "supersede"})).expect(422);
        let submitted = step(&callers.author, &report, json!({"step": "submit"})).expect(201).json();
        let approval = json!({"step": "approve", "function": "Leitung", "snapshot": submitted["snapshot"]});
        step(&callers.author, &report, approval.clone()).expect(403);
        step(&callers.approver, &report, json!({"step": "publish"})).expect(403);
        step(&callers.author, &report, json!({"step": "withdraw", "explanation": "x"})).expect(403);
        step(&callers.approver, &report, approval).expect(201);

        // Nobody approves what they alone wrote, be it the administration; who else had a hand in it, makes it two.
        let own = json!({"title": "Allein", "asOf": "2023-04-06"});
        let own = callers.admin.post("/v1/reports", &own).expect(201).header("location").unwrap().to_owned();
        let snapshot = |report: &str| {
            step(&callers.admin, report, json!({"step": "submit"})).expect(201).json()["snapshot"].clone()
        };
        let approve = |snapshot: Value| json!({"step": "approve", "function": "Leitung", "snapshot": snapshot});
        step(&callers.admin, &own, approve(snapshot(&own))).expect(403);
        step(&callers.admin, &own, json!({"step": "return", "explanation": "Vier Augen"})).expect(201);
        callers.author.patch(&own, &json!({"title": "Gemeinsam"})).expect(200);
        step(&callers.admin, &own, approve(snapshot(&own))).expect(201);
    });
}

#[test]
fn the_record_follows_the_meeting_and_shares_the_sections() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, meeting) = draft(&callers);
        publish(&callers, &report);
        let record = json!({"step": "publish", "edition": "record"});
        let early = step(&callers.author, &report, record.clone()).expect(409).json();
        assert_eq!(early["type"], "urn:sachstand:problem:not-decided");
        document(&callers.stranger, &report, "edition=record").expect(400);
        let agenda = json!({"agenda": [{
            "number": "4", "title": "Sachstandsbericht", "visibility": "public", "paperNumber": "4dos/2/4/23",
            "resolution": "Der Bericht wird zustimmend zur Kenntnis genommen.", "outcome": "noted_with_approval",
            "votes": {"inFavour": 0, "against": 0},
        }]});
        callers.author.patch(&meeting, &agenda).expect(200);
        callers.editor.because("Irrtum").post(ONLINE, &json!({"asOf": "2023-04-06", "value": 150})).expect(201);
        let invitation = document(&callers.stranger, &report, "format=json").expect(200);
        step(&callers.author, &report, record.clone()).expect(201);
        step(&callers.author, &report, record).expect(409);
        assert_eq!(
            document(&callers.stranger, &report, "format=json&edition=invitation").expect(200).bytes,
            invitation.bytes
        );
        let latest = document(&callers.stranger, &report, "format=json").expect(200);
        assert!(latest.header("content-disposition").unwrap().contains("sachstandsbericht-2023-04-06-beschluss.json"));
        let (before, after) = (invitation.json(), latest.json());
        let shared = |document: &Value| -> Vec<Value> {
            let blocks = document["blocks"].as_array().unwrap().clone();
            let from = blocks.iter().position(|b| b["id"] == "sachverhalt").unwrap();
            let to = blocks.iter().position(|b| b["id"] == "beschluss").unwrap();
            blocks[from..to].to_vec()
        };
        assert_eq!(shared(&before), shared(&after), "the sections are those of the invitation");
        let (before, after) = (before.to_string(), after.to_string());
        assert!(before.contains("Beschlussvorschlag") && !before.contains("DOS/2/4/23"));
        assert!(after.contains("DOS/2/4/23") && after.contains("zustimmend") && after.contains("keine Abstimmung"));
        assert!(!after.contains("Beschlussvorschlag"), "{after}");
        let block = document(&callers.stranger, &report, "format=text&block=beschluss").expect(200).body;
        assert!(block.contains("zustimmend zur Kenntnis genommen") && !block.contains("117"), "{block}");
    });
}

#[test]
fn a_correction_supersedes_and_a_withdrawal_leaves_the_hashes() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        publish(&callers, &report);
        let first = document(&callers.stranger, &report, "format=pdf").expect(200);
        let number = report.rsplit('/').next().unwrap();
        let mut body = callers.author.get(&report).expect(200).json();
        let fields = body.as_object_mut().unwrap();
        fields.retain(|name, _| !["meta", "state"].contains(&name.as_str()));
        fields.insert("corrects".into(), json!(number));
        let correcting = callers.author.post("/v1/reports", &body).expect(201).header("location").unwrap().to_owned();
        publish(&callers, &correcting);
        assert_eq!(callers.stranger.get(&report).expect(200).json()["state"], "superseded");
        let corrected = document(&callers.stranger, &report, "format=pdf").expect(200);
        assert_eq!(corrected.bytes, first.bytes, "what it said stays what it said");
        let successor = format!("<{correcting}>; rel=\"successor-version\"");
        assert_eq!(corrected.header("link"), Some(successor.as_str()));
        let newer = document(&callers.stranger, &correcting, "format=pdf").expect(200);
        let predecessor = format!("<{report}>; rel=\"predecessor-version\"");
        assert_eq!(newer.header("link"), Some(predecessor.as_str()));

        let withdrawal = json!({"step": "withdraw", "explanation": "Enthielt den Entwurf eines anderen Amtes."});
        step(&callers.admin, &correcting, withdrawal).expect(201);
        let gone = document(&callers.stranger, &correcting, "format=pdf").expect(410).json();
        assert_eq!(gone["explanation"], "Enthielt den Entwurf eines anderen Amtes.");
        let hashes: Vec<&Value> = gone["files"].as_array().unwrap().iter().map(|file| &file["sha256"]).collect();
        assert!(hashes.contains(&&json!(hex::encode(Sha256::digest(&newer.bytes)))), "{gone}");
        assert_eq!(callers.stranger.get(&correcting).expect(200).json()["state"], "withdrawn");
        step(&callers.admin, &correcting, json!({"step": "withdraw", "explanation": "x"})).expect(409);
    });
}

#[test]
fn a_step_that_is_repeated_is_done_once_and_two_at_once_are_one() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        let keyed = |caller: &Client, key: &str, body: &Value| {
            let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
            caller.send("POST", &format!("{report}/steps"), &headers, Some(body.to_string().as_bytes()))
        };
        let submit = json!({"step": "submit"});
        let first = keyed(&callers.author, "vorlegen", &submit).expect(201);
        assert_eq!(keyed(&callers.author, "vorlegen", &submit).expect(201).body, first.body);
        let approval = json!({"step": "approve", "function": "Leitung", "snapshot": first.json()["snapshot"]});
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| step(&callers.approver, &report, approval.clone()).status);
            [ask(), ask()].into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        assert!(statuses.contains(&201) && statuses.contains(&409), "{statuses:?}");
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| step(&callers.author, &report, json!({"step": "publish"})).status);
            [ask(), ask()].into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        assert!(statuses.contains(&201) && statuses.contains(&409), "{statuses:?}");
        let steps = callers.admin.get(&format!("{report}/steps")).expect(200).json();
        assert_eq!(steps["data"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn what_was_published_is_the_same_in_another_city_hall() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        publish(&callers, &report);
        let mut ledger = Vec::new();
        dump(&city.store, &mut ledger).unwrap();
        let other = City::new(Database::sqlite());
        restore(&other.store, ledger.as_slice()).unwrap();
        assert_eq!(other.store.verify(None).unwrap().findings, []);
        let moved = Callers::of(&other);
        for format in ["pdf", "html", "xlsx", "csv", "json"] {
            let query = format!("format={format}");
            let (here, there) =
                (document(&callers.stranger, &report, &query), document(&moved.stranger, &report, &query));
            assert_eq!(here.expect(200).bytes, there.expect(200).bytes, "{format}");
        }
    });
}

#[test]
fn every_figure_leads_to_what_was_counted() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        publish(&callers, &report);
        let html = document(&callers.stranger, &report, "format=html").expect(200).body;
        let figures = callers.stranger.get(&format!("{report}/figures")).expect(200).json();
        let now = figures["data"].as_array().unwrap().iter().find(|figure| figure["text"] == "117").unwrap().clone();
        assert_eq!((&now["value"]["value"], &now["value"]["status"]), (&json!(117), &json!("value")));
        let observation = &now["value"]["observations"][0];
        assert_eq!((&observation["value"], &observation["asOf"]), (&json!(117), &json!("2023-04-06")));
        assert!(now["sections"].as_array().unwrap().contains(&json!("ozg")), "{now}");
        let link = format!("href=\"{report}/figures#{}\"", now["id"].as_str().unwrap());
        assert!(html.contains(&link), "{link}: {html}");
        let page =
            callers.stranger.send("GET", &format!("{report}/figures"), &[("Accept", "text/html")], None).expect(200);
        assert!(page.body.contains(&format!("id=\"{}\"", now["id"].as_str().unwrap())) && page.body.contains("117"));
        // Where a table of the archive is asked for, it is the one that was published.
        let table = document(&callers.stranger, &report, "format=csv&table=order").expect(200);
        assert!(
            table.header("content-type").unwrap().starts_with("text/csv") && table.body.contains("Sitzung"),
            "{}",
            table.body
        );
        document(&callers.stranger, &report, "format=csv&table=nix").expect(400);
        document(&callers.stranger, &report, "format=pdf&block=beschluss").expect(400);
    });
}
