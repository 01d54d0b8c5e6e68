//! Musterstadt: a fictional city in full width. Every name and every figure here is made up.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::scribe::Scribe;
use super::steering;

/// Ids by the names that the story gives.
pub type Ids = BTreeMap<String, String>;
type Deed = Box<dyn FnOnce(&mut Scribe, &mut Ids)>;

/// What happens, to be told in the order of the days.
#[derive(Default)]
pub struct Plot(Vec<(String, String, Deed)>);

impl Plot {
    pub fn on(&mut self, day: &str, reason: &str, deed: impl FnOnce(&mut Scribe, &mut Ids) + 'static) {
        self.0.push((day.to_owned(), reason.to_owned(), Box::new(deed)));
    }

    /// Something is created under a name.
    pub fn create(&mut self, day: &str, name: &str, path: &str, body: Value) {
        let (name, path) = (name.to_owned(), path.to_owned());
        self.on(day, "Erfassung", move |scribe, ids| {
            let id = scribe.create(&path, resolved(body, ids));
            ids.insert(name, id);
        });
    }

    /// Something known by a name changes from a day on.
    pub fn change(&mut self, day: &str, reason: &str, name: &str, collection: &str, since: &str, body: Value) {
        let (name, collection, since) = (name.to_owned(), collection.to_owned(), since.to_owned());
        self.on(day, reason, move |scribe, ids| {
            let window = if since.is_empty() { String::new() } else { format!("?validFrom={since}") };
            scribe.patch(&format!("{collection}/{}{window}", ids[&name]), resolved(body, ids));
        });
    }

    fn tell(mut self, scribe: &mut Scribe) {
        self.0.sort_by(|a, b| a.0.cmp(&b.0));
        let mut ids = Ids::new();
        for (n, (day, reason, deed)) in self.0.into_iter().enumerate() {
            // Deeds of one day follow each other by a few seconds.
            let (minute, second) = (n / 60 % 60, n % 60);
            scribe.at(&format!("{day}T09:{minute:02}:{second:02}Z"), &reason);
            deed(scribe, &mut ids);
        }
    }
}

/// Puts ids in the place of names: `"@name"` stands for one.
fn resolved(value: Value, ids: &Ids) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('@') {
            Some(name) => json!(ids[name]),
            None => json!(text),
        },
        Value::Array(items) => items.into_iter().map(|v| resolved(v, ids)).collect(),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(k, v)| (k, resolved(v, ids))).collect()),
        other => other,
    }
}

const OFFICES: &[(&str, &str)] = &[
    ("Amt für Digitalisierung und IT", "IT"),
    ("Bauordnungsamt", "Bauordnung"),
    ("Bürgeramt", "Bürgeramt"),
    ("Gartenamt", "Garten"),
    ("Hauptamt", "Hauptamt"),
    ("Jugendamt", "Jugend"),
    ("Kämmerei", "Kämmerei"),
    ("Kulturamt", "Kultur"),
    ("Ordnungsamt", "Ordnung"),
    ("Personalamt", "Personal"),
    ("Schulverwaltungsamt", "Schulen"),
    ("Sozialamt", "Soziales"),
    ("Standesamt", "Standesamt"),
    ("Tiefbauamt", "Tiefbau"),
];

const SERVICES: &[(&str, usize, &str)] = &[
    ("Wohnsitz anmelden", 2, "querschnittsleistungen"),
    ("Wohnsitz abmelden", 2, "querschnittsleistungen"),
    ("Meldebescheinigung beantragen", 2, "querschnittsleistungen"),
    ("Führungszeugnis beantragen", 2, "recht_ordnung"),
    ("Geburtsurkunde anfordern", 12, "familie_kind"),
    ("Heiratsurkunde anfordern", 12, "familie_kind"),
    ("Sterbeurkunde anfordern", 12, "familie_kind"),
    ("Eheschließung anmelden", 12, "familie_kind"),
    ("Kita-Platz vormerken", 5, "familie_kind"),
    ("Unterhaltsvorschuss beantragen", 5, "familie_kind"),
    ("Wohngeld beantragen", 11, "bauen_wohnen"),
    ("Wohnberechtigungsschein beantragen", 11, "bauen_wohnen"),
    ("Bauantrag stellen", 1, "bauen_wohnen"),
    ("Bauvoranfrage stellen", 1, "bauen_wohnen"),
    ("Abgeschlossenheit bescheinigen lassen", 1, "bauen_wohnen"),
    ("Straße aufgraben", 13, "bauen_wohnen"),
    ("Baum fällen", 3, "umwelt"),
    ("Baumpatenschaft übernehmen", 3, "umwelt"),
    ("Gewerbe anmelden", 8, "unternehmensfuehrung_entwicklung"),
    ("Gewerbe ummelden", 8, "unternehmensfuehrung_entwicklung"),
    ("Gewerbe abmelden", 8, "unternehmensfuehrung_entwicklung"),
    ("Gaststätte erlauben lassen", 8, "unternehmensfuehrung_entwicklung"),
    ("Sondernutzung beantragen", 8, "recht_ordnung"),
    ("Halteverbot für Umzug beantragen", 8, "mobilitaet_reisen"),
    ("Bewohnerparkausweis beantragen", 8, "mobilitaet_reisen"),
    ("Fundsache suchen", 8, "recht_ordnung"),
    ("Hund anmelden", 6, "steuern_zoll"),
    ("Grundsteuer: Einzug ermächtigen", 6, "steuern_zoll"),
    ("Schule wechseln", 10, "bildung"),
    ("Schülerbeförderung beantragen", 10, "bildung"),
    ("Mittagessen bezuschussen lassen", 10, "bildung"),
    ("Leseausweis verlängern", 7, "engagement_hobby"),
    ("Veranstaltung anzeigen", 8, "engagement_hobby"),
    ("Vereinsförderung beantragen", 7, "engagement_hobby"),
    ("Auf eine Stelle bewerben", 9, "arbeit_ruhestand"),
    ("Ausbildungsplatz suchen", 9, "arbeit_ruhestand"),
    ("Schwerbehindertenparkplatz beantragen", 11, "gesundheit"),
    ("Bestattungskosten übernehmen lassen", 11, "gesundheit"),
    ("Aufenthaltstitel verlängern", 2, "ein_auswanderung"),
    ("Verpflichtungserklärung abgeben", 2, "ein_auswanderung"),
];

const PROJECTS: &[(&str, &str, &str, usize, &str)] = &[
    ("ozg", "Umsetzung des Onlinezugangsgesetzes (OZG)", "rollout", 0, "Alle häufig genutzten Leistungen sind online."),
    ("dms", "Einführung von E-Akte und DMS", "rollout", 4, "Alle Ämter führen ihre Akten elektronisch."),
    ("processes", "Prozessmanagement", "operation", 4, "Die wichtigsten Abläufe sind beschrieben und verbessert."),
    (
        "ereb",
        "Elektronisches Rechnungseingangsbuch und Anordnungsworkflow",
        "rollout",
        6,
        "Keine Rechnung kommt mehr auf Papier in die Buchhaltung.",
    ),
    (
        "communication",
        "Kommunikation der digitalen Transformation",
        "operation",
        4,
        "Alle wissen, was die Digitalisierung ihnen bringt.",
    ),
    ("participation", "Digitale Beteiligung", "operation", 7, "Wer mitreden will, kann es auch im Netz."),
];

pub fn tell(scribe: &mut Scribe) {
    let mut plot = Plot::default();
    beginnings(&mut plot);
    services(&mut plot, scribe);
    rollouts(&mut plot, scribe);
    processes(&mut plot, scribe);
    files(&mut plot);
    communication(&mut plot);
    participation(&mut plot);
    milestones(&mut plot);
    council(&mut plot);
    steering::tell(&mut plot);
    plot.tell(scribe);
}

fn office(n: usize) -> String {
    format!("@office {n}")
}

/// The day `days` after 2024-07-01.
fn day(days: u64) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(2024, 7, 1).expect("a day");
    first.checked_add_days(chrono::Days::new(days)).expect("a day").to_string()
}

fn beginnings(plot: &mut Plot) {
    for (n, (name, short)) in OFFICES.iter().enumerate() {
        let body = json!({"name": name, "shortName": short, "number": format!("{}", n + 10)});
        plot.create("2024-07-01", &format!("office {n}"), "offices?validFrom=start", body);
    }
    for (n, (kind, title, phase, lead, goal)) in PROJECTS.iter().enumerate() {
        let body = json!({
            "slug": kind, "kind": kind, "title": title, "goal": goal, "office": office(*lead), "phase": phase,
            "visibility": "public", "reportOrder": n + 1,
            "health": {"schedule": {"light": "green"}, "budget": {"light": "green"}, "result": {"light": "green"}},
        });
        plot.create("2024-07-01", &format!("project {kind}"), "projects?validFrom=2024-01-01", body);
    }
    let late = json!({"health": {"schedule": {
        "light": "yellow", "reason": "Die Schulungen haben sich um mehrere Monate verschoben.",
    }}});
    plot.on("2025-11-03", "Zeitplan neu bewertet", move |scribe, _| {
        scribe.patch("projects/ereb?validFrom=2025-11-01", late)
    });
    let internal = json!({
        "slug": "ki-assistenz", "kind": "processes", "title": "KI-Assistenz (Vorstudie)", "phase": "idea", "visibility": "internal",
    });
    plot.create("2026-02-02", "project ki", "projects?validFrom=2026-02-01", internal);
}

fn services(plot: &mut Plot, scribe: &mut Scribe) {
    let items = "projects/ozg/items";
    for (n, (name, lead, topic)) in SERVICES.iter().enumerate() {
        let id = format!("service {n}");
        let provision = ["efa", "form_builder", "vendor", "own", "state_central"][n % 5];
        let planned = scribe.chance(420);
        let body = json!({
            "type": "OnlineService", "name": name, "office": office(*lead), "topicField": topic, "provision": provision,
            "maturity": {"model": "1.1", "level": 3}, "portalId": format!("MS-{:04}", 100 + n), "languages": ["de"],
            "state": "planned", "visibility": "public",
        });
        plot.create(&day(planned), &id, items, body);
        let begun = planned + 14 + scribe.chance(60);
        let state = |state: &str| json!({"state": state});
        plot.change(&day(begun), "Umsetzung begonnen", &id, items, "", state("in_implementation"));
        if n % 9 == 8 {
            continue;
        }
        let online = begun + 30 + scribe.chance(200);
        // Entered some days later than it was true: the usual case.
        plot.change(&day(online + scribe.chance(6)), "Freischaltung", &id, items, &day(online), state("online"));
        if n % 13 == 5 {
            plot.change(&day(online + 120), "Abschaltung wegen Herstellerwechsel", &id, items, "", state("offline"));
            plot.change(&day(online + 160), "Wieder freigeschaltet", &id, items, "", state("online"));
        }
    }
    let balance =
        json!({"asOf": "2024-06-30", "value": 48, "source": "Landesportal", "text": "Bestand zu Beginn der Erfassung"});
    plot.on("2024-07-02", "Anfangsbestand", move |scribe, ids| {
        ids.insert("balance".into(), scribe.observe("ozg", "online-services", balance));
    });
    plot.on("2024-09-10", "Zählfehler im Portal: zwei Informationsseiten waren mitgezählt", |scribe, ids| {
        let path = format!("projects/ozg/indicators/online-services/observations/{}", ids["balance"]);
        scribe.patch(&path, json!({"value": 46}));
    });
    for (when, value) in [("2025-01-15", 52), ("2025-07-15", 66), ("2026-01-15", 77), ("2026-07-15", 85)] {
        let body = json!({"asOf": when, "value": value, "source": "Landesportal", "method": "abgelesen"});
        plot.on(when, "Zahl des Portals abgelesen", move |scribe, _| {
            drop(scribe.observe("ozg", "portal-services", body))
        });
    }
    let targets = json!({"targets": [
        {"due": {"date": "2025", "modality": "latest"}, "value": 70}, {"due": {"date": "2026", "modality": "latest"}, "value": 90},
    ]});
    plot.on("2024-07-03", "Zielwerte des Stadtrats", |scribe, _| {
        scribe.patch("projects/ozg/indicators/online-services?validFrom=start", targets);
    });
}

fn rollouts(plot: &mut Plot, scribe: &mut Scribe) {
    let items = "projects/ereb/items";
    for (n, module) in (0..OFFICES.len()).flat_map(|n| [(n, "invoice_register"), (n, "approval_workflow")]) {
        let id = format!("unit {n} {module}");
        let shift = if module == "approval_workflow" { 45 } else { 0 };
        let live = 60 + 42 * n as u64 + shift;
        let planned = day(live).chars().take(7).collect::<String>();
        let body = json!({
            "type": "RolloutUnit", "office": office(n), "module": module, "state": "not_started", "visibility": "public",
            "planned": {"date": planned, "modality": "expected"},
        });
        plot.create("2024-07-04", &id, &format!("{items}?validFrom=2024-07-01"), body);
        if n == 7 {
            plot.change(
                "2024-08-01",
                "Rechnungen laufen über das Theater",
                &id,
                items,
                "",
                json!({"state": "not_applicable"}),
            );
            continue;
        }
        // From the autumn of 2025 on everything takes longer.
        let delay = if n > 8 { 90 + 45 * (n as u64 - 9) + scribe.chance(30) } else { scribe.chance(20) };
        for (before, state) in [(50, "preparing"), (28, "training"), (12, "pilot"), (0, "live")] {
            let when = live + delay - before;
            if when < 830 {
                plot.change(&day(when), "Fortschritt der Einführung", &id, items, "", json!({"state": state}));
            }
        }
    }
    for (when, values) in [
        ("2025-06-30", [310, 120, 840, 420]),
        ("2025-12-31", [520, 190, 900, 260]),
        ("2026-06-30", [760, 260, 700, 120]),
    ] {
        for (channel, value) in ["xrechnung", "zugferd", "pdf", "paper"].into_iter().zip(values) {
            let body = json!({"asOf": when, "value": value, "dimensions": {"channel": channel}});
            plot.on(when, "Halbjahreszahlen der Kämmerei", move |scribe, _| {
                drop(scribe.observe("ereb", "invoices", body))
            });
        }
    }
}

fn processes(plot: &mut Plot, scribe: &mut Scribe) {
    let names = [
        "Benutzerkonto einrichten",
        "Arbeitsplatz ausstatten",
        "Störung beheben",
        "Software beschaffen",
        "Rechnung prüfen",
        "Stelle ausschreiben",
        "Dienstreise abrechnen",
        "Urlaub genehmigen",
        "Akte anlegen",
        "Akte aussondern",
        "Vorlage für den Stadtrat erstellen",
        "Sitzung vorbereiten",
        "Bauantrag prüfen",
        "Gewerbe anmelden",
        "Fundsache verwalten",
        "Förderantrag prüfen",
        "Datenpanne melden",
        "Vertrag verlängern",
    ];
    let steps = ["profiled", "as_is_modelled", "to_be_modelled", "reviewed", "released", "implemented"];
    let items = "projects/processes/items";
    for (n, name) in names.iter().enumerate() {
        let id = format!("process {n}");
        let body = json!({
            "type": "ProcessModel", "name": name, "registerNumber": format!("P-{:03}", n + 1), "area": if n < 5 { "IT" } else { "Verwaltung" },
            "notation": "bpmn_2_0", "tool": "Modellierungswerkzeug", "office": office(n % OFFICES.len()), "state": "identified",
            "visibility": "public",
        });
        let mut when = 10 + 35 * n as u64;
        plot.create(&day(when), &id, items, body);
        let reached = 1 + usize::try_from(scribe.chance(6)).expect("small");
        for state in steps.iter().take(reached) {
            when += 20 + scribe.chance(40);
            if when < 830 {
                plot.change(&day(when), "Fortschritt der Modellierung", &id, items, "", json!({"state": state}));
            }
        }
    }
}

fn files(plot: &mut Plot) {
    let items = "projects/dms/items";
    let pool = json!({
        "type": "LicencePool", "product": "DMS-Arbeitsplatz", "model": "named_user", "contracted": 250, "assigned": 120, "visibility": "public",
    });
    plot.create("2024-07-05", "pool", &format!("{items}?validFrom=2024-07-01"), pool);
    for (when, contracted, assigned) in [
        ("2024-12-02", 250, 198),
        ("2025-04-01", 400, 241),
        ("2025-10-01", 400, 317),
        ("2026-04-01", 600, 402),
        ("2026-09-01", 600, 488),
    ] {
        let body = json!({"contracted": contracted, "assigned": assigned});
        plot.change(when, "Lizenzstand des Herstellers", "pool", items, "", body);
    }
    let kinds = [
        ("Gewerbeakte", 8, 60),
        ("Bauakte", 1, 200),
        ("Personalakte", 9, 330),
        ("Sozialhilfeakte", 11, 520),
        ("Ausländerakte", 2, 700),
    ];
    for (name, lead, live) in kinds {
        let body = json!({
            "type": "FileType", "name": name, "procedure": format!("Fachverfahren für die {name}"), "office": office(lead),
            "state": "in_implementation", "visibility": "public",
        });
        plot.create("2024-07-05", name, &format!("{items}?validFrom=2024-07-01"), body);
        plot.change(&day(live), "Echtbetrieb aufgenommen", name, items, "", json!({"state": "live"}));
    }
    for n in [0, 2, 4, 6, 9] {
        let id = format!("dms unit {n}");
        let body = json!({"type": "RolloutUnit", "office": office(n), "module": "dms", "state": "preparing", "visibility": "public"});
        plot.create("2024-09-02", &id, &format!("{items}?validFrom=2024-09-01"), body);
        if n < 8 {
            plot.change(&day(150 + 80 * n as u64), "Echtbetrieb aufgenommen", &id, items, "", json!({"state": "live"}));
        }
    }
}

fn communication(plot: &mut Plot) {
    let items = "projects/communication/items";
    let channels = [
        ("Newsletter der Stadt", "newsletter", "digital"),
        ("Soziale Medien", "social_media", "digital"),
        ("Amtsblatt", "print", "analogue"),
        ("Webseite", "website", "digital"),
        ("Plakate in den Ämtern", "poster", "analogue"),
        ("Digitaltag", "event", "analogue"),
    ];
    for (name, kind, medium) in channels {
        let body = json!({
            "type": "Channel", "name": name, "kind": kind, "medium": medium, "audienceGroups": ["Alle"], "state": "active", "visibility": "public",
        });
        plot.create("2024-07-08", name, &format!("{items}?validFrom=2024-01-01"), body);
    }
    for n in 0..18_u64 {
        let when = day(20 + 45 * n);
        let (name, ..) = SERVICES[usize::try_from(n * 2).expect("small") % SERVICES.len()];
        let body = json!({
            "type": "Activity", "date": when, "title": format!("So geht es online: {name}"), "message": "Kein Termin, kein Weg, keine Wartezeit.",
            "channels": ["@Newsletter der Stadt", "@Soziale Medien"], "visibility": "public",
        });
        plot.create(&when, &format!("activity {n}"), &format!("{items}?validFrom={when}"), body);
    }
    for (when, value) in [("2024-12-31", 1240), ("2025-06-30", 1515), ("2025-12-31", 1890), ("2026-06-30", 2210)] {
        let body = json!({"asOf": when, "value": value, "source": "Versandwerkzeug"});
        plot.on(when, "Auswertung des Newsletters", move |scribe, _| {
            drop(scribe.observe("communication", "newsletter-subscribers", body));
        });
    }
}

fn participation(plot: &mut Plot) {
    let items = "projects/participation/items";
    let formats = [
        ("Leitbild der Digitalisierung", "text_review", "involvement", 90, 160),
        ("Spielplätze im Westen", "idea_collection", "consultation", 200, 260),
        ("Radverkehr: Wo hakt es?", "idea_collection", "consultation", 380, 450),
        ("Bürgerhaushalt 2026", "budgeting", "co_decision", 430, 520),
        ("Namen für die neue Brücke", "poll", "co_decision", 690, 720),
        ("Klimaanpassung", "debate", "consultation", 800, 900),
    ];
    for (title, format, level, from, to) in formats {
        let body = json!({
            "type": "Format", "title": title, "platform": "adhocracy_plus", "level": level, "audience": "public", "format": format,
            "phases": [{"name": "Beteiligung im Netz", "from": day(from), "to": day(to)}], "state": "planned", "visibility": "public",
        });
        plot.create(&day(from - 30), title, items, body);
        plot.change(&day(from), "Beginn", title, items, "", json!({"state": "running"}));
        if to < 830 {
            plot.change(&day(to), "Ende", title, items, "", json!({"state": "completed"}));
            for (indicator, value) in
                [("comments", 40 + to % 90), ("active-participants", 60 + to % 70), ("written-ideas", 15 + to % 30)]
            {
                let body = json!({"asOf": day(to), "value": value, "source": "Plattform"});
                plot.on(&day(to), "Zahlen der Plattform", move |scribe, _| {
                    drop(scribe.observe("participation", indicator, body))
                });
            }
        }
    }
    let series = json!({
        "type": "Format", "title": "Werkstatt Verwaltung", "platform": "on_site", "level": "information", "audience": "internal",
        "format": "regular_meeting", "state": "running", "visibility": "public",
    });
    plot.create("2024-07-09", "series", &format!("{items}?validFrom=2024-01-01"), series);
}

fn milestones(plot: &mut Plot) {
    let path = "projects/ereb/milestones";
    let body = json!({
        "title": "Einführung in allen Ämtern abgeschlossen", "baseline": {"date": "2026-03", "modality": "expected"},
        "forecast": {"date": "2026-03", "modality": "expected"},
    });
    plot.create("2024-07-04", "ereb done", &format!("{path}?validFrom=2024-07-01"), body);
    for (when, date, reason) in [
        ("2025-03-03", "2026-05", "Schnittstelle zur Kasse später geliefert"),
        ("2025-11-03", "2026-09", "Schulungen verschoben"),
        ("2026-05-04", "2026-12", "Zwei Ämter mit eigenen Abläufen"),
    ] {
        let body = json!({"forecast": {"date": date, "modality": "expected", "reason": reason}});
        plot.change(when, reason, "ereb done", path, "", body);
    }
    let dms = json!({
        "title": "DMS in allen Ämtern", "baseline": {"date": "2026-Q4", "modality": "latest"},
        "forecast": {"date": "2027-H1", "modality": "expected", "reason": "Weitere Lizenzen erst im Haushalt 2027"},
    });
    plot.create("2025-10-06", "dms done", "projects/dms/milestones?validFrom=2025-10-01", dms);
    let ozg = json!({"title": "70 Online-Dienste", "baseline": {"date": "2025", "modality": "latest"}});
    plot.create("2024-07-04", "seventy", "projects/ozg/milestones?validFrom=2024-07-01", ozg);
    plot.change("2025-10-20", "Erreicht", "seventy", "projects/ozg/milestones", "", json!({"actual": "2025-10-15"}));
}

const FUNCTIONS: [&str; 2] = ["Stabsstelle Digitalisierung", "Leitung des Hauptamts"];

fn council(plot: &mut Plot) {
    let committee = json!({"name": "Ausschuss für Digitalisierung", "shortName": "AD"});
    plot.create("2024-07-01", "committee", "committees?validFrom=start", committee);
    let mut previous: Option<String> = None;
    for (n, (as_of, date)) in [
        ("2025-02-28", "2025-03-12"),
        ("2025-08-29", "2025-09-17"),
        ("2026-02-27", "2026-03-18"),
        ("2026-08-31", "2026-09-16"),
    ]
    .into_iter()
    .enumerate()
    {
        statements(plot, n, as_of);
        let (meeting, report) = (format!("meeting {n}"), format!("report {n}"));
        let title = "Sachstand der Digitalisierungsprojekte";
        let agenda = json!([
            {"number": "3", "title": title, "visibility": "public", "consultationRole": "deciding"},
            {"number": "7", "title": "Vergabe des Hostings", "visibility": "non_public", "consultationRole": "deciding"},
        ]);
        let body = json!({
            "title": format!("{}. Sitzung des Ausschusses für Digitalisierung", n + 1), "date": date, "committees": ["@committee"], "agenda": agenda,
        });
        plot.create(as_of, &meeting, "meetings", body);
        let mut body = json!({
            "title": title, "asOf": as_of, "meeting": format!("@{meeting}"), "agendaItem": "3", "visibility": "public",
            "climate": {"relevance": "low"}, "costs": {"incurred": false}, "proposal": "Der Ausschuss nimmt den Sachstand zur Kenntnis.",
        });
        if let Some(previous) = &previous {
            body["previousReport"] = json!(format!("@{previous}"));
        }
        plot.create(as_of, &report, "reports", body);
        // Every publication keeps a file for each format: two of them show what there is to show.
        if n >= 2 {
            publish(plot, as_of, &report);
            previous = Some(report.clone());
        }
        let agenda = json!({"agenda": [
            {
                "number": "3", "title": title, "visibility": "public", "consultationRole": "deciding", "paperNumber": format!("AD/{}/1/{}", n + 1, &date[2..4]),
                "resolution": "Der Ausschuss nimmt den Sachstand zur Kenntnis.", "outcome": "noted", "votes": {"inFavour": 0, "against": 0},
            },
            {"number": "7", "title": "Vergabe des Hostings", "visibility": "non_public", "consultationRole": "deciding", "outcome": "adopted", "votes": {"inFavour": 9, "against": 2}},
        ]});
        plot.change(date, "Ergebnis der Sitzung", &meeting, "meetings", "", agenda);
        if n == 3 {
            let own = report.clone();
            plot.on(date, "Ergebnis der Sitzung", move |scribe, ids| scribe.record(&ids[&own]));
        }
    }
}

/// A report goes its way before the meeting, with a list attached.
fn publish(plot: &mut Plot, as_of: &str, report: &str) {
    let own = report.to_owned();
    plot.on(as_of, "Freigabe zur Sitzung", move |scribe, ids| {
        let list = "Amt;Ansprechstelle\r\nBürgeramt;Servicestelle\r\nBauordnungsamt;Antragsannahme\r\n";
        scribe.attach(&ids[&own], "Ansprechstellen%20der%20%C3%84mter", "text/csv", list.as_bytes());
        scribe.publish(&ids[&own], FUNCTIONS);
    });
}

/// What the offices say before a meeting.
fn statements(plot: &mut Plot, n: usize, as_of: &str) {
    let texts = [
        ("ozg", "Neue Dienste entstehen vor allem mit dem Formularbaukasten und durch Nachnutzung von EfA-Leistungen."),
        ("dms", "Die Ämter werden nacheinander geschult; Altakten bleiben zunächst auf Papier."),
        (
            "processes",
            "Modelliert wird gemeinsam mit den Fachämtern; jede Freigabe ist mit der Organisation abgestimmt.",
        ),
        ("ereb", "Jedes Amt durchläuft Vorbereitung, Schulung und Pilotbetrieb, bevor es in den Echtbetrieb geht."),
        ("communication", "Jede Maßnahme stellt einen Dienst vor und sagt, welchen Weg er erspart."),
        ("participation", "Die Beiträge werden ausgewertet; die Beteiligten erhalten eine Rückmeldung."),
    ];
    for (project, text) in texts {
        let (as_of, text) = (as_of.to_owned(), text.to_owned());
        plot.on(&as_of.clone(), "Sachstand zum Bericht", move |scribe, ids| {
            let id = scribe.status(project, &as_of, &text);
            ids.insert(format!("status {project} {n}"), id);
        });
    }
}
