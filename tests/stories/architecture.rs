//! The house keeps its own rules: arrows run down only, rooms say what they are, files stay small.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room with the rooms it may name. There is no list of exceptions.
const ROOMS: [(&str, &[&str]); 9] = [
    ("main", &["cli", "config", "http", "reports", "kinds", "analysis", "store", "domain"]),
    ("cli", &["config", "http", "reports", "kinds", "analysis", "store", "domain"]),
    ("http", &["config", "reports", "kinds", "analysis", "store", "domain"]),
    ("config", &["store", "domain"]),
    ("reports", &["kinds", "analysis", "domain"]),
    ("kinds", &["domain"]),
    ("analysis", &["domain"]),
    ("store", &["domain"]),
    ("domain", &[]),
];

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    files.sort();
    files
}

fn sources() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |path: &Path| path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
    files(&source).iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The room of a file: its folder, or its own name at the top.
fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// The rooms that a text names, by `crate::room`, `sachstand::room` or a list in braces after either.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = BTreeSet::new();
    for root in ["crate::", "sachstand::"] {
        for (at, _) in code.match_indices(root) {
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                None => drop(names.insert(word(rest))),
                Some(list) => {
                    let mut depth = 0;
                    for part in list.split_inclusive(['{', '}', ',']) {
                        if depth == 0 && !word(part.trim_start()).is_empty() {
                            names.insert(word(part.trim_start()));
                        }
                        depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
                        if depth < 0 {
                            break;
                        }
                    }
                }
            }
        }
    }
    names
}

#[test]
fn a_room_names_only_rooms_below_it() {
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    for (file, text) in sources().iter().filter(|(file, _)| file != "lib.rs") {
        let (_, below) =
            ROOMS.iter().find(|(name, _)| *name == room(file)).unwrap_or_else(|| panic!("{file}: no room"));
        for name in named(text).iter().filter(|name| rooms.contains(name.as_str()) && *name != room(file)) {
            assert!(below.contains(&name.as_str()), "{file} names {name}, which is not below {}", room(file));
        }
    }
}

#[test]
fn only_the_ledger_knows_sql_and_only_one_file_knows_which() {
    for (file, text) in sources() {
        assert!(room(&file) == "store" || !text.contains("diesel"), "{file} names diesel");
        let engines = ["diesel::pg", "diesel::sqlite", "PgConnection", "SqliteConnection"];
        let known = engines.iter().find(|engine| text.contains(**engine));
        assert!(known.is_none() || file == "store/connection.rs", "{file} names {known:?}");
    }
}

#[test]
fn rooms_say_what_they_are_and_files_stay_small() {
    for (file, text) in sources() {
        assert!(text.starts_with("//! "), "{file} does not begin by saying what it is");
        let lines = text.lines().count();
        assert!(lines <= 300, "{file} has {lines} lines; make it a folder");
    }
}

#[test]
fn the_arrows_are_found_however_they_are_written() {
    let text = "use crate::store::Store;\nuse crate::{domain::{time, http}, kinds};\n// crate::cli\nlet x = sachstand::reports::y();";
    let expected = ["domain", "kinds", "reports", "store"];
    assert_eq!(named(text).iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
