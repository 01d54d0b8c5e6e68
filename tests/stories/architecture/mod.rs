//! The house keeps its own rules: arrows run down only, no two files import each other in a circle, rooms say what they
//! are, files and rooms stay small. There is no list of exceptions.

mod sources;

use std::collections::{BTreeMap, BTreeSet};

use sources::{File, Imports, sources};

/// Every room with the rooms it may name, from the top down.
const ROOMS: [(&str, &[&str]); 16] = [
    (
        "main",
        &[
            "cli",
            "http",
            "publishing",
            "imports",
            "application",
            "reports",
            "views",
            "charts",
            "documents",
            "kinds",
            "texts",
            "analysis",
            "store",
            "domain",
            "config",
        ],
    ),
    (
        "cli",
        &[
            "http",
            "config",
            "publishing",
            "imports",
            "application",
            "reports",
            "views",
            "charts",
            "documents",
            "kinds",
            "texts",
            "analysis",
            "store",
            "domain",
        ],
    ),
    (
        "http",
        &[
            "config",
            "publishing",
            "imports",
            "application",
            "reports",
            "views",
            "charts",
            "documents",
            "kinds",
            "texts",
            "analysis",
            "store",
            "domain",
        ],
    ),
    ("config", &["store", "domain"]),
    (
        "publishing",
        &["application", "reports", "views", "charts", "documents", "kinds", "texts", "analysis", "store", "domain"],
    ),
    (
        "imports",
        &["application", "reports", "views", "charts", "documents", "kinds", "texts", "analysis", "store", "domain"],
    ),
    ("application", &["reports", "views", "charts", "documents", "kinds", "texts", "analysis", "store", "domain"]),
    ("reports", &["views", "charts", "documents", "kinds", "texts", "analysis", "domain"]),
    ("views", &["documents", "kinds", "texts", "analysis", "domain"]),
    ("charts", &["kinds", "texts", "analysis", "domain"]),
    ("documents", &["texts", "domain"]),
    ("kinds", &["texts", "domain"]),
    ("texts", &["analysis", "domain"]),
    ("analysis", &["domain"]),
    ("store", &["domain"]),
    ("domain", &[]),
];

/// The files of the command line that may name the web: what they do is the web.
const DOORS_TO_THE_WEB: [&str; 2] = ["src/cli/serve.rs", "src/cli/openapi.rs"];

#[test]
fn a_room_names_only_rooms_below_it() {
    let files = sources();
    let imports = Imports::of(&files);
    for (file, named) in files.iter().zip(&imports.rooms).filter(|(file, _)| file.path != "src/lib.rs") {
        let below = ROOMS.iter().find(|(name, _)| *name == file.room());
        let (_, below) = below.unwrap_or_else(|| panic!("{}: no room", file.path));
        for name in named.iter().filter(|name| *name != file.room()) {
            assert!(below.contains(&name.as_str()), "{} names {name}, which is not below {}", file.path, file.room());
        }
        let web = file.room() == "cli" && named.contains("http");
        assert!(!web || DOORS_TO_THE_WEB.contains(&file.path.as_str()), "{} names the web", file.path);
    }
}

#[test]
fn no_two_files_import_each_other_in_a_circle() {
    let files = sources();
    let circles = Imports::of(&files).circles();
    let paths = |circle: &Vec<usize>| circle.iter().map(|n| files[*n].path.as_str()).collect::<Vec<_>>().join(", ");
    assert!(circles.is_empty(), "{}", circles.iter().map(paths).collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_room_is_larger_than_a_fifth_of_the_house() {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for file in sources() {
        *lines.entry(file.room().to_owned()).or_default() += file.text.lines().count();
    }
    let all: usize = lines.values().sum();
    for (room, count) in lines {
        assert!(count * 100 <= all * 18, "{room} has {count} of {all} lines");
    }
}

#[test]
fn only_the_ledger_knows_sql_only_one_file_knows_which_and_only_the_web_knows_the_web() {
    for File { path, text, module } in sources() {
        let room = module.first().map(String::as_str);
        assert!(room == Some("store") || !text.contains("diesel"), "{path} names diesel");
        let engines = ["diesel::pg", "diesel::sqlite", "PgConnection", "SqliteConnection"];
        let known = engines.iter().find(|engine| text.contains(**engine));
        assert!(known.is_none() || path == "crates/store/src/connection.rs", "{path} names {known:?}");
        assert!(room == Some("crate") || !text.contains("actix"), "{path} names actix");
    }
}

#[test]
fn rooms_say_what_they_are_and_files_stay_small() {
    for File { path, text, .. } in sources() {
        assert!(text.starts_with("//! "), "{path} does not begin by saying what it is");
        let lines = text.lines().count();
        assert!(lines <= 300, "{path} has {lines} lines; make it a folder");
    }
}

fn file(path: &str, module: &[&str], text: &str) -> File {
    File { path: path.into(), module: module.iter().map(ToString::to_string).collect(), text: text.into() }
}

#[test]
fn arrows_are_found_however_they_are_written_and_followed_through_what_only_hands_on() {
    let files = [
        file("a", &["one", "a"], "use super::{b::{B}, c};\n// use crate::d;\nlet x = crate::d::y();"),
        file("b", &["one", "b"], "pub struct B;\nmod tests {\n    use super::*;\n}"),
        file("c", &["one", "c"], "use two::Handed as Other;"),
        file("d", &["one", "d"], "use super::a::A;"),
        file("two", &["two"], "mod from;\npub use from::Handed;"),
        file("from", &["two", "from"], "pub struct Handed;"),
    ];
    let imports = Imports::of(&files);
    let to = |n: usize| imports.arrows[n].iter().copied().collect::<Vec<_>>();
    assert_eq!([to(0), to(1), to(2), to(3), to(4)], [vec![1, 2, 3], vec![], vec![5], vec![0], vec![]]);
    assert_eq!(imports.circles(), [[0, 3]]);
    assert_eq!(imports.rooms[2], BTreeSet::from(["two".to_owned()]));
}
