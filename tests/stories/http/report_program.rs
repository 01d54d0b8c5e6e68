//! A report by command line: from the database alone, while no service runs.

use serde_json::Value;

use super::program::{directory, run, text};

#[test]
fn a_report_is_made_from_the_database_alone() {
    let directory = directory("report");
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/aschaffenburg.jsonl");
    assert!(run(&directory, &["import", demo]).status.success());
    let make = |more: &[&str]| run(&directory, &[&["report", "--as-of", "2023-04-06"], more].concat());
    let made = make(&["--format", "pdf", "-o", "bericht.pdf"]);
    assert!(made.status.success() && text(&made).contains("bericht.pdf"), "{}", text(&made));
    assert!(std::fs::read(directory.join("bericht.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    // Compared with the last published report before that day, unless another is named.
    let markdown = text(&make(&["--format", "markdown", "-o", "-"]));
    assert!(
        markdown.contains("103 Online-Dienste") && markdown.contains("117") && markdown.contains("Entwurf"),
        "{markdown}"
    );
    let known = text(&make(&["--format", "markdown", "-o", "-", "--known-at", "2022-12-01T00:00:00Z"]));
    assert!(known.contains("98") && !known.contains("117"), "{known}");
    for wrong in [
        ["--since-report", "0187bcd2-5c00-7000-8000-00000000dead"],
        ["--format", "doc"],
        ["--visibility", "secret"],
        ["--known-at", "2999-01-01T00:00:00Z"],
    ] {
        let refused = make(&[&["-o", "x"], wrong.as_slice()].concat());
        assert!(!refused.status.success() && !directory.join("x").exists(), "{}", text(&refused));
    }
    // What it is compared with was published, and lies before it.
    let reports: Vec<String> = std::fs::read_to_string(demo)
        .unwrap()
        .lines()
        .flat_map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["subjects"].as_array().cloned().unwrap_or_default()
        })
        .filter(|subject| subject["shape"] == "report")
        .map(|subject| subject["id"].as_str().unwrap().to_owned())
        .collect();
    let since = |id: &str| make(&["--format", "markdown", "-o", "-", "--since-report", id]);
    assert!(text(&since(&reports[0])).contains("06.07.2022"), "{}", text(&since(&reports[0])));
    let itself = since(reports.last().unwrap());
    assert!(!itself.status.success() && text(&itself).contains("is not earlier"), "{}", text(&itself));
    let elsewhere = super::program::directory("report-nowhere");
    let nowhere = run(&elsewhere, &["report", "--as-of", "2023-04-06", "-o", "x.pdf"]);
    assert!(!nowhere.status.success() && text(&nowhere).contains("there is no"), "{}", text(&nowhere));
}
