//! Dashboards that listen.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use sachstand::domain::access::{Grant, Role, TokenScope};
use sachstand::http::{App, Hub};
use serde_json::{Value, json};

use super::{service, with_project};
use crate::http::Callers;
use crate::support::client::Client;
use crate::support::{City, office, on_both, open};

/// Long enough for the ledger to be asked again, on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// An event as it arrived.
#[derive(Clone, Debug, PartialEq)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

/// A stream, block by block.
struct Listening(Receiver<String>);

impl Listening {
    fn to(client: &Client, query: &str, last: Option<&str>) -> Self {
        let headers: Vec<_> = last.iter().map(|id| ("Last-Event-ID", *id)).collect();
        let (status, body) = client.open(&format!("/v1/events{query}"), &headers);
        assert_eq!(status, 200);
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let mut block = String::new();
            for line in body.lines().map_while(Result::ok) {
                if line.is_empty() {
                    // Nobody listens any more: the connection goes with this thread.
                    if sender.send(std::mem::take(&mut block)).is_err() {
                        return;
                    }
                } else {
                    block.push_str(&line);
                    block.push('\n');
                }
            }
        });
        Self(receiver)
    }

    /// The next block that is no comment.
    fn block(&self) -> Option<String> {
        loop {
            match self.0.recv_timeout(PATIENCE) {
                Ok(block) if block.starts_with(':') => {}
                Ok(block) => return Some(block),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => panic!("nothing arrives"),
            }
        }
    }

    /// The id with which a stream begins.
    fn beginning(&self) -> String {
        let block = self.block().unwrap();
        let id = block.strip_prefix("retry: 3000\nid: ").unwrap_or_else(|| panic!("{block}"));
        id.trim_end().to_owned()
    }

    fn event(&self) -> Option<Event> {
        self.block().map(|block| event(&block))
    }

    /// Everything until the stream ends.
    fn rest(&self) -> Vec<Event> {
        std::iter::from_fn(|| self.event()).collect()
    }
}

fn event(block: &str) -> Event {
    let lines: Vec<(&str, &str)> = block.lines().map(|line| line.split_once(": ").unwrap()).collect();
    let [("event", name), ("id", id), ("data", data)] = lines[..] else { panic!("{block}") };
    Event { name: name.into(), id: id.into(), data: serde_json::from_str(data).unwrap() }
}

/// What a stream that only tells what was missed says.
fn missed(client: &Client, last: &str) -> Vec<Event> {
    let stream = Listening::to(client, "?seconds=0", Some(last));
    stream.beginning();
    stream.rest()
}

fn paths<'a>(event: &'a Event, of: &str) -> Vec<&'a str> {
    event.data[of].as_array().unwrap().iter().map(|one| one["self"].as_str().unwrap()).collect()
}

/// Another instance of the service on the same database, asked by an editor.
fn other_instance(city: &City) -> Client {
    let client = Client::serving(App::new(open(&city.database, &city.clock).unwrap()));
    client.with_token(city.token(vec![Grant::city(Role::Editor)], TokenScope::Write))
}

/// Writes of which strangers must not even notice when they were made.
fn write_hidden(editor: &Client) {
    let item = json!({"type": "OnlineService", "name": "Intern", "state": "online", "visibility": "internal"});
    editor.post("/v1/projects/ozg/items?validFrom=2023-01-01", &item).expect(201);
    let draft = json!({"asOf": "2023-04-06", "text": "Entwurf", "state": "draft"});
    editor.post("/v1/projects/ozg/status-updates", &draft).expect(201);
    let project =
        json!({"slug": format!("geheim-{}", item_count()), "kind": "dms", "title": "Geheim", "phase": "idea"});
    let path = editor.post("/v1/projects", &project).expect(201).header("location").unwrap().to_owned();
    editor.post(&format!("{path}/milestones"), &json!({"title": "Intern"})).expect(201);
    let observation = json!({"asOf": "2023-04-02", "value": 7});
    editor.post(&format!("{path}/indicators/licences-contracted/observations"), &observation).expect(201);
}

/// A number that is new each time.
fn item_count() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

#[test]
fn a_dashboard_hears_what_another_instance_writes_and_misses_nothing_in_a_break() {
    on_both(|city| {
        let callers = with_project(city);
        let (dashboard, editor) = (&callers.stranger, other_instance(city));
        let listening = Listening::to(dashboard, "", None);
        let known = |client: &Client| client.get("/v1/projects").expect(200).json()["meta"]["knownAt"].clone();
        assert_eq!(json!(listening.beginning()), known(dashboard));

        write_hidden(&editor);
        let parking = service(&editor, "Bewohnerparken", "online", "2023-01-01");
        let heard = listening.event().unwrap();
        let online = "/v1/projects/ozg/indicators/online-services";
        assert_eq!((heard.name.as_str(), json!(heard.id)), ("change", known(dashboard)));
        assert_eq!(heard.data["knownAt"], json!(heard.id));
        assert_eq!(paths(&heard, "resources"), [parking.as_str()]);
        assert!(paths(&heard, "indicators").contains(&online), "{heard:?}");
        assert_eq!(heard.data["resources"][0]["shape"], "item");
        write_hidden(&editor);
        let made =
            editor.post(&format!("{online}/observations"), &json!({"asOf": "2023-04-06", "value": 117})).expect(201);
        let heard = listening.event().unwrap();
        assert_eq!(paths(&heard, "resources"), [made.header("location").unwrap()]);
        assert_eq!(heard.data["indicators"], json!([{"project": "ozg", "key": "online-services", "self": online}]));

        // The line breaks; meanwhile things happen, seen and unseen; the dashboard comes back to either instance.
        drop(listening);
        let milestones = "/v1/projects/ozg/milestones";
        for title in ["Erster", "Zweiter"] {
            write_hidden(&editor);
            editor.post(milestones, &json!({"title": title})).expect(201);
        }
        let missed_there = missed(&Client::at(&editor.address()), &heard.id);
        assert_eq!(missed_there.len(), 2, "{missed_there:?}");
        assert!(missed_there.iter().all(|event| paths(event, "resources")[0].starts_with(milestones)));
        assert_eq!(missed(dashboard, &missed_there[0].id), missed_there[1..]);
        assert_eq!(missed(dashboard, &missed_there[1].id), []);
        let again = Listening::to(dashboard, &format!("?lastEventId={}", heard.id), None);
        assert_eq!(again.beginning(), heard.id);
        assert_eq!([again.event(), again.event()], [Some(missed_there[0].clone()), Some(missed_there[1].clone())]);
        editor.patch(&parking, &json!({"visibility": "internal"})).expect(200);
        // What is withdrawn is not named, but what it was counted in differs.
        let heard = again.event().unwrap();
        assert_eq!(heard.data["resources"], json!([]));
        assert!(paths(&heard, "indicators").contains(&online), "{heard:?}");
        write_hidden(&editor);
        editor.post(milestones, &json!({"title": "Dritter"})).expect(201);
        assert_eq!(again.event().unwrap().data["resources"][0]["shape"], "milestone");
    });
}

#[test]
fn a_stream_is_the_same_byte_for_byte_whatever_changes_unseen() {
    on_both(|city| {
        let callers = with_project(city);
        let editor = other_instance(city);
        let stream = |during: &dyn Fn()| {
            let (status, mut body) =
                callers.stranger.open("/v1/events?seconds=3&lastEventId=2023-01-01T00:00:00Z", &[]);
            assert_eq!(status, 200);
            during();
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let quiet = stream(&|| ());
        assert!(quiet.contains("event: change\n"), "{quiet}");
        assert_eq!(stream(&|| write_hidden(&editor)), quiet);
        // Nobody is told more because of who they are: viewers follow the changes.
        let (_, mut body) = callers.stranger.open(
            "/v1/events?seconds=0&lastEventId=2023-01-01T00:00:00Z",
            &[("Authorization", &format!("Bearer {}", callers.admin.token().unwrap()))],
        );
        let mut bytes = String::new();
        body.read_to_string(&mut bytes).unwrap();
        assert_eq!(bytes, quiet);
    });
}

#[test]
fn before_anything_is_public_everything_is_still_to_come() {
    on_both(|city| {
        let callers = Callers::of(city);
        let beginning = Listening::to(&callers.stranger, "?seconds=0", None).beginning();
        assert_eq!(beginning, "1970-01-01T00:00:00Z");
        let hidden = json!({"slug": "geheim", "kind": "dms", "title": "Geheim", "phase": "idea"});
        callers.editor.post("/v1/projects", &hidden).expect(201);
        assert_eq!(Listening::to(&callers.stranger, "?seconds=0", None).beginning(), beginning);
        city.add(None, &office("IT"));
        assert_eq!(missed(&callers.stranger, &beginning).len(), 1);
    });
}

#[test]
fn who_missed_too_much_reads_anew() {
    on_both(|city| {
        let dashboard = Callers::of(city).stranger;
        let ids: Vec<String> = (0..202)
            .map(|n| {
                city.add(None, &office(&format!("Amt {n}")));
                city.last().1.to_string()
            })
            .collect();
        let reset = |last: &str| missed(&dashboard, last).iter().map(|event| event.name.clone()).collect::<Vec<_>>();
        let last = ids.last().unwrap();
        let events = missed(&dashboard, &ids[0]);
        assert_eq!(events, [Event { name: "reset".into(), id: last.clone(), data: json!({"knownAt": last}) }]);
        assert_eq!(missed(&dashboard, &events[0].id), []);
        assert_eq!(reset(&ids[1]), ["change"; 200]);
        // An id that no ledger of this city can have given yet: it was put back to an earlier state.
        assert_eq!(reset("2999-01-01T00:00:00Z"), ["reset"]);
        let refused = |headers: &[(&str, &str)], query: &str| {
            let answer = dashboard.send("GET", &format!("/v1/events{query}"), headers, None).expect(400).json();
            answer["violations"][0]["parameter"].as_str().unwrap().to_owned()
        };
        assert_eq!(refused(&[("Last-Event-ID", "gestern")], "?seconds=0"), "Last-Event-ID");
        assert_eq!(refused(&[], "?seconds=0&lastEventId=gestern"), "lastEventId");
        assert_eq!(refused(&[], "?seconds=3601"), "seconds");
    });
}

#[test]
fn there_is_room_for_so_many() {
    on_both(|city| {
        let app = App { events: Hub::for_at_most(2), ..App::new(city.store.clone()) };
        let dashboard = Client::serving(app);
        let first = Listening::to(&dashboard, "?seconds=60", None);
        let second = Listening::to(&dashboard, "?seconds=1", None);
        first.beginning();
        second.beginning();
        let full = dashboard.get("/v1/events").expect(503);
        assert_eq!(full.header("retry-after"), Some("5"));
        assert_eq!(full.json()["type"], "urn:sachstand:problem:unavailable");
        // Everything else is answered; so is who only asks what was missed.
        dashboard.get("/v1/projects").expect(200);
        dashboard.get("/v1/events?seconds=0").expect(200);
        assert_eq!(second.rest(), [], "after its time a stream ends by itself");
        let third = Listening::to(&dashboard, "?seconds=60", None);
        third.beginning();
        city.add(None, &office("IT"));
        assert_eq!([first.event(), third.event()].map(|event| event.unwrap().name), ["change", "change"]);
    });
}

#[test]
fn a_stream_is_kept_by_nobody_and_open_to_other_origins() {
    on_both(|city| {
        let dashboard = Callers::of(city).stranger;
        for method in ["GET", "HEAD"] {
            // HEAD does not listen, and needs no end.
            let query = if method == "GET" { "?seconds=0" } else { "" };
            let answer = dashboard.send(method, &format!("/v1/events{query}"), &[], None).expect(200);
            assert_eq!(answer.header("content-type"), Some("text/event-stream"), "{method}");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("x-accel-buffering"), Some("no"));
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        }
        let preflight = dashboard.send("OPTIONS", "/v1/events", &[], None).expect(204);
        assert!(preflight.header("access-control-allow-headers").unwrap().contains("Last-Event-ID"));
    });
}

#[test]
fn a_service_that_is_told_to_stop_does_not_wait_for_who_listens() {
    let directory = std::env::temp_dir().join(format!("sachstand-live-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sachstand"))
        .arg("serve")
        .current_dir(&directory)
        .env("SACHSTAND_LISTEN", "127.0.0.1:0")
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let greeting = lines.next().unwrap().unwrap();
    let address = greeting.split("http://").nth(1).unwrap().split('/').next().unwrap();
    let streams: Vec<Listening> = (0..3).map(|_| Listening::to(&Client::at(address), "", None)).collect();
    streams.iter().for_each(|stream| drop(stream.beginning()));
    let begin = Instant::now();
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(child.wait().unwrap().success());
    assert!(begin.elapsed() < Duration::from_secs(8), "it waited for {:?}", begin.elapsed());
    assert!(streams.iter().all(|stream| stream.rest().is_empty()));
    std::fs::remove_dir_all(&directory).unwrap();
}
