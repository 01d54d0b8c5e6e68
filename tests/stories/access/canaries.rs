//! Canaries: texts and counts that only some may ever read, looked for in every answer that there is.

use sachstand::domain::access::{GrantScope, Role};
use serde_json::{Value, json};

use super::World;
use crate::http::id;
use crate::http::openapi::operations;
use crate::support::client::Client;
use crate::support::on_both;

/// Words that stand only in what is internal, and only in what is not public.
const INTERNAL: &str = "Zaunkönig";
const NON_PUBLIC: &str = "Eisvogel";
/// Counts that come about only with what is internal, and only with what is not public.
const INTERNAL_COUNT: i64 = 4_711;
const NON_PUBLIC_COUNT: i64 = 81_500;

/// What was made, to be asked for by id.
struct Hidden {
    slugs: Vec<&'static str>,
    /// In what collection, and its id.
    ids: Vec<(String, String)>,
    /// How many changes there are.
    changes: i64,
}

fn hide(world: &World<'_>) -> Hidden {
    let admin = world.admin.because(format!("{INTERNAL} {NON_PUBLIC}"));
    let mut ids = Vec::new();
    let mut create = |path: &str, body: Value| {
        let made = id(&admin.post(path, &body).expect(201).json());
        let collection = path.split('?').next().unwrap().rsplit('/').next().unwrap();
        ids.push((collection.to_owned(), made.clone()));
        made
    };
    for (visibility, word, count) in [
        ("public", "Amsel", 100),
        ("internal", INTERNAL, INTERNAL_COUNT - 100),
        ("non_public", NON_PUBLIC, NON_PUBLIC_COUNT),
    ] {
        let slug = match visibility {
            "public" => "offen",
            "internal" => "intern",
            _ => "geheim",
        };
        let project = json!({
            "slug": slug, "kind": "dms", "title": format!("Projekt {word}"), "phase": "idea", "visibility": visibility,
            "goal": word,
        });
        create("/v1/projects?validFrom=2023-01-01", project);
        let pool = |word: &str, count: i64| json!({"type": "LicencePool", "product": word, "model": "named_user", "contracted": count, "assigned": 0, "visibility": visibility});
        create("/v1/projects/offen/items?validFrom=2023-01-01", pool(word, count));
        create(&format!("/v1/projects/{slug}/items?validFrom=2023-01-01"), pool(word, count));
        let milestone =
            json!({"title": format!("Meilenstein {word}"), "forecast": {"date": "2023-06", "modality": "expected"}});
        create(&format!("/v1/projects/{slug}/milestones?validFrom=2023-01-01"), milestone);
        let risk = json!({"title": word, "severity": "high", "state": "open", "visibility": visibility});
        create("/v1/projects/offen/risks", risk.clone());
        create(&format!("/v1/projects/{slug}/risks"), risk);
        let decision = json!({"title": word, "state": "open", "visibility": visibility});
        create("/v1/projects/offen/decisions", decision);
        // What is computed from hidden costs is hidden as well.
        let amounts = json!([{"year": 2023, "planned": 0, "actual": count}]);
        let cost = json!({"title": word, "recurrence": "one_off", "amounts": amounts, "visibility": visibility});
        create("/v1/projects/offen/costs?validFrom=start", cost);
        let funding = json!({"programme": word, "granted": count, "state": "planned", "visibility": visibility});
        create("/v1/projects/offen/funding", funding);
        let observation = json!({"asOf": "2023-04-01", "value": count, "text": word});
        create(&format!("/v1/projects/{slug}/indicators/licences-contracted/observations"), observation);
        let complete = json!({"asOf": "2023-04-01", "text": word});
        create(&format!("/v1/projects/{slug}/indicators/file-types-live/completeness-statements"), complete);
        let note = json!({"asOf": "2023-04-06", "text": format!("Entwurf {INTERNAL}"), "internalNote": INTERNAL, "state": "draft"});
        create(&format!("/v1/projects/{slug}/status-updates"), note);
        let agenda = json!([
            {"number": "1", "title": "Bericht", "visibility": "public"},
            {"number": "2", "title": format!("TOP {word}"), "visibility": visibility, "resolution": word},
        ]);
        let meeting = create("/v1/meetings", json!({"title": "Sitzung", "date": "2023-04-26", "agenda": agenda}));
        let report = json!({
            "title": format!("Bericht {word}"), "asOf": "2023-04-26", "visibility": visibility, "meeting": meeting,
            "agendaItem": "2", "proposal": word,
        });
        create("/v1/reports", report);
    }
    // What became of an import is for the importer.
    let row = json!([{"product": INTERNAL, "model": "site", "contracted": 1, "assigned": 0, "visibility": "internal", "validFrom": "2023-01-01"}]);
    let rehearsed = admin.post("/v1/imports?as=licence-pools&project=offen&dryRun=true", &row).expect(200).json();
    ids.push(("imports".to_owned(), rehearsed["id"].as_str().unwrap().to_owned()));
    let mut create = |path: &str, body: Value| {
        let made = id(&admin.post(path, &body).expect(201).json());
        let collection = path.split('?').next().unwrap().rsplit('/').next().unwrap();
        ids.push((collection.to_owned(), made.clone()));
        made
    };
    // What was once public and is withdrawn is hidden for every day and every moment.
    let withdrawn = json!({
        "type": "LicencePool", "product": format!("Ehemals {INTERNAL}"), "model": "site", "visibility": "public",
        "contracted": INTERNAL_COUNT, "assigned": 0,
    });
    let withdrawn = create("/v1/projects/offen/items?validFrom=2023-02-01", withdrawn);
    world.city.clock.set("2023-04-28T08:00:00Z");
    let path = format!("/v1/projects/offen/items/{withdrawn}?validFrom=2023-02-01");
    admin.patch(&path, &json!({"visibility": "internal"})).expect(200);
    // So is an agenda item, and what was said in a project before it was opened to the public.
    let agenda = |visibility: &str| json!([{"number": "3", "title": format!("Vergabe {INTERNAL}"), "visibility": visibility, "resolution": INTERNAL}]);
    let meeting = json!({"title": "Andere Sitzung", "date": "2023-04-26", "agenda": agenda("public")});
    let meeting = create("/v1/meetings", meeting);
    let early =
        json!({"slug": "frueh", "kind": "dms", "title": "Später offen", "phase": "idea", "visibility": "internal"});
    create("/v1/projects?validFrom=2023-01-01", early);
    let milestone = json!({"title": format!("Vergabe an {INTERNAL}")});
    let milestone = create("/v1/projects/frueh/milestones?validFrom=2023-01-01", milestone);
    world.city.clock.set("2023-05-01T08:00:00Z");
    admin.patch(&format!("/v1/meetings/{meeting}"), &json!({"agenda": agenda("internal")})).expect(200);
    let mended = format!("/v1/projects/frueh/milestones/{milestone}?validFrom=2023-01-01");
    admin.patch(&mended, &json!({"title": "Vergabe"})).expect(200);
    admin.patch("/v1/projects/frueh?validFrom=2023-01-01", &json!({"visibility": "public"})).expect(200);
    world.city.clock.set("2023-05-02T08:00:00Z");
    let changes = world.city.last().0;
    Hidden { changes, slugs: vec!["offen", "intern", "geheim", "frueh"], ids }
}

/// Every GET of the API document and every page, for everything that there is, at several days and moments.
fn questions(hidden: &Hidden) -> Vec<String> {
    let mut all = vec!["/".to_owned()];
    for (path, method, _) in operations() {
        // The document of the API says what there could be, not what there is.
        if method != "get" || path == "/v1/openapi.json" {
            continue;
        }
        let with_slug = if path.contains("{slug}") {
            hidden.slugs.iter().map(|slug| path.replace("{slug}", slug)).collect()
        } else {
            vec![path]
        };
        for path in with_slug {
            let path = path.replace("{key}", "licences-contracted");
            if path.contains("{number}") {
                all.extend((1..=hidden.changes).map(|number| path.replace("{number}", &number.to_string())));
                continue;
            }
            if path.contains("{id}") {
                let collection = path.split("/{id}").next().unwrap().rsplit('/').next().unwrap();
                let there = hidden.ids.iter().filter(|(of, _)| of == collection);
                all.extend(there.map(|(_, id)| path.replace("{id}", id).replace("{other}", id)));
            } else {
                all.push(path);
            }
        }
    }
    let mut asked = Vec::new();
    for path in all {
        // A stream tells what was missed since the beginning of the story, and ends; every pair of states is compared.
        if path == "/v1/events" {
            asked.push(format!("{path}?seconds=0&lastEventId=2023-01-01T00:00:00Z"));
            asked.push(format!("{path}?seconds=0"));
            continue;
        }
        if path.ends_with("/diff") {
            for pair in [
                "fromKnownAt=2023-04-01T00:00:00Z",
                "fromKnownAt=2023-04-27T12:00:00Z",
                "fromKnownAt=2023-04-27T12:00:00Z&toKnownAt=2023-04-29T12:00:00Z",
                "fromValidAt=2022-12-31",
                "fromValidAt=2023-03-01",
                "fromValidAt=2022-12-31&fromKnownAt=2023-04-27T12:00:00Z&toValidAt=2023-04-28",
                "toKnownAt=2023-04-27T12:00:00Z&fromValidAt=2023-04-28&toValidAt=2023-03-01",
            ] {
                asked.push(format!("{path}?{pair}&limit=500"));
            }
            continue;
        }
        if path == "/v1/changes" {
            asked.push(format!("{path}?backdatedMoreThan=P0D&limit=500"));
        }
        for query in [
            "",
            "validAt=2023-03-01",
            "knownAt=2023-04-27T12:00:00Z",
            "validAt=2023-03-01&knownAt=2023-04-27T12:00:00Z",
        ] {
            // Documents and accounts have no day; they refuse the question, which is an answer as well.
            asked.push(if query.is_empty() { path.clone() } else { format!("{path}?{query}") });
        }
        if path.ends_with("/document") {
            asked.extend(["markdown", "html"].map(|format| format!("{path}?format={format}")));
        }
        if path.ends_with("/value") || path.ends_with("/series") {
            // The groups of licences are called by the names of what may not be seen.
            for query in ["groupBy=product", "groupBy=product&validAt=2023-03-01&knownAt=2023-04-27T12:00:00Z"] {
                asked.push(format!("{path}?{query}"));
            }
        }
        if path == "/v1/attention" {
            asked.push(format!("{path}?format=html"));
        }
        if path.ends_with("/milestone-trend") {
            asked.push(format!("{path}?format=svg"));
        }
        // Where there is no table, the question is refused, which is an answer as well.
        asked.push(format!("{path}?format=csv"));
        asked.push(format!("{path}?format=csv&validAt=2023-03-01&knownAt=2023-04-27T12:00:00Z"));
    }
    asked
}

/// Bodies and headers of all answers.
fn everything(caller: &Client, questions: &[String]) -> String {
    let mut seen = String::new();
    for question in questions {
        let answer = caller.get(question);
        assert!([200, 400, 401, 403, 404].contains(&answer.status), "{question}: {}", answer.body);
        seen.push_str(&format!("\n{question} {}\n{}\n", answer.status, answer.body));
        answer.headers.iter().for_each(|(name, value)| seen.push_str(&format!("{name}: {value}\n")));
    }
    seen
}

/// Whether a count stands somewhere as a number of its own.
fn counts(text: &str, count: i64) -> bool {
    let german = format!("{}.{:03}", count / 1000, count % 1000);
    [count.to_string(), german].iter().any(|number| {
        text.match_indices(number.as_str()).any(|(at, found)| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
            !digit(text[..at].chars().next_back()) && !digit(text[at + found.len()..].chars().next())
        })
    })
}

#[test]
fn what_somebody_may_not_see_is_in_no_answer_they_get() {
    on_both(|city| {
        let world = World::of(city);
        let hidden = hide(&world);
        let questions = questions(&hidden);
        let elsewhere = world.caller(Role::Editor, GrantScope::Project(world.other_project));
        let sees = |seen: &str, word: &str, count: i64| seen.contains(word) || counts(seen, count);
        for (name, caller, internal, non_public) in [
            ("a stranger", world.stranger.clone(), false, false),
            ("an editor of another project", elsewhere, false, false),
            ("a viewer", world.role(Role::Viewer), true, false),
            ("an editor", world.role(Role::Editor), true, false),
            ("an author", world.role(Role::Author), true, true),
            ("an approver", world.role(Role::Approver), true, true),
            ("the administration", world.admin.clone(), true, true),
        ] {
            // Reasons are for the administration, and say both words: they are looked at apart.
            let seen = everything(&caller, &questions).replace(&format!("{INTERNAL} {NON_PUBLIC}"), "Grund");
            assert!(seen.contains("Amsel"), "{name}");
            assert_eq!(
                sees(&seen, INTERNAL, INTERNAL_COUNT),
                internal,
                "{name} and what is internal: {}",
                place(&seen, INTERNAL)
            );
            assert_eq!(
                sees(&seen, NON_PUBLIC, NON_PUBLIC_COUNT),
                non_public,
                "{name} and what is not public: {}",
                place(&seen, NON_PUBLIC)
            );
            if name == "a stranger" {
                let numbers = ["\"actor\"", "\"reason\"", "Grund", "etag: \"r"];
                numbers.iter().for_each(|word| assert!(!seen.contains(word), "{word}: {}", place(&seen, word)));
            }
        }
    });
}

/// The answer in which a word stands.
fn place<'a>(seen: &'a str, word: &str) -> &'a str {
    let at = seen.find(word).unwrap_or_default();
    let floor = (at.saturating_sub(600)..=at).find(|n| seen.is_char_boundary(*n)).unwrap_or_default();
    &seen[floor..at]
}

#[test]
fn what_changes_unseen_changes_no_public_answer() {
    on_both(|city| {
        let world = World::of(city);
        let hidden = hide(&world);
        let questions: Vec<String> =
            questions(&hidden).into_iter().filter(|q| !q.contains("readyz") && !q.contains("healthz")).collect();
        let ask = |question: &String| {
            let answer = world.stranger.get(question);
            let headers: Vec<_> = answer.headers.into_iter().filter(|(name, _)| name != "date").collect();
            (answer.status, answer.body, headers)
        };
        let answers = || questions.iter().map(ask).collect::<Vec<_>>();
        let before = answers();
        let admin = &world.admin;
        for slug in ["intern", "geheim"] {
            admin.patch(&format!("/v1/projects/{slug}"), &json!({"goal": "anders"})).expect(200);
            // What belongs to something hidden is hidden with it, whatever it says of itself.
            admin.post(&format!("/v1/projects/{slug}/milestones"), &json!({"title": "x"})).expect(201);
            let observation = json!({"asOf": "2023-04-02", "value": 7});
            admin
                .post(&format!("/v1/projects/{slug}/indicators/licences-contracted/observations"), &observation)
                .expect(201);
        }
        let secret =
            json!({"slug": "neu-geheim", "kind": "ozg", "title": "x", "phase": "idea", "visibility": "non_public"});
        admin.post("/v1/projects", &secret).expect(201);
        let pool = json!({"type": "LicencePool", "product": "x", "model": "site", "contracted": 5, "assigned": 0, "visibility": "internal"});
        admin.post("/v1/projects/offen/items?validFrom=2023-04-02", &pool).expect(201);
        let draft = json!({"asOf": "2023-04-06", "text": "x", "state": "draft"});
        admin.post("/v1/projects/offen/status-updates", &draft).expect(201);
        admin.post("/v1/reports", &json!({"title": "x", "asOf": "2023-04-26"})).expect(201);
        let after = answers();
        for ((before, after), question) in before.iter().zip(&after).zip(&questions) {
            assert_eq!(before, after, "{question}");
        }
    });
}

#[test]
fn what_may_not_be_seen_answers_like_what_is_not_there() {
    on_both(|city| {
        let world = World::of(city);
        let hidden = hide(&world);
        let nothing = world.stranger.get("/v1/projects/nix").expect(404);
        for path in hidden.ids.iter().map(|(_, id)| format!("/v1/projects/intern/items/{id}")).chain([
            "/v1/projects/intern".to_owned(),
            "/v1/projects/intern/items".to_owned(),
            "/v1/projects/geheim/history".to_owned(),
            "/v1/projects/geheim/indicators/licences-contracted/value".to_owned(),
        ]) {
            let answer = world.stranger.get(&path).expect(404);
            assert_eq!(answer.body, nothing.body, "{path}");
            let names = |answer: &crate::support::client::Answer| {
                answer.headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
            };
            assert_eq!(names(&answer), names(&nothing), "{path}");
        }
        let refused = world.role(Role::Editor).post("/v1/projects/geheim/items", &json!({"type": "LicencePool"}));
        assert_eq!(refused.expect(404).body, nothing.body);
    });
}
