//! What became of what reports said: what was corrected since, and what was only hidden.

use serde_json::{Value, json};

use super::report_checks::draft;
use super::{Callers, project, published, submission};
use crate::support::client::Client;
use crate::support::on_both;

const ONLINE: &str = "/v1/projects/ozg/indicators/online-services/observations";

/// A project with 97 online services and one of which only the administration knows: the path of what was counted.
fn with_a_hidden_service(callers: &Callers) -> String {
    project(&callers.editor, "ozg");
    let hidden = json!({"type": "OnlineService", "name": "Wohngeld", "state": "online", "visibility": "internal"});
    callers.editor.post("/v1/projects/ozg/items?validFrom=2023-04-05", &hidden).expect(201);
    let balance = callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 97})).expect(201);
    balance.header("location").unwrap().to_owned()
}

#[test]
fn a_comparison_names_the_offices_that_have_come_further() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let office = json!({"name": "Kämmerei und Stadtkasse", "shortName": "Kämmerei"});
        let office = callers.editor.post("/v1/offices", &office).expect(201);
        let office = office.header("location").unwrap().rsplit('/').next().unwrap();
        let unit = json!({"type": "RolloutUnit", "office": office, "module": "invoice_register", "state": "pilot", "visibility": "public"});
        let unit = callers.editor.post("/v1/projects/ereb/items?validFrom=2023-01-01", &unit).expect(201);
        let unit = unit.header("location").unwrap().to_owned();
        callers.editor.patch(&format!("{unit}?validFrom=2023-04-20"), &json!({"state": "live"})).expect(200);
        let [first, second] = ["2023-04-01", "2023-05-01"].map(|day| draft(&callers, &json!({"asOf": day})));
        let second = second.rsplit('/').next().unwrap();
        let diff = callers.author.get(&format!("{first}/diff/{second}")).expect(200).json();
        let item = &diff["data"]["projects"][0]["items"][0];
        assert_eq!(item["title"], "Kämmerei, Elektronisches Rechnungseingangsbuch", "{diff}");
        assert_eq!(item["state"], json!({"then": "pilot", "now": "live"}));
    });
}

#[test]
fn what_was_corrected_since_is_said_by_the_next_report_and_the_old_one_stays() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        city.clock.set("2023-04-12T07:00:00Z");
        let observed = callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 98})).expect(201);
        let first = draft(&callers, &json!({}));
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        published(&callers, &id(&first));
        let drift = |caller: &Client| caller.get(&format!("{first}/drift")).expect(200).json();
        assert_eq!(drift(&callers.stranger)["data"], json!({"projects": [], "passages": []}), "nothing changed yet");

        city.clock.set("2023-05-10T07:00:00Z");
        let observed = observed.header("location").unwrap();
        callers.editor.because("Zählfehler").patch(observed, &json!({"value": 97})).expect(200);
        callers.editor.post(ONLINE, &json!({"asOf": "2023-05-02", "value": 117})).expect(201);
        callers.editor.patch("/v1/projects/ozg?validFrom=2023-05-01", &json!({"phase": "operation"})).expect(200);
        let drifted = drift(&callers.stranger);
        let figure = &drifted["data"]["projects"][0]["figures"][0];
        assert_eq!((&figure["then"], &figure["now"], &figure["difference"]), (&json!(98), &json!(97), &json!(-1)));
        // The sentence, the row below the picture and the words below the picture say so as well.
        let passages = drifted["data"]["passages"].as_array().unwrap();
        let places: Vec<&str> = passages.iter().map(|passage| passage["place"].as_str().unwrap()).collect();
        let row = passages
            .iter()
            .find(|p| p["place"].as_str().unwrap().starts_with("ozg/table/ozg-online-services/"))
            .unwrap_or_else(|| panic!("{drifted}"));
        assert!(row["then"].as_str().unwrap().contains("98") && row["now"].as_str().unwrap().contains("97"), "{row}");
        assert!(places.contains(&"ozg/1") && places.iter().any(|place| place.starts_with("ozg/chart/")), "{places:?}");
        assert!(drifted["meta"]["then"]["snapshot"].is_string() && drifted["meta"]["now"].get("snapshot").is_none());

        let second = draft(&callers, &json!({"asOf": "2023-05-09", "previousReport": id(&first)}));
        let diff = format!("{first}/diff/{}", id(&second));
        callers.stranger.get(&diff).expect(404);
        let text = callers.author.get(&format!("{second}/document?format=text")).expect(200).body;
        assert!(text.contains("Korrekturen seit dem vorigen Bericht"), "{text}");
        published(&callers, &id(&second));
        let told = callers.stranger.get(&diff).expect(200).json();
        let ozg = &told["data"]["projects"][0];
        assert_eq!(ozg["phase"], json!({"then": "rollout", "now": "operation"}), "{told}");
        assert_eq!((&ozg["figures"][0]["then"], &ozg["figures"][0]["now"]), (&json!(98), &json!(117)));
        let correction = &told["data"]["corrections"][0];
        assert_eq!((&correction["said"], &correction["now"]), (&json!(98), &json!(97)));
        // The other way round nothing was corrected: the later report knew more.
        let back = callers.stranger.get(&format!("{second}/diff/{}", id(&first))).expect(200).json();
        assert_eq!(back["data"]["corrections"], json!([]));
        let old = callers.stranger.get(&format!("{first}/document?format=text")).expect(200).body;
        assert!(old.contains("98") && !old.contains("97 Online"), "{old}");

        // What was withdrawn is compared with nothing.
        let withdrawal = json!({"step": "withdraw", "explanation": "Falsche Fassung"});
        callers.admin.post(&format!("{first}/steps"), &withdrawal).expect(201);
        for gone in [diff.clone(), format!("{first}/drift"), format!("{first}/completeness")] {
            callers.stranger.get(&gone).expect(410);
        }
        callers.stranger.get(&format!("{second}/diff/kein")).expect(404);
    });
}

#[test]
fn what_an_earlier_report_said_is_what_was_frozen_for_every_reader() {
    on_both(|city| {
        let callers = Callers::of(city);
        let balance = with_a_hidden_service(&callers);
        let first = draft(&callers, &json!({}));
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        published(&callers, &id(&first));
        city.clock.set("2023-05-10T07:00:00Z");
        let correction = json!({"value": 90});
        callers.editor.because("Zählfehler").patch(&balance, &correction).expect(200);

        let later = json!({"asOf": "2023-05-09", "previousReport": id(&first), "visibility": "internal"});
        let second = draft(&callers, &later);
        let read = || callers.author.get(&format!("{second}/document?format=text")).expect(200).body;
        let before = read();
        assert!(before.contains("den Wert 97") && before.contains("bekannt ist: 91"), "{before}");
        assert!(before.contains("Korrekturen") && !before.contains("98"), "{before}");
        let figures = callers.author.get(&format!("{second}/figures")).expect(200).json();
        let said: Vec<&Value> = figures["data"].as_array().unwrap().iter().filter(|f| f["text"] == "97").collect();
        assert!(!said.is_empty() && said.iter().all(|figure| figure["value"]["value"] == 97), "{figures}");

        // What is known otherwise is traced as the readers of the first report see it: 90, not the 91 of this one's.
        let corrected: Vec<&Value> = figures["data"].as_array().unwrap().iter().filter(|f| f["text"] == "90").collect();
        assert!(!corrected.is_empty() && corrected.iter().all(|figure| figure["value"]["value"] == 90), "{figures}");

        // When what was frozen is erased, nobody can tell any more what it said; the new report goes on without.
        let steps = callers.viewer.get(&format!("{first}/steps")).expect(200).json();
        let erasure = json!({"file": steps["data"][0]["snapshot"]});
        callers.admin.post("/v1/redactions", &erasure).expect(201);
        let after = read();
        assert!(after.contains("91") && !after.contains("97") && !after.contains("Korrekturen"), "{after}");
        published(&callers, &id(&second));
    });
}

#[test]
fn a_correction_says_what_it_corrects_and_is_the_report_with_which_is_compared() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let observed = callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 98})).expect(201);
        let meeting = json!({"title": "Sitzung", "date": "2023-04-20"});
        let meeting = callers.author.post("/v1/meetings", &meeting).expect(201);
        let first =
            draft(&callers, &json!({"meeting": meeting.header("location").unwrap().rsplit('/').next().unwrap()}));
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        published(&callers, &id(&first));
        city.clock.set("2023-05-10T07:00:00Z");
        let patch = json!({"value": 97});
        callers.editor.because("Zählfehler").patch(observed.header("location").unwrap(), &patch).expect(200);
        let correction = draft(&callers, &json!({"corrects": id(&first)}));
        let text = callers.author.get(&format!("{correction}/document?format=markdown")).expect(200).body;
        assert!(text.contains("## Korrekturen\n") && text.contains("Im berichtigten Bericht"), "{text}");
        assert!(text.contains("| 98 | 97 |"), "{text}");
        published(&callers, &id(&correction));
        let page = callers.stranger.get("/").expect(200).body;
        assert_eq!(page.matches("durch einen späteren Bericht berichtigt und ersetzt").count(), 1, "{page}");
        // What was said last is what the correction said, on the day of the meeting to which it belongs.
        let overview = callers.stranger.get("/v1/overview").expect(200).json();
        let figure = &overview["data"][0]["keyFigure"];
        assert_eq!((&figure["said"], &figure["comparedWith"]), (&Value::Null, &json!("2023-04-20")), "{overview}");
    });
}

#[test]
fn what_was_hidden_since_is_no_correction() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        project(&callers.editor, "dms");
        callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 98})).expect(201);
        callers.editor.patch("/v1/projects/dms?validFrom=2023-01-01", &json!({"title": "Geheime Akte"})).expect(200);
        let licences = "/v1/projects/dms/indicators/licences-contracted/observations";
        let licences = callers.editor.post(licences, &json!({"asOf": "2023-04-03", "value": 600})).expect(201);
        let first = draft(&callers, &json!({}));
        let id = first.rsplit('/').next().unwrap();
        published(&callers, id);
        city.clock.set("2023-05-10T07:00:00Z");
        callers.editor.patch("/v1/projects/dms?validFrom=2023-01-01", &json!({"visibility": "internal"})).expect(200);
        let second = draft(&callers, &json!({"asOf": "2023-05-09", "previousReport": id}));
        let text = |report: &str| callers.author.get(&format!("{report}/document?format=text")).expect(200).body;
        assert!(text(&first).contains("Geheime Akte"), "it stays what it was");
        let told = text(&second);
        assert!(!told.contains("Korrekturen") && !told.contains("Geheime Akte") && !told.contains("600"), "{told}");
        // What was taken back altogether, or counted otherwise, is one.
        callers.editor.patch("/v1/projects/dms?validFrom=2023-01-01", &json!({"visibility": "public"})).expect(200);
        callers.editor.because("Nie geführt").delete(licences.header("location").unwrap()).expect(204);
        let told = text(&second);
        assert!(told.contains("Korrekturen") && told.contains("600"), "{told}");
    });
}

#[test]
fn an_item_that_is_hidden_or_redacted_since_is_named_nowhere_and_corrects_nothing() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let item = |name: &str| {
            let item = json!({"type": "OnlineService", "name": name, "state": "online", "visibility": "public"});
            let made = callers.editor.post("/v1/projects/ozg/items?validFrom=2023-01-01", &item).expect(201);
            made.header("location").unwrap().to_owned()
        };
        let [hidden, redacted, _] = ["Geheimer Dienst", "Dienst Max Muster", "Wohngeld"].map(item);
        let first = draft(&callers, &json!({}));
        let id = first.rsplit('/').next().unwrap();
        published(&callers, id);
        city.clock.set("2023-05-10T07:00:00Z");
        callers.editor.patch(&format!("{hidden}?validFrom=2023-01-01"), &json!({"visibility": "internal"})).expect(200);
        let redaction = json!({"text": "Max Muster", "resource": redacted.rsplit('/').next().unwrap()});
        callers.admin.because("Löschung").post("/v1/redactions", &redaction).expect(201);
        let second = draft(&callers, &json!({"asOf": "2023-05-09", "previousReport": id}));
        published(&callers, second.rsplit('/').next().unwrap());
        let text = callers.stranger.get(&format!("{second}/document?format=text")).expect(200).body;
        assert!(!text.contains("Korrekturen"), "hidden, not corrected: {text}");
        let diff = format!("{first}/diff/{}", second.rsplit('/').next().unwrap());
        for path in
            [format!("{second}/figures"), format!("{second}/figures?format=html"), diff, format!("{first}/drift")]
        {
            let answer = callers.stranger.get(&path).expect(200).body;
            assert!(!answer.contains("Max Muster") && !answer.contains("Geheimer"), "{path}: {answer}");
        }
    });
}

#[test]
fn what_was_withdrawn_meanwhile_is_told_by_no_correction() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let observed = callers.editor.post(ONLINE, &json!({"asOf": "2023-04-03", "value": 98})).expect(201);
        let first = draft(&callers, &json!({}));
        published(&callers, first.rsplit('/').next().unwrap());
        let patch = json!({"value": 97});
        callers.editor.because("Zählfehler").patch(observed.header("location").unwrap(), &patch).expect(200);
        let correction = draft(&callers, &json!({"corrects": first.rsplit('/').next().unwrap()}));
        let steps = format!("{correction}/steps");
        let submitted = callers.author.post(&steps, &submission(&callers.author, &correction)).expect(201).json();
        let approval = json!({"step": "approve", "function": "Leitung", "snapshot": submitted["snapshot"]});
        callers.approver.post(&steps, &approval).expect(201);
        let withdrawal = json!({"step": "withdraw", "explanation": "Falsche Fassung"});
        callers.admin.post(&format!("{first}/steps"), &withdrawal).expect(201);
        let refused = callers.author.post(&steps, &json!({"step": "publish"})).expect(409).json();
        assert_eq!(refused["type"], "urn:sachstand:problem:hidden-since", "{refused}");
        callers.author.post(&steps, &json!({"step": "return", "explanation": "Zurück"})).expect(201);
        published(&callers, correction.rsplit('/').next().unwrap());
        let text = callers.stranger.get(&format!("{correction}/document?format=text")).expect(200).body;
        assert!(!text.contains("98") && text.contains("97"), "{text}");
    });
}

#[test]
fn two_reports_of_one_day_are_corrected_each_as_its_readers_see_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        let balance = with_a_hidden_service(&callers);
        let [open, own] = ["public", "internal"].map(|visibility| {
            let report = draft(&callers, &json!({"visibility": visibility}));
            let id = report.rsplit('/').next().unwrap().to_owned();
            published(&callers, &id);
            id
        });
        city.clock.set("2023-05-10T07:00:00Z");
        let patch = json!({"value": 90});
        callers.editor.because("Zählfehler").patch(&balance, &patch).expect(200);
        let both = json!({"asOf": "2023-05-09", "visibility": "internal", "previousReport": open, "corrects": own});
        let report = draft(&callers, &both);
        let text = callers.author.get(&format!("{report}/document?format=markdown")).expect(200).body;
        assert!(text.contains("| 97 | 90 |") && text.contains("| 98 | 91 |"), "{text}");
        let figures = callers.author.get(&format!("{report}/figures")).expect(200).json();
        for (words, number) in [("97", 97), ("90", 90), ("98", 98), ("91", 91)] {
            let mut told =
                figures["data"].as_array().unwrap().iter().filter(|figure| figure["text"] == words).peekable();
            assert!(
                told.peek().is_some() && told.all(|figure| figure["value"]["value"] == number),
                "{words}: {figures}"
            );
        }
    });
}
