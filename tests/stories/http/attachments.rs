//! Attachments of a report: what the council's office uploads, and what becomes of it.

use serde_json::{Value, json};

use super::{Callers, head, id};
use crate::support::client::{Answer, Client};
use crate::support::on_both;

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn report(callers: &Callers) -> String {
    let body = json!({"title": "Bericht", "asOf": "2023-04-06", "visibility": "public"});
    format!("/v1/reports/{}/attachments", id(&callers.author.post("/v1/reports", &body).expect(201).json()))
}

fn attach(caller: &Client, path: &str, media_type: &str, bytes: &[u8]) -> Answer {
    caller.send("POST", path, &[("Content-Type", media_type)], Some(bytes))
}

#[test]
fn a_file_is_attached_numbered_and_read_as_it_was() {
    on_both(|city| {
        let callers = Callers::of(city);
        let path = report(&callers);
        // It is called something else than it is: its content decides.
        let made = attach(&callers.author, &format!("{path}?title=Liste%20der%20Dienste&number=2"), "text/html", PDF);
        let own = made.header("location").unwrap().to_owned();
        let made = made.expect(201).json();
        assert_eq!(
            (&made["number"], &made["fileName"], &made["mediaType"], &made["size"]),
            (&json!(2), &json!("anlage-2.pdf"), &json!("application/pdf"), &json!(PDF.len()))
        );
        let csv = "Dienst;Amt\r\nWohnsitz anmelden;Bürgerservice\r\n".as_bytes();
        let next = attach(&callers.author, &format!("{path}?title=Tabelle"), "text/csv; charset=utf-8", csv);
        assert_eq!(next.expect(201).json()["fileName"], "anlage-3.csv", "the next number");

        let file = callers.author.get(&format!("{own}/content")).expect(200);
        assert_eq!(file.bytes, PDF);
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", "attachment; filename=\"anlage-2.pdf\""),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(file.header(name), Some(value));
        }
        let tag = file.header("etag").unwrap();
        callers.author.send("GET", &format!("{own}/content"), &[("If-None-Match", tag)], None).expect(304);

        // Title and number are the author's, the rest is made of the file.
        let renamed = callers.author.patch(&own, &json!({"title": "Dienste", "number": 1})).expect(200).json();
        assert_eq!((&renamed["title"], &renamed["fileName"]), (&json!("Dienste"), &json!("anlage-2.pdf")));
        let refused = callers.author.patch(&own, &json!({"sha256": "0".repeat(64), "size": 1})).expect(422).json();
        let places: Vec<&Value> = refused["violations"].as_array().unwrap().iter().map(|v| &v["pointer"]).collect();
        assert_eq!(places, ["/size", "/sha256"]);
        let list = callers.author.get(&path).expect(200).json();
        let numbers: Vec<&Value> = list["data"].as_array().unwrap().iter().map(|a| &a["number"]).collect();
        assert_eq!(numbers, [1, 3]);
        callers.author.delete(&own).expect(204);
        callers.author.get(&format!("{own}/content")).expect(404);
    });
}

#[test]
fn what_cannot_be_attached_changes_nothing() {
    on_both(|city| {
        let callers = Callers::of(city);
        let path = report(&callers);
        let titled = format!("{path}?title=Anlage");
        attach(&callers.author, &titled, "application/pdf", PDF).expect(201);
        let before = head(&callers.viewer);
        let html = b"<!DOCTYPE html><script>alert(1)</script>";
        for (wanted, bytes) in [(415, html.as_slice()), (415, b"MZ\x90\0\x03"), (415, b""), (415, b"a\0b")] {
            attach(&callers.author, &titled, "application/pdf", bytes).expect(wanted);
        }
        let taken = attach(&callers.author, &format!("{titled}&number=1"), "application/pdf", PDF).expect(422).json();
        assert_eq!(taken["violations"][0]["pointer"], "/number");
        let wrong =
            attach(&callers.author, &format!("{path}?number=0&size=3"), "application/pdf", PDF).expect(400).json();
        assert_eq!(wrong["violations"].as_array().unwrap().len(), 3, "title, number and what is not known: {wrong}");
        attach(&callers.editor, &titled, "application/pdf", PDF).expect(403);
        attach(&callers.stranger, &titled, "application/pdf", PDF).expect(401);
        let nowhere = "/v1/reports/0187bcd2-5c00-7000-8000-00000000dead/attachments?title=x";
        attach(&callers.author, nowhere, "application/pdf", PDF).expect(404);
        let large = vec![b'x'; (20 << 20) + 1];
        attach(&callers.author, &titled, "text/plain", &large).expect(413);
        assert_eq!(head(&callers.viewer), before);
    });
}

#[test]
fn an_upload_that_is_repeated_is_done_once() {
    on_both(|city| {
        let callers = Callers::of(city);
        let path = format!("{}?title=Anlage", report(&callers));
        let headers = [("Content-Type", "application/pdf"), ("Idempotency-Key", "hochladen-1")];
        let first = callers.author.send("POST", &path, &headers, Some(PDF)).expect(201);
        let again = callers.author.send("POST", &path, &headers, Some(PDF)).expect(201);
        assert_eq!(first.body, again.body);
        callers.author.send("POST", &path, &headers, Some(b"%PDF-1.4 anders")).expect(422);
    });
}

#[test]
fn a_file_that_should_never_have_been_attached_is_erased() {
    on_both(|city| {
        let callers = Callers::of(city);
        let path = format!("{}?title=Anlage", report(&callers));
        let made = attach(&callers.author, &path, "text/plain", b"Erika Mustermann").expect(201);
        let (own, kept_by) = (made.header("location").unwrap().to_owned(), city.last().0);
        let wanted = json!({"file": made.json()["sha256"]});
        callers.approver.post("/v1/redactions", &wanted).expect(403);
        for (body, place) in [
            (json!({"file": wanted["file"], "text": "Erika"}), "/file"),
            (json!({"file": wanted["file"], "change": 1}), "/file"),
            (json!({"file": "0".repeat(64)}), "/file"),
            (json!({"file": "abc"}), "/file"),
            (json!({}), "/text"),
        ] {
            let refused = callers.admin.post("/v1/redactions", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], place, "{refused}");
        }
        assert_eq!(city.last().0, kept_by, "what is refused changes nothing");

        let done = callers.admin.because("Löschung nach Art. 17 DSGVO").post("/v1/redactions", &wanted).expect(201);
        let number = kept_by + 1;
        assert_eq!(done.json(), json!({"change": number, "versions": 0, "reasons": 0, "files": 1, "frozen": []}));
        let gone = callers.author.get(&format!("{own}/content")).expect(410).json();
        assert_eq!((&gone["type"], &gone["sha256"]), (&json!("urn:sachstand:problem:erased"), &wanted["file"]));
        assert_eq!(callers.author.get(&own).expect(200).json()["sha256"], wanted["file"], "what is left is its hash");
        callers.admin.post("/v1/redactions", &wanted).expect(422);
        attach(&callers.author, &path, "text/plain", b"Erika Mustermann").expect(409);

        // Who sees everything is told which file it was; the hash of one that others may not know of is not told to them.
        let change = format!("/v1/changes/{number}");
        let redacted = json!([{"of": "file", "change": kept_by, "sha256": wanted["file"]}]);
        assert_eq!(callers.admin.get(&change).expect(200).json()["redacted"], redacted);
        assert!(callers.viewer.get(&change).expect(200).json().get("redacted").is_none());
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}
