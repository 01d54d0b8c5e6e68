//! What a report says beside its projects: what they need and fear, who else deals with it, what is attached.

use serde_json::json;

use super::{Callers, id, project};
use crate::support::on_both;

#[test]
fn a_report_closes_with_what_its_own_readers_may_know() {
    on_both(|city| {
        let callers = Callers::of(city);
        city.clock.set("2023-04-06T07:00:00Z");
        project(&callers.editor, "dms");
        let committee = json!({"name": "Finanzausschuss", "shortName": "FA"});
        let committee = id(&callers.author.post("/v1/committees", &committee).expect(201).json());
        for (title, visibility) in [("Lieferverzug", "public"), ("Geheimes Risiko", "internal")] {
            let risk = json!({"title": title, "severity": "high", "state": "open", "visibility": visibility});
            callers.editor.post("/v1/projects/dms/risks?validFrom=2023-01-01", &risk).expect(201);
        }
        let decision = json!({
            "title": "Zahl der Lizenzen", "committee": committee, "state": "open", "visibility": "public",
            "due": {"date": "2023-11", "modality": "latest"},
        });
        callers.editor.post("/v1/projects/dms/decisions?validFrom=2023-01-01", &decision).expect(201);
        let agenda = json!([{
            "number": "7", "title": "Sachstand", "visibility": "public", "outcome": "noted", "resolution": "Kenntnis genommen.",
        }]);
        let body = json!({"title": "3. Sitzung", "date": "2023-04-19", "committees": [committee], "agenda": agenda});
        let meeting = id(&callers.author.post("/v1/meetings", &body).expect(201).json());
        let report = json!({
            "title": "Bericht", "asOf": "2023-04-06", "visibility": "public", "proposal": "Der Senat nimmt Kenntnis.",
            "consultations": [{"meeting": meeting, "agendaItem": "7"}],
            "costs": {"incurred": true, "amounts": [{"amount": 20000, "purpose": "Lizenzen"}]},
        });
        let report = format!("/v1/reports/{}", id(&callers.author.post("/v1/reports", &report).expect(201).json()));
        let attach = format!("{report}/attachments?title=Liste");
        callers.author.send("POST", &attach, &[("Content-Type", "text/plain")], Some(b"Eine Liste.")).expect(201);
        let text =
            callers.author.get(&format!("{report}/document?format=text")).expect(200).body.replace('\u{a0}', " ");
        for said in [
            "Lieferverzug. Schwere: hoch.",
            "Zahl der Lizenzen. Zu entscheiden bis November 2023, zuständig: Finanzausschuss.",
            "3. Sitzung",
            "Lizenzen: 20.000,00 €",
            "Anlage 1: Liste (anlage-1.txt, 11 Byte)",
            "Beschlussvorschlag",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
        for unsaid in ["Geheimes Risiko", "Ausblick", "Abstimmungsergebnis", "Kenntnis genommen."] {
            assert!(!text.contains(unsaid), "{unsaid}\n{text}");
        }
    });
}
