//! Reports held against the facts: what they lack before they are submitted, and what became of what they said.

use serde_json::{Value, json};

use super::{Callers, head, project, submission};
use crate::support::on_both;

const ONLINE: &str = "/v1/projects/ozg/indicators/online-services/observations";

pub fn draft(callers: &Callers, more: &Value) -> String {
    let mut body = json!({"title": "Bericht", "asOf": "2023-04-06", "visibility": "public"});
    more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
    callers.author.post("/v1/reports", &body).expect(201).header("location").unwrap().to_owned()
}

/// Code and place of each.
fn codes(findings: &Value) -> Vec<(&str, &str)> {
    let all = findings.as_array().unwrap().iter();
    all.map(|f| (f["code"].as_str().unwrap(), f["place"].as_str().unwrap())).collect()
}

#[test]
fn what_a_report_lacks_is_mended_or_let_pass_and_then_printed() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 117})).expect(201);
        let contradicting = json!([{"section": "ozg", "text": "Inzwischen sind es 118 Online-Dienste."}]);
        let report = draft(&callers, &json!({"costs": {"incurred": true}, "wordings": contradicting}));
        let check = || callers.author.get(&format!("{report}/completeness")).expect(200).json();
        let all = [
            ("missing_status_update", "ozg"),
            ("contradicting_number", "ozg"),
            ("unexplained_climate", "climate"),
            ("costs_without_amount", "costs"),
            ("missing_agenda_item", "agendaItem"),
        ];
        assert_eq!(codes(&check()["data"]), all, "{}", check());
        assert_eq!(check()["meta"]["complete"], false);
        callers.stranger.get(&format!("{report}/completeness")).expect(404);

        // Nothing is frozen before everything is mended or explained.
        let before = head(&callers.viewer);
        let submit = |overrides: &Value| {
            callers.author.post(&format!("{report}/steps"), &json!({"step": "submit", "overrides": overrides}))
        };
        let refused = submit(&json!([])).expect(409).json();
        assert_eq!(refused["type"], "urn:sachstand:problem:incomplete");
        assert_eq!(codes(&refused["findings"]), all);
        let pass =
            |code: &str, place: &str| json!({"finding": code, "place": place, "explanation": "Der Senat weiß es."});
        let refused = submit(&json!([pass("missing_status_update", "ozg"), pass("missing_value", "ozg")])).expect(422);
        assert_eq!(refused.json()["violations"][0]["pointer"], "/overrides/1");
        assert_eq!(head(&callers.viewer), before);

        let mended = json!({
            "costs": {"incurred": false}, "climate": {"relevance": "low"},
            "wordings": [{"section": "ozg", "text": "Inzwischen sind es 117 Online-Dienste."}],
        });
        callers.author.patch(&report, &mended).expect(200);
        assert_eq!(codes(&check()["data"]), [all[0], all[4]]);
        let passed = json!([pass("missing_status_update", "ozg"), pass("missing_agenda_item", "agendaItem")]);
        submit(&passed).expect(201);
        let kept = check();
        assert_eq!((codes(&kept["data"]), &kept["meta"]["complete"]), ([all[0], all[4]].to_vec(), &json!(true)));
        assert_eq!(kept["data"][0]["explanation"], "Der Senat weiß es.");
        let text = callers.author.get(&format!("{report}/document?format=markdown")).expect(200).body;
        assert!(text.contains("Hinweise zur Vollständigkeit") && text.contains("Der Senat weiß es"), "{text}");
    });
}

#[test]
fn each_finding_is_let_pass_by_itself() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 117})).expect(201);
        let text = "Es gibt 118 Online-Dienste.\nBald sind es 250 Dienste.";
        let report = draft(
            &callers,
            &json!({
                "wordings": [{"section": "ozg", "text": text}, {"section": "beschluss", "text": "Zusatz."}],
                "proposal": "Die 300 Online-Dienste werden zur Kenntnis genommen.",
            }),
        );
        let found = callers.author.get(&format!("{report}/completeness")).expect(200).json();
        let all = codes(&found["data"]);
        let count = |code, place| all.iter().filter(|found| **found == (code, place)).count();
        assert_eq!(count("contradicting_number", "ozg"), 2, "{found}");
        assert_eq!(count("contradicting_number", "proposal"), 1, "{found}");
        assert_eq!(count("unplaced_wording", "beschluss"), 1, "no author speaks there: {found}");
        let submit = |body: &Value| callers.author.post(&format!("{report}/steps"), body);
        let whole = submission(&callers.author, &report);
        let ours = |pass: &Value| pass["place"] == "ozg" && pass["finding"] == "contradicting_number";
        let first = whole["overrides"].as_array().unwrap().iter().position(ours).unwrap();
        // One that does not say which of them it means.
        let mut unclear = whole.clone();
        unclear["overrides"][first].as_object_mut().unwrap().remove("subject");
        let refused = submit(&unclear).expect(422).json();
        assert_eq!(refused["violations"][0]["pointer"], json!(format!("/overrides/{first}/subject")), "{refused}");
        // One of them is no leave for the other, nor is there a second leave for the same.
        let mut short = whole.clone();
        let left = short["overrides"].as_array_mut().unwrap().remove(first);
        let refused = submit(&short).expect(409).json();
        assert_eq!(refused["findings"][0]["subject"], left["subject"], "{refused}");
        let mut twice = whole.clone();
        twice["overrides"].as_array_mut().unwrap().push(left);
        submit(&twice).expect(422);
        submit(&whole).expect(201);
    });
}

#[test]
fn no_project_is_called_like_a_part_of_every_report() {
    on_both(|city| {
        let callers = Callers::of(city);
        for slug in ["overview", "beschluss", "sign-off"] {
            let body = json!({"slug": slug, "kind": "ozg", "title": "Projekt", "phase": "rollout"});
            let refused = callers.editor.post("/v1/projects", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], "/slug", "{refused}");
        }
        let long = json!([{"section": "ozg", "text": "x".repeat(9_999)}]);
        let many: Vec<Value> = (0..21).map(|_| long[0].clone()).collect();
        let body = json!({"title": "Bericht", "asOf": "2023-04-06", "wordings": many});
        let refused = callers.author.post("/v1/reports", &body).expect(422).json();
        assert_eq!(refused["violations"][0]["pointer"], "/wordings", "{refused}");
    });
}
