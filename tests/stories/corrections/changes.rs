//! What one change did, field by field.

use serde_json::{Value, json};

use super::{service, with_project};
use crate::http::id;
use crate::support::on_both;

#[test]
fn a_change_says_field_by_field_what_it_did() {
    on_both(|city| {
        let callers = with_project(city);
        let (editor, viewer) = (&callers.editor, &callers.viewer);
        let path = service(editor, "Bewohnerparken", "in_implementation", "2023-01-01");
        let read = || {
            let change = viewer.get(&format!("/v1/changes/{}", city.last().0)).expect(200).json();
            let links = [&change["fields"][0]["links"]["self"], &change["links"]["self"]];
            assert_eq!(links, [&json!(path), &json!(format!("/v1/changes/{}", city.last().0))]);
            change
        };
        let stretch = |one: &Value| json!([one["effect"], one["validFrom"], one["validTo"], one["changes"]]);
        let created = read();
        assert_eq!(
            (&created["fields"][0]["effect"], &created["fields"][0]["validTo"]),
            (&json!("created"), &Value::Null)
        );
        let fields = created["fields"][0]["changes"].as_array().unwrap();
        assert!(fields.contains(&json!({"pointer": "/name", "new": "Bewohnerparken"})), "{fields:?}");
        assert_eq!(created["effects"][0]["effect"], "recorded");

        editor
            .patch(
                &format!("{path}?validFrom=2023-03-01"),
                &json!({"state": "online", "url": "https://portal.example"}),
            )
            .expect(200);
        let updated = read();
        assert_eq!(updated["fields"].as_array().unwrap().len(), 1, "what is only cut is no difference: {updated}");
        assert_eq!(
            stretch(&updated["fields"][0]),
            json!(["updated", "2023-03-01", null, [
                {"pointer": "/state", "old": "in_implementation", "new": "online"},
                {"pointer": "/url", "new": "https://portal.example"},
            ]])
        );
        let effects = updated["effects"].as_array().unwrap();
        assert_eq!(effects.len(), 3);

        editor
            .patch(&format!("{path}?validFrom=2023-01-01&validTo=2023-04-01"), &json!({"name": "Parken"}))
            .expect(200);
        let renamed = json!([{"pointer": "/name", "old": "Bewohnerparken", "new": "Parken"}]);
        let both: Vec<Value> = read()["fields"].as_array().unwrap().iter().map(stretch).collect();
        assert_eq!(
            both,
            [
                json!(["corrected", "2023-01-01", "2023-03-01", renamed]),
                json!(["corrected", "2023-03-01", "2023-04-01", renamed]),
            ]
        );

        editor.delete(&format!("{path}?validFrom=2023-05-01")).expect(204);
        assert_eq!(read()["fields"][0]["effect"], "ended");
        editor.delete(&path).expect(204);
        let gone = read();
        let effects: Vec<&Value> = gone["fields"].as_array().unwrap().iter().map(|f| &f["effect"]).collect();
        assert_eq!(effects, ["retracted"; 3]);
        let fields = gone["fields"][0]["changes"].as_array().unwrap();
        assert!(fields.contains(&json!({"pointer": "/name", "old": "Parken"})), "{fields:?}");
        assert!(gone.get("redacted").is_none());
        // No change is known before it was made.
        let query = |moment: &str| viewer.get(&format!("/v1/changes/{}?knownAt={moment}", city.last().0));
        query("2023-04-26T06:00:00Z").expect(404);
        query(&city.last().1.to_string()).expect(200);
    });
}

#[test]
fn what_a_viewer_does_not_see_is_no_part_of_what_a_change_did() {
    on_both(|city| {
        let callers = with_project(city);
        let agenda = |resolution: &str| {
            json!([
                {"number": "1", "title": "Bericht", "visibility": "public"},
                {"number": "2", "title": "Vergabe", "visibility": "non_public", "resolution": resolution},
            ])
        };
        let meeting = json!({"title": "Sitzung", "date": "2023-04-26", "agenda": agenda("Eins")});
        let meeting = id(&callers.admin.post("/v1/meetings", &meeting).expect(201).json());
        let path = format!("/v1/meetings/{meeting}");
        callers.admin.patch(&path, &json!({"agenda": agenda("Zwei")})).expect(200);
        let change = format!("/v1/changes/{}", city.last().0);
        let seen = callers.admin.get(&change).expect(200).json();
        let resolution = json!([{"pointer": "/agenda/1/resolution", "old": "Eins", "new": "Zwei"}]);
        assert_eq!(seen["fields"][0]["changes"], resolution);
        assert_eq!(seen["fields"][0]["effect"], "updated");
        let seen = callers.viewer.get(&change).expect(200).json();
        assert_eq!(seen["fields"], json!([]), "to a viewer nothing was changed");
    });
}

#[test]
fn a_redaction_says_where_and_never_what() {
    on_both(|city| {
        let callers = with_project(city);
        let office = json!({"name": "Amt von Erika Mustermann", "shortName": "A"});
        let made = callers.editor.because("Erika Mustermann bat darum").post("/v1/offices", &office).expect(201);
        let (path, number) = (made.header("location").unwrap().to_owned(), city.last().0);
        let wanted = json!({"text": "Erika Mustermann", "resource": id(&made.json())});
        callers.admin.post("/v1/redactions", &wanted).expect(201);
        let change = callers.viewer.get(&format!("/v1/changes/{}", city.last().0)).expect(200);
        assert!(!change.body.contains("Erika"));
        let change = change.json();
        assert_eq!((&change["fields"], &change["effects"]), (&json!([]), &json!([])));
        let redacted = change["redacted"].as_array().unwrap();
        assert_eq!(redacted.len(), 2, "{change}");
        assert!(redacted.contains(&json!({"of": "reason", "change": number})));
        let version = redacted.iter().find(|one| one["of"] == "version").unwrap();
        assert_eq!((&version["links"]["self"], &version["change"]), (&json!(path), &json!(number)));
        assert_eq!(version["shape"], "office");
    });
}
