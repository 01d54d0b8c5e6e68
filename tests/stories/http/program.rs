//! The program itself: started, stopped the hard way, started again.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::support::client::Client;

const PROGRAM: &str = env!("CARGO_BIN_EXE_sachstand");

fn program(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(directory).env("SACHSTAND_LISTEN", "127.0.0.1:0").env_remove("DATABASE_URL");
    command
}

pub fn run(directory: &Path, arguments: &[&str]) -> Output {
    program(directory, arguments).output().unwrap()
}

/// Serves on a free port; what it prints says which. Who has no token yet, or gets one, is told so in a third line.
fn serve(directory: &Path, arguments: &[&str], lines_of_greeting: usize) -> (Child, String, Vec<String>) {
    let mut child = program(directory, arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut printed = Vec::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while printed.len() < lines_of_greeting {
        printed.push(lines.next().unwrap().unwrap());
    }
    let address = printed[0].split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    // The pipe stays open, or the program could not print any more.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address, printed)
}

pub fn directory(name: &str) -> std::path::PathBuf {
    let directory = std::env::temp_dir().join(format!("sachstand-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn an_acknowledged_write_survives_being_killed() {
    const ROUNDS: usize = 3;
    let directory = directory("killed");
    let token = run(&directory, &["token", "create", "--name", "test", "--role", "admin", "--expires", "never"]);
    let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let (mut child, address, _) = serve(&directory, &["serve"], 2);
        let client = Client::at(&address).with_token(&token);
        let enough = AtomicBool::new(false);
        let written = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    let (client, enough) = (client.clone(), &enough);
                    scope.spawn(move || {
                        let mut mine = Vec::new();
                        for n in 0.. {
                            let name = format!("Amt {round} {writer} {n}");
                            match client.try_post("/v1/offices", &json!({"name": name, "shortName": "A"})) {
                                Some(answer) if answer.status == 201 => mine.push(name),
                                _ => break,
                            }
                            if n == 40 {
                                enough.store(true, Ordering::SeqCst);
                            }
                        }
                        mine
                    })
                })
                .collect();
            while !enough.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(5));
            }
            child.kill().unwrap();
            child.wait().unwrap();
            writers.into_iter().flat_map(|w| w.join().unwrap()).collect::<Vec<_>>()
        });
        acknowledged.extend(written);
    }
    let (mut child, address, _) = serve(&directory, &["serve"], 2);
    let mut stored = Vec::new();
    let mut next = Some("/v1/offices?limit=500".to_owned());
    while let Some(path) = next {
        let page = Client::at(&address).get(&path).expect(200).json();
        stored.extend(page["data"].as_array().unwrap().iter().map(|o| o["name"].as_str().unwrap().to_owned()));
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    assert!(acknowledged.len() > ROUNDS * 40);
    assert!(acknowledged.iter().all(|name| stored.contains(name)), "an acknowledged write is lost");

    let backup = run(&directory, &["backup", "copy.db"]);
    assert!(backup.status.success(), "{}", text(&backup));
    assert!(!run(&directory, &["backup", "copy.db"]).status.success(), "a backup never overwrites");
    child.kill().unwrap();
    child.wait().unwrap();
    for url in ["sqlite://sachstand.db", "sqlite://copy.db"] {
        let verified = program(&directory, &["verify"]).env("DATABASE_URL", url).output().unwrap();
        assert!(verified.status.success() && text(&verified).contains(" 0 findings"), "{}", text(&verified));
    }
    std::fs::remove_dir_all(&directory).unwrap();
}

/// A creation with a key; no answer when the server is gone.
fn keyed(client: &Client, name: &str) -> Option<u16> {
    let body = json!({"name": name, "shortName": "A"}).to_string();
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", name)];
    client.try_send("POST", "/v1/offices", &headers, Some(body.as_bytes())).ok().map(|answer| answer.status)
}

#[test]
fn repeating_with_the_key_after_a_kill_does_it_once() {
    let directory = directory("repeated");
    let token = run(&directory, &["token", "create", "--name", "test", "--role", "editor", "--expires", "never"]);
    let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();
    let mut asked: Vec<String> = Vec::new();
    for round in 0..3 {
        let (mut child, address, _) = serve(&directory, &["serve"], 2);
        let client = Client::at(&address).with_token(&token);
        let begun = AtomicUsize::new(0);
        let tried: Vec<Vec<String>> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    let (client, begun) = (client.clone(), &begun);
                    scope.spawn(move || {
                        let mut tried = Vec::new();
                        for n in 0.. {
                            begun.fetch_add(1, Ordering::Relaxed);
                            tried.push(format!("Amt-{round}-{writer}-{n}"));
                            if keyed(&client, tried.last().unwrap()) != Some(201) {
                                break;
                            }
                        }
                        tried
                    })
                })
                .collect();
            // In the midst of it, however fast the machine is.
            while begun.load(Ordering::Relaxed) < 15 && writers.iter().any(|writer| !writer.is_finished()) {
                std::thread::sleep(Duration::from_millis(1));
            }
            child.kill().unwrap();
            child.wait().unwrap();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        // Nobody knows what became of the last request of each: it is simply sent again, with the rest.
        asked.extend(tried.into_iter().flatten());
    }
    let (mut child, address, _) = serve(&directory, &["serve"], 2);
    let client = Client::at(&address).with_token(&token);
    for name in &asked {
        assert_eq!(keyed(&client, name), Some(201), "{name}");
    }
    let (mut stored, mut next) = (Vec::new(), Some("/v1/offices?limit=500".to_owned()));
    while let Some(path) = next {
        let page = client.get(&path).expect(200).json();
        stored.extend(page["data"].as_array().unwrap().iter().map(|o| o["name"].as_str().unwrap().to_owned()));
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    asked.sort();
    stored.sort();
    assert!(asked.len() > 30, "{}", asked.len());
    assert_eq!(stored, asked, "each is there once");
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_newcomer_is_told_what_to_do() {
    let directory = directory("newcomer");
    let (mut child, address, printed) = serve(&directory, &["serve"], 3);
    assert!(printed[2].contains("There is no token yet"), "{printed:?}");
    Client::at(&address).get("/readyz").expect(200);
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut child, address, printed) = serve(&directory, &["serve", "--demo"], 4);
    let token = printed[2].split("sst_").nth(1).expect("a token");
    let client = Client::at(&address).with_token(format!("sst_{token}"));
    client.post("/v1/offices", &json!({"name": "Amt", "shortName": "A"})).expect(201);
    assert!(directory.join("sachstand-demo.db").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn tokens_are_made_listed_and_revoked() {
    let directory = directory("tokens");
    let create =
        |expires: &str| run(&directory, &["token", "create", "--name", "IT", "--role", "editor", "--expires", expires]);
    assert!(text(&create("2020-01-01")).contains("must lie in the future"));
    assert!(!create("bald").status.success());
    let secret = String::from_utf8(create("2099-12-31").stdout).unwrap();
    assert!(secret.starts_with("sst_"), "{secret}");
    let listed = text(&run(&directory, &["token", "list"]));
    assert!(listed.contains("editor") && listed.contains("IT") && !listed.contains(secret.trim()), "{listed}");
    let id = listed.split_whitespace().next().unwrap();
    assert!(run(&directory, &["token", "revoke", id]).status.success());
    assert!(!run(&directory, &["token", "revoke", id]).status.success());
    assert!(text(&run(&directory, &["token", "list"])).contains("revoked"));
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_wrong_value_stops_the_start_and_is_named() {
    let directory = directory("wrong");
    for (name, value) in [
        ("DATABASE_URL", "mysql://x"),
        ("SACHSTAND_LISTEN", "8080"),
        ("SACHSTAND_TIME_ZONE", "Mitteleuropa"),
        ("SACHSTAND_WORKERS", "0"),
        ("SACHSTAND_DATABASE_CONNECTIONS", "viele"),
        ("SACHSTAND_OIDC_ISSUER", "http://anmeldung.example"),
        ("RUST_LOG", "!!=,,x=laut"),
        ("DATABASE_URL", "sqlite:///nirgends/x.db"),
    ] {
        let stopped = program(&directory, &["serve"]).env(name, value).output().unwrap();
        assert!(!stopped.status.success() && text(&stopped).contains(name), "{}", text(&stopped));
    }
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_typing_error_is_no_empty_ledger() {
    let directory = directory("typo");
    for command in ["verify", "export"] {
        let refused = program(&directory, &[command]).env("DATABASE_URL", "sqlite://typo.db").output().unwrap();
        assert!(!refused.status.success() && text(&refused).contains("typo.db"), "{}", text(&refused));
    }
    assert!(!directory.join("typo.db").exists());
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_ledger_goes_out_and_comes_back() {
    let directory = directory("transfer");
    std::fs::write(directory.join("demo.jsonl"), include_str!("../../../demo/aschaffenburg.jsonl")).unwrap();
    assert!(run(&directory, &["import", "demo.jsonl"]).status.success());
    let again = run(&directory, &["import", "demo.jsonl"]);
    assert!(!again.status.success() && text(&again).contains("not empty"), "{}", text(&again));
    assert_eq!(run(&directory, &["export"]).stdout, include_bytes!("../../../demo/aschaffenburg.jsonl"));
    let altered = include_str!("../../../demo/aschaffenburg.jsonl").replace("\"value\":117", "\"value\":170");
    std::fs::write(directory.join("altered.jsonl"), altered).unwrap();
    let refused =
        program(&directory, &["import", "altered.jsonl"]).env("DATABASE_URL", "sqlite://other.db").output().unwrap();
    assert!(!refused.status.success() && text(&refused).contains("was altered"), "{}", text(&refused));
    std::fs::remove_dir_all(&directory).unwrap();
}
