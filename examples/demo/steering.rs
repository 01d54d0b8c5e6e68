//! What Musterstadt steers its projects by, and what there goes wrong: at least one thing of every kind that needs a
//! person. All of it is made up.

use serde_json::json;

use super::musterstadt::Plot;

pub fn tell(plot: &mut Plot) {
    risks(plot);
    money(plot);
    let decision = json!({
        "title": "Weitere DMS-Lizenzen im Haushalt 2027", "decider": "Ausschuss für Digitalisierung", "committee": "@committee",
        "description": "Die beschafften Lizenzen reichen für zehn von vierzehn Ämtern.",
        "options": [
            {"title": "200 weitere Lizenzen", "consequences": "Alle Ämter führen ihre Akten ab Mitte 2027 elektronisch."},
            {"title": "Keine weiteren Lizenzen", "consequences": "Vier Ämter bleiben bei Papierakten."}
        ],
        "due": {"date": "2026-09", "modality": "latest"}, "state": "open", "visibility": "public",
    });
    plot.create("2026-05-11", "licences decision", "projects/dms/decisions", decision);
    let decision = json!({
        "title": "Ein oder zwei Formularbaukästen", "decider": "Lenkungskreis Digitalisierung", "state": "open",
        "options": [{"title": "Einer für alle Ämter"}, {"title": "Zwei nebeneinander"}], "visibility": "public",
        "due": {"date": "2025-03", "modality": "latest"},
    });
    plot.create("2025-01-13", "form decision", "projects/ozg/decisions", decision);
    let decided = json!({"state": "decided", "outcome": "Einer für alle Ämter."});
    plot.change("2025-03-20", "Sitzung des Lenkungskreises", "form decision", "projects/ozg/decisions", "", decided);

    // A milestone that nobody has touched since its day has passed.
    let milestone = json!({
        "title": "Terminvergabe in allen Bürgerdiensten", "baseline": {"date": "2026-06", "modality": "committed"},
        "forecast": {"date": "2026-06", "modality": "committed"},
    });
    plot.create("2025-09-01", "appointments", "projects/ozg/milestones?validFrom=2025-09-01", milestone);
    let workshops = json!({
        "title": "Prozesslandkarte vollständig", "baseline": {"date": "2025-12", "modality": "expected"},
        "forecast": {"date": "2025-12", "modality": "expected"},
    });
    plot.create("2024-09-02", "map", "projects/processes/milestones?validFrom=2024-09-01", workshops);
    let reached = json!({"actual": "2025-11-28"});
    plot.change("2025-12-01", "Erreicht", "map", "projects/processes/milestones", "2025-11-28", reached);

    // Promised every month, and not heard of since spring.
    plot.on("2025-01-20", "Monatlich zugesagt", |scribe, _| {
        let path = "projects/communication/indicators/open-rate";
        scribe.patch(&format!("{path}?validFrom=start"), json!({"updateInterval": "P1M"}));
    });
    for (when, value) in [("2025-02-28", 41.2), ("2025-10-31", 44.0), ("2026-04-30", 46.5)] {
        let body = json!({"asOf": when, "value": value, "source": "Versandwerkzeug"});
        plot.on(when, "Auswertung des Newsletters", move |scribe, _| {
            drop(scribe.observe("communication", "open-rate", body));
        });
    }
    plot.on("2024-07-05", "Rhythmus der Berichte", |scribe, _| {
        scribe.patch("projects/participation?validFrom=2024-01-01", json!({"updateInterval": "P1M"}));
    });
    let campaign = json!({
        "type": "Activity", "date": "2026-03-16", "title": "Sprechstunde „Online zum Amt“", "channels": [],
        "audienceGroups": ["Menschen ohne Internetzugang"], "visibility": "public",
        "message": "Wer kein Gerät hat, bekommt Hilfe in der Bibliothek.",
    });
    plot.create("2026-03-16", "campaign", "projects/communication/items?validFrom=2026-03-16", campaign);
}

fn risks(plot: &mut Plot) {
    let risk = json!({
        "title": "Schulungsräume fehlen", "severity": "medium", "state": "open", "visibility": "public",
        "description": "Im Rathaus stehen bis zum Umbau nur zwei Räume mit Geräten bereit.",
    });
    plot.create("2025-11-10", "rooms", "projects/ereb/risks", risk);
    let risk = json!({
        "title": "Hersteller stellt Schnittstelle zur Kasse ein", "severity": "high", "owner": "Leitung Kämmerei",
        "measure": "Standardschnittstelle beauftragen", "due": {"date": "2026-07-31", "modality": "latest"}, "state": "open",
        "visibility": "public",
    });
    plot.create("2026-02-09", "interface", "projects/ereb/risks", risk);
    let risk = json!({
        "title": "Altakten lassen sich nicht vollständig scannen", "severity": "low", "owner": "Leitung Hauptamt", "state": "open",
    });
    plot.create("2025-05-05", "files", "projects/dms/risks", risk);
    let closed = json!({"state": "closed"});
    plot.change("2026-01-19", "Dienstleister beauftragt", "files", "projects/dms/risks", "", closed);
}

fn money(plot: &mut Plot) {
    let cost = |title: &str, recurrence: &str, amounts: serde_json::Value| json!({"title": title, "recurrence": recurrence, "amounts": amounts, "visibility": "public"});
    let licences = json!([
        {"year": 2025, "planned": 48000, "actual": 47150.4}, {"year": 2026, "planned": 52000, "actual": 31200},
        {"year": 2027, "planned": 76000},
    ]);
    plot.create(
        "2025-01-08",
        "licences",
        "projects/dms/costs?validFrom=2025-01-01",
        cost("DMS-Lizenzen", "recurring", licences),
    );
    let training =
        json!([{"year": 2025, "planned": 20000, "actual": 24300}, {"year": 2026, "planned": 12000, "actual": 13900}]);
    plot.create(
        "2025-01-08",
        "training",
        "projects/ereb/costs?validFrom=2025-01-01",
        cost("Schulungen", "one_off", training),
    );
    let funding = json!({
        "programme": "Landesförderung digitales Rathaus", "rate": 70, "granted": 35000, "ownShare": 15000, "state": "planned",
        "period": {"from": "2025-01", "to": "2026-12"}, "visibility": "public",
    });
    plot.create("2024-10-14", "funding", "projects/ozg/funding", funding);
    for (when, state) in [("2024-11-04", "applied"), ("2025-02-17", "granted")] {
        plot.change(when, "Bescheid der Förderstelle", "funding", "projects/ozg/funding", "", json!({"state": state}));
    }
}
