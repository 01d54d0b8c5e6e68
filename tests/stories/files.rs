//! Files that the ledger keeps for ever, byte for byte, and what becomes of one that should never have been kept.

use sachstand::domain::error::{Error, Result};
use sachstand::store::{New, Redacted, Window};
use serde_json::{Value, json};

use crate::chain::{import, other};
use crate::chain_tampering::Tampering;
use crate::support::{City, Database, Raw, clerk, code, office, on_both, on_both_counting};

/// Bytes that no text could hold.
const DOCUMENT: &[u8] = b"%PDF-1.7 Erika Mustermann \0\xff\xfe\r\n";
/// SHA-256 of `abc`, as FIPS 180-2 gives it.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn keep(city: &City, files: &[&[u8]]) -> Result<Vec<String>> {
    city.store.write(&clerk(), |w| files.iter().map(|bytes| w.keep_file(bytes)).collect(), |_, names| Ok(names))
}

fn file(city: &City, sha256: &str) -> Option<Vec<u8>> {
    city.store.read(|r| r.file(sha256)).unwrap()
}

fn erase(city: &City, sha256: &str) -> Result<Redacted> {
    city.store.erase(&clerk(), None, sha256)
}

fn sound(city: &City) {
    assert_eq!(city.store.verify(None).unwrap().findings, []);
}

/// A ledger with files: three kept by change 2, beside something else, of which change 3 erases the document.
fn with_files(city: &City) -> String {
    city.add(None, &office("IT"));
    let payload = &office("Bauamt");
    let document = city.store.write(
        &clerk(),
        |w| {
            w.create(New { id: None, parent: None, payload, window: Window::default() })?;
            w.keep_file(b"abc")?;
            w.keep_file(b"")?;
            w.keep_file(DOCUMENT)
        },
        |_, name| Ok(name),
    );
    let document = document.unwrap();
    erase(city, &document).unwrap();
    sound(city);
    document
}

/// The entry of a change as it stands in the table.
fn entry(raw: &mut Raw, number: i64) -> Value {
    let cell = raw.cells(&format!("SELECT entry AS cell FROM change WHERE number = {number}")).remove(0).unwrap();
    serde_json::from_str(&cell).unwrap()
}

#[test]
fn the_same_bytes_are_kept_once() {
    on_both(|city| {
        let kept = keep(city, &[DOCUMENT, b"abc", b"", b"abc"]).unwrap();
        assert_eq!((kept[1].as_str(), &kept[3]), (ABC, &kept[1]));
        for (name, bytes) in kept.iter().zip([DOCUMENT, b"abc", b""]) {
            assert_eq!(file(city, name).as_deref(), Some(bytes));
        }
        assert_eq!(file(city, &"0".repeat(64)), None);
        let mut raw = city.database.raw();
        let mut named = [(&kept[0], DOCUMENT.len()), (&kept[1], 3), (&kept[2], 0)];
        named.sort();
        let named = named.map(|(name, size)| json!({"sha256": name, "size": size}));
        assert_eq!(entry(&mut raw, 1)["files"], json!(named));

        // What is kept already is nothing new, alone or beside something that is.
        assert_eq!(keep(city, &[b"abc"]).unwrap(), [ABC]);
        assert_eq!(city.last().0, 1, "what changes nothing records nothing");
        keep(city, &[b"abc", b"new"]).unwrap();
        assert_eq!(entry(&mut raw, 2)["files"].as_array().unwrap().len(), 1);
        city.add(None, &office("IT"));
        let without = entry(&mut raw, 3);
        assert!(without.get("files").is_none() && without.get("erased").is_none(), "{without}");

        // A write that fails keeps no file.
        let failed: Result<String> =
            city.store.write(&clerk(), |w| w.keep_file(b"failed"), |_, _| Err(Error::NotFound));
        failed.unwrap_err();
        assert_eq!(raw.cells("SELECT CAST(count(*) AS TEXT) AS cell FROM file").remove(0).unwrap(), "4");
        sound(city);
    });
}

#[test]
fn files_move_with_the_ledger() {
    on_both(files_moved);
    on_both_counting(files_moved);
}

fn files_moved(city: &City) {
    let erased = with_files(city);
    let large = vec![0xa5; 300_000];
    let large_one = keep(city, &[&large]).unwrap().remove(0);
    let lines = city.export();
    let there = other(city);
    assert_eq!(import(&there, &lines).unwrap(), 4);
    assert_eq!(there.export(), lines);
    assert_eq!(there.store.verify(None).unwrap(), city.store.verify(None).unwrap());
    assert_eq!(file(&there, ABC).as_deref(), Some(b"abc".as_slice()));
    assert_eq!(file(&there, &large_one), Some(large));
    assert_eq!(file(&there, &erased), None);
    assert_eq!(code(&keep(&there, &[DOCUMENT]).unwrap_err()), "settled", "it stays erased");
}

#[test]
fn an_altered_file_is_refused_by_an_import() {
    let city = City::new(Database::sqlite());
    let erased = with_files(&city);
    let lines = city.export();
    let at = |name: &str| {
        let line: Value = serde_json::from_str(&lines[1]).unwrap();
        line["files"].as_array().unwrap().iter().position(|file| file["sha256"] == name).unwrap()
    };
    let (kept, gone) = (at(ABC), at(&erased));
    type Alteration = Box<dyn Fn(&mut Value)>;
    let alterations: Vec<(usize, Alteration)> = vec![
        (1, Box::new(move |line| line["files"][kept]["content"] = json!("YWJk"))),
        (1, Box::new(move |line| line["files"][kept]["content"] = json!("no Base64"))),
        (1, Box::new(move |line| line["files"][kept]["size"] = json!(4))),
        (1, Box::new(move |line| line["files"][kept]["sha256"] = json!("0".repeat(64)))),
        (1, Box::new(move |line| drop(line["files"][kept].as_object_mut().unwrap().remove("content")))),
        (1, Box::new(move |line| drop(line["files"].as_array_mut().unwrap().remove(kept)))),
        (1, Box::new(move |line| drop(line["files"].as_array_mut().unwrap().remove(gone)))),
        (2, Box::new(|line| line["erased"] = json!([ABC]))),
        (2, Box::new(|line| drop(line.as_object_mut().unwrap().remove("erased")))),
    ];
    for (n, (line, alteration)) in alterations.into_iter().enumerate() {
        let mut altered: Value = serde_json::from_str(&lines[line]).unwrap();
        alteration(&mut altered);
        let mut all = lines.clone();
        all[line] = altered.to_string();
        let there = City::new(Database::sqlite());
        let refused = import(&there, &all).unwrap_err().sentence();
        assert!(refused.contains(&format!("/changes/{}", line + 1)), "{n}: {refused}");
        assert_eq!(there.last().0, 0, "and nothing of it is kept");
    }
    // Who puts the content back has the bytes, but not the word of the chain.
    let mut all = lines.clone();
    let content = "JVBERi0xLjcgRXJpa2EgTXVzdGVybWFubiAA//4NCg==";
    let mut line: Value = serde_json::from_str(&lines[1]).unwrap();
    line["files"][gone]["content"] = json!(content);
    all[1] = line.to_string();
    let refused = import(&City::new(Database::sqlite()), &all).unwrap_err().sentence();
    assert!(refused.contains("/changes/3") && refused.contains(&erased), "{refused}");
}

#[test]
fn what_is_done_to_files_is_named() {
    on_both(|city| {
        let erased = with_files(city);
        let mut tampering = Tampering::with(city);
        let of_abc = format!("sha256 = '{ABC}'");
        let cases = [
            (format!("UPDATE file SET content = 'abd' WHERE {of_abc}"), 2, "column content was altered"),
            (format!("UPDATE file SET content = 'abcd' WHERE {of_abc}"), 2, "column content was altered"),
            (format!("UPDATE file SET content = NULL WHERE {of_abc}"), 2, "nobody erased it"),
            (format!("UPDATE file SET size = 4 WHERE {of_abc}"), 2, "column size"),
            (format!("UPDATE file SET recorded_from = 1 WHERE {of_abc}"), 2, "column recorded_from"),
            (format!("UPDATE file SET sha256 = 'x' WHERE {of_abc}"), 2, "the row is missing"),
            (format!("DELETE FROM file WHERE {of_abc}"), 2, "the row is missing"),
            (
                format!(
                    "INSERT INTO file SELECT '{}', recorded_from, size, content FROM file WHERE {of_abc}",
                    "1".repeat(64)
                ),
                3,
                "no change keeps this row",
            ),
            (format!("UPDATE file SET content = 'abc' WHERE sha256 = '{erased}'"), 2, "though change 3 erased it"),
        ];
        for (sql, number, word) in cases {
            let found = tampering.findings_after(&[&sql]);
            assert!(found.iter().any(|f| f.change == number && f.detail.contains(word)), "{sql}: {found:#?}");
        }

        // Who forges an entry with a fitting hash breaks the chain behind it, and the files do not fit.
        let mut forge = |number: i64, change: &dyn Fn(&mut Value)| {
            let mut forged = entry(&mut tampering.raw, number);
            change(&mut forged);
            let text = forged.to_string();
            let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes()));
            tampering.findings_after(&[&format!(
                "UPDATE change SET entry = '{text}', hash = '{hash}' WHERE number = {number}"
            )])
        };
        type Forgery<'f> = (i64, &'f dyn Fn(&mut Value), i64, &'f str);
        let cases: [Forgery<'_>; 4] = [
            (2, &|entry| drop(entry.as_object_mut().unwrap().remove("files")), 3, "another predecessor"),
            (2, &|entry| drop(entry.as_object_mut().unwrap().remove("files")), 3, "no change keeps this row"),
            (3, &|entry| drop(entry.as_object_mut().unwrap().remove("erased")), 2, "nobody erased it"),
            (3, &|entry| entry["erased"] = json!(["x"]), 3, "erases the file x, which is not there"),
        ];
        for (number, change, at, word) in cases {
            let found = forge(number, change);
            assert!(found.iter().any(|f| f.change == at && f.detail.contains(word)), "{word}: {found:#?}");
        }
    });
}

#[test]
fn an_erased_file_is_gone_and_the_chain_stays_valid() {
    on_both(|city| {
        let kept = keep(city, &[DOCUMENT, b"abc"]).unwrap();
        assert_eq!(erase(city, &kept[0]).unwrap().change, 2);
        assert_eq!((file(city, &kept[0]), file(city, ABC).as_deref()), (None, Some(b"abc".as_slice())));
        let mut raw = city.database.raw();
        assert_eq!(entry(&mut raw, 2)["erased"], json!([kept[0]]));
        sound(city);

        // What is not there cannot be erased, and what was erased is not kept again.
        for name in [kept[0].as_str(), &"0".repeat(64), "abc"] {
            assert_eq!(code(&erase(city, name).unwrap_err()), "invalid /file");
        }
        assert_eq!(code(&keep(city, &[b"new", DOCUMENT]).unwrap_err()), "settled");
        assert_eq!(city.last().0, 2);
        assert!(city.export().iter().all(|line| !line.contains("JVBERi0xLjcg")));
        assert_eq!(
            raw.cells(&format!("SELECT 'x' AS cell FROM file WHERE sha256 = '{}' AND content IS NULL", kept[0])).len(),
            1
        );
    });
}

#[test]
fn what_is_erased_does_not_linger_in_the_file_of_the_database() {
    let city = City::new(Database::sqlite());
    // So large that it fills pages of its own, which are free afterwards.
    let large = b"Erika Mustermann ".repeat(2000);
    let kept = keep(&city, &[&large]).unwrap().remove(0);
    let mut raw = city.database.raw();
    let path = raw.cells("SELECT file AS cell FROM pragma_database_list WHERE name = 'main'").remove(0).unwrap();
    let mut lingers = || {
        raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(16).any(|window| window == b"Erika Mustermann")
    };
    assert!(lingers());
    erase(&city, &kept).unwrap();
    assert!(!lingers());
}
