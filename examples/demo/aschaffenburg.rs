//! The six projects as the city of Aschaffenburg reported them: published facts only, in our own words, recorded at
//! the times at which they became known (the meetings of 06.07.2022, 24.11.2022 and 26.04.2023).

use serde_json::json;

use super::scribe::Scribe;

/// In which functions reports were signed off is not published.
const FUNCTIONS: [&str; 2] = ["Verwaltung", "Verwaltung"];

pub fn tell(scribe: &mut Scribe) {
    // What became known in a meeting is recorded at its end; the hour is not published and set to 18:00.
    scribe.at("2022-07-06T16:00:00Z", "Bekannt geworden in der Sitzung vom 06.07.2022");
    let july = scribe.create("meetings", json!({"title": "Sitzung vom 06.07.2022", "date": "2022-07-06"}));
    project(scribe, "ozg", 1, "Umsetzung Onlinezugangsgesetz (OZG)", "rollout");
    let note = "Online-Verfahren und Online-Dienste bezeichnen dieselbe Zahl.";
    online(scribe, "2022-01-20", 54, &july, "Rückblick im Bericht");
    online(scribe, "2022-06-09", 89, &july, note);
    let first = scribe.create(
        "reports",
        json!({"title": "Bericht zur Umsetzung des Onlinezugangsgesetzes", "asOf": "2022-06-09", "meeting": july, "visibility": "public"}),
    );
    scribe.publish(&first, FUNCTIONS);

    scribe.at("2022-11-24T17:00:00Z", "Bekannt geworden in der Sitzung vom 24.11.2022");
    let senate = "Digitalisierungs- und Organisationssenat";
    let dos = scribe.create("committees?validFrom=start", json!({"name": senate, "shortName": "DOS"}));
    let november = scribe.create(
        "meetings",
        json!({"title": format!("Sitzung des {senate}es"), "date": "2022-11-24", "committees": [dos]}),
    );
    online(scribe, "2022-09-29", 90, &november, "Rückblick im Bericht");
    online(scribe, "2022-11-07", 98, &november, "Acht mehr als am 29.09.2022");
    let second = scribe.create(
        "reports",
        json!({
            "title": "Bericht zur Umsetzung des Onlinezugangsgesetzes", "asOf": "2022-11-07", "meeting": november,
            "previousReport": first, "visibility": "public",
        }),
    );
    scribe.publish(&second, FUNCTIONS);

    scribe.at("2023-04-26T16:00:00Z", "Bekannt geworden in der Sitzung vom 26.04.2023");
    april(scribe, &dos, &second);
}

fn project(scribe: &mut Scribe, kind: &str, order: u32, title: &str, phase: &str) {
    scribe.create(
        "projects?validFrom=start",
        json!({
            "slug": kind, "kind": kind, "title": title, "phase": phase, "visibility": "public", "reportOrder": order,
        }),
    );
}

fn online(scribe: &mut Scribe, as_of: &str, value: u32, meeting: &str, text: &str) {
    let source = "Bericht der Verwaltung an den Stadtrat";
    let body = json!({"asOf": as_of, "value": value, "reportedIn": meeting, "source": source, "text": text});
    scribe.observe("ozg", "online-services", body);
}

fn april(scribe: &mut Scribe, dos: &str, previous: &str) {
    let title = "Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung";
    let hall = scribe
        .create("committees?validFrom=start", json!({"name": "Stadthallensenat", "shortName": "Stadthallensenat"}));
    let meeting = scribe.create(
        "meetings",
        json!({
            "title": "2. Gemeinsame Sitzung des Digitalisierungs- und Organisationssenates mit dem Stadthallensenat",
            "date": "2023-04-26", "committees": [dos, hall],
            "agenda": [{"number": "4", "title": title, "visibility": "public", "consultationRole": "deciding"}],
        }),
    );
    online(scribe, "2022-11-24", 103, &meeting, "Rückblick im Bericht");
    online(scribe, "2023-04-06", 117, &meeting, "14 mehr als am 24.11.2022");

    let day = "2023-04-06";
    project(
        scribe,
        "dms",
        2,
        "Einführung von E-Akten aus Fachverfahren und Einführung des DMS (Dokumentenmanagementsystem)",
        "preparation",
    );
    scribe.observe(
        "dms",
        "licences-contracted",
        json!({"asOf": day, "tendency": "increased", "reportedIn": meeting, "text": "wegen weiterer E-Akten aus Fachverfahren"}),
    );
    scribe.create(
        "projects/dms/milestones?validFrom=start",
        json!({
            "title": "Beginn der Nutzung des DMS über E-Akten hinaus",
            "forecast": {"date": "2023-06", "modality": "earliest", "hedged": true},
        }),
    );
    scribe.status("dms", day, "Grund ist der Ausbau der E-Akten aus Fachverfahren.");

    project(scribe, "processes", 3, "Prozessmanagement", "piloting");
    scribe.status(
        "processes",
        day,
        "Die ersten Prozesse werden mit einer Software für Prozessmodellierung erfasst und beschrieben, vor allem \
         solche der IT.",
    );

    let ereb = "Einführung des elektronischen Rechnungseingangsbuchs und des Anordnungsworkflows (eREB)";
    project(scribe, "ereb", 4, ereb, "rollout");
    scribe.create(
        "projects/ereb/milestones?validFrom=start",
        json!({"title": "Einführung in allen Ämtern abgeschlossen", "forecast": {"date": "2024-06", "modality": "expected"}}),
    );
    scribe.status("ereb", day, "Die Einführung geht Amt für Amt voran.");

    project(scribe, "communication", 5, "Kommunikation der digitalen Transformation", "operation");
    scribe.status(
        "communication",
        day,
        "Im Mittelpunkt steht, welchen Nutzen die Digitalisierung den Menschen konkret bringt. Damit alle Gruppen der \
         Bevölkerung erreicht werden, nutzt die Stadt soziale Medien, einen E-Mail-Newsletter und auch analoge Medien.",
    );

    project(scribe, "participation", 6, "Digitale Beteiligung", "operation");
    scribe.status(
        "participation",
        day,
        "Mit adhocracy+ steht eine zentrale Plattform bereit, auf der Beteiligungsformate um eine Beteiligung im Netz \
         ergänzt werden können, zum Beispiel bei der Fortschreibung des Leitbilds der Digitalisierung.\n\
         In der Verwaltung selbst treffen sich im „Denkraum 30“ regelmäßig Beschäftigte der Arbeitsebene, um sich über \
         die digitale Transformation der Stadtverwaltung auszutauschen.",
    );

    let report = scribe.create(
        "reports",
        json!({
            "title": title, "asOf": day, "meeting": meeting, "agendaItem": "4", "previousReport": previous,
            "visibility": "public", "climate": {"relevance": "low"}, "costs": {"incurred": false},
            "proposal": "Der Bericht der Verwaltung zum Stand der maßgeblichen Digitalisierungsprojekte wird zur Kenntnis \
                genommen.",
        }),
    );
    scribe.publish(&report, FUNCTIONS);
    let decided = json!({"agenda": [{
        "number": "4", "title": title, "visibility": "public", "consultationRole": "deciding",
        "paperNumber": "4DOS/2/4/23",
        "resolution": "Der Bericht der Verwaltung zum Stand der maßgeblichen Digitalisierungsprojekte wird zustimmend zur \
            Kenntnis genommen.",
        "outcome": "noted_with_approval", "votes": {"inFavour": 0, "against": 0},
    }]});
    scribe.patch(&format!("meetings/{meeting}"), decided);
    scribe.record(&report);
}
