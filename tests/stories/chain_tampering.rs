//! What somebody with the password does to the tables is found: which change, which column.

use sachstand::store::{Verified, VerifyFinding};

use crate::chain::lived;
use crate::support::{City, Raw, on_both, on_both_counting};

/// Does something to the tables, verifies, and puts everything back.
pub struct Tampering<'a> {
    city: &'a City,
    pub raw: Raw,
}

const TABLES: [&str; 6] = ["subject", "change", "version", "measure", "reference", "file"];

impl<'a> Tampering<'a> {
    pub fn with(city: &'a City) -> Self {
        let mut raw = city.database.raw();
        for table in TABLES {
            raw.run(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"));
        }
        Self { city, raw }
    }

    fn verified_after(&mut self, sql: &[&str]) -> Verified {
        for statement in sql {
            assert!(self.raw.run(statement) > 0, "{statement} does nothing");
        }
        let verified = self.city.store.verify(None).unwrap();
        for table in TABLES {
            self.raw.run(&format!("DELETE FROM {table}"));
            self.raw.run(&format!("INSERT INTO {table} SELECT * FROM kept_{table}"));
        }
        verified
    }

    pub fn findings_after(&mut self, sql: &[&str]) -> Vec<VerifyFinding> {
        self.verified_after(sql).findings
    }

    pub fn one(&mut self, sql: &str) -> String {
        self.raw.cells(sql).remove(0).unwrap_or_else(|| panic!("nothing: {sql}"))
    }
}

/// Whether a finding names the list of a change that only counts its rows.
fn list(found: &VerifyFinding) -> bool {
    ["subjects", "closed", "opened"].iter().any(|list| found.detail.contains(&format!("list '{list}'")))
}

#[test]
fn every_altered_column_is_named_with_its_change() {
    let named = |f: &VerifyFinding, number, column: &str| f.change == number && f.detail.contains(column);
    on_both(|city| every_column_altered(city, named));
    on_both_counting(|city| every_column_altered(city, |f, number, column| named(f, number, column) || list(f)));
}

fn every_column_altered(city: &City, named: impl Fn(&VerifyFinding, i64, &str) -> bool) {
    lived(city);
    let mut tampering = Tampering::with(city);
    assert_eq!(tampering.findings_after(&[]), []);
    let rows = [
        ("change", "number = 2", "number"),
        ("version", "payload LIKE '%Ummeldung%' AND recorded_to IS NOT NULL", "recorded_from"),
        ("version", "payload LIKE '%Ummeldung%' AND office IS NOT NULL", "recorded_from"),
        ("measure", "recorded_to IS NULL AND counts_to < 99999999", "recorded_from"),
        ("reference", "pointer = '/office' AND recorded_to IS NULL AND valid_from > 20230000", "recorded_from"),
        ("subject", "key = 'visits'", "id"),
    ];
    for (table, row, place) in rows {
        let number = match table {
            "subject" => "SELECT CAST(min(recorded_from) AS TEXT) AS cell FROM version WHERE subject =
                    (SELECT id FROM subject WHERE key = 'visits')"
                .to_owned(),
            _ => format!("SELECT CAST({place} AS TEXT) AS cell FROM {table} WHERE {row}"),
        };
        let number: i64 = tampering.one(&number).parse().unwrap();
        for column in tampering.raw.columns(table) {
            let id = "'00000000-0000-0000-0000-000000000001'";
            let other = match column.as_str() {
                "number" => "99".into(),
                "recorded_at" => "recorded_at + 7000000".into(),
                "format" | "amount" => format!("{column} + 1"),
                "recorded_from" => "recorded_from - 3".into(),
                "recorded_to" => "CASE WHEN recorded_to IS NULL THEN 12 ELSE recorded_to + 1 END".into(),
                "valid_from" | "counts_from" => "20230101".into(),
                "valid_to" | "counts_to" => "20991231".into(),
                "payload" => "replace(payload, 'Ummeldung', 'Abmeldung')".into(),
                "entry" => "replace(entry, 'closed', 'clösed')".into(),
                "subject" | "id" | "actor" | "parent" | "office" | "unit" | "target" => id.into(),
                _ => "'x'".into(),
            };
            let sql = format!("UPDATE {table} SET {column} = {other} WHERE {row}");
            let found = tampering.findings_after(&[&sql]);
            assert!(found.iter().any(|f| named(f, number, &column)), "{table}.{column} at change {number}: {found:#?}");
        }
    }
}

#[test]
fn what_was_empty_is_not_filled_unnoticed() {
    on_both(everything_empty_filled);
    on_both_counting(everything_empty_filled);
}

fn everything_empty_filled(city: &City) {
    lived(city);
    let mut tampering = Tampering::with(city);
    let columns = [
        ("change", "reason", "number = 1"),
        ("change", "reason_salt", "number = 1"),
        ("version", "class", "class IS NULL"),
        ("version", "state", "state IS NULL"),
        ("version", "office", "office IS NULL"),
        ("version", "parent", "parent IS NULL"),
        ("measure", "unit", "unit IS NULL"),
        ("subject", "key", "shape = 'status_update'"),
        ("subject", "parent", "shape = 'office'"),
    ];
    for (table, column, row) in columns {
        let found = tampering.findings_after(&[&format!("UPDATE {table} SET {column} = 'x' WHERE {row}")]);
        assert!(found.iter().any(|f| f.detail.contains(column) || list(f)), "{table}.{column}: {found:#?}");
    }
}

#[test]
fn what_was_there_does_not_vanish_unnoticed() {
    on_both(|city| everything_vanishes(city, |f, word| f.detail.contains(word)));
    on_both_counting(|city| everything_vanishes(city, |f, word| f.detail.contains(word) || list(f)));
}

fn everything_vanishes(city: &City, named: impl Fn(&VerifyFinding, &str) -> bool) {
    lived(city);
    let mut tampering = Tampering::with(city);
    let gone = [
        ("change", "number = 3", 3, "missing"),
        ("version", "recorded_from = 5", 5, "the row is missing"),
        ("measure", "recorded_from = 5", 5, "the row is missing"),
        ("reference", "recorded_from = 2", 2, "the row is missing"),
        ("subject", "key = 'visits'", 3, "the row is missing"),
    ];
    for (table, row, number, word) in gone {
        let found = tampering.findings_after(&[&format!("DELETE FROM {table} WHERE {row}")]);
        assert!(found.iter().any(|f| f.change == number && named(f, word)), "{table}: {found:#?}");
    }
    let reasons = ["reason = NULL", "reason_salt = NULL", "reason = NULL, reason_salt = NULL"];
    for columns in reasons {
        let found = tampering.findings_after(&[&format!("UPDATE change SET {columns} WHERE number = 2")]);
        assert!(found.iter().any(|f| f.change == 2 && f.detail.contains("change.reason")), "{found:#?}");
    }
}

#[test]
fn nothing_is_slipped_in() {
    on_both(everything_slipped_in);
    on_both_counting(everything_slipped_in);
}

fn everything_slipped_in(city: &City) {
    lived(city);
    let mut tampering = Tampering::with(city);
    let copy = |raw: &mut Raw, table: &str, row: &str, with: &[(&str, &str)]| {
        let value = |column: String| with.iter().find(|w| w.0 == column).map_or(column, |w| w.1.to_owned());
        let columns = raw.columns(table).into_iter().map(value).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {table} SELECT {columns} FROM {table} WHERE {row}")
    };
    let other = "'00000000-0000-0000-0000-000000000001'";
    type Slip<'s> = (&'s str, &'s str, &'s [(&'s str, &'s str)], i64);
    let slips: [Slip<'_>; 8] = [
        ("version", "recorded_from = 5", &[("valid_from", "20220101")], 5),
        ("version", "recorded_from = 5", &[("recorded_from", "4")], 4),
        (
            "version",
            "recorded_from = 5",
            &[("recorded_from", "7000"), ("recorded_to", "NULL"), ("valid_from", "20210101")],
            7000,
        ),
        ("measure", "recorded_from = 5", &[("key", "'filed'")], 5),
        ("measure", "recorded_from = 5", &[("valid_from", "20220101")], 5),
        ("reference", "recorded_from = 2", &[("pointer", "'/x'")], 2),
        ("reference", "recorded_from = 2", &[("subject", other)], 2),
        ("subject", "key = 'visits'", &[("id", other), ("key", "'x'")], city.last().0),
    ];
    let last = city.last().0;
    for (table, row, with, number) in slips {
        let sql = copy(&mut tampering.raw, table, row, with);
        let found = tampering.findings_after(&[&sql]);
        // A list that is counted knows also whose created thing it is not.
        assert!(found.iter().any(|f| f.change == number || list(f)), "{sql}: {found:#?}");
    }
    // Changes: before the first, after the last, and so far away that nobody could count up to it.
    for (number, place) in [("0", 0), ("-5", -5), ("4000000000000", last + 1)] {
        let with = [("number", number), ("recorded_at", "recorded_at + 1")];
        let sql = copy(&mut tampering.raw, "change", &format!("number = {last}"), &with);
        let verified = tampering.verified_after(&[&sql]);
        assert!(verified.findings.iter().any(|f| f.change == place), "{sql}: {verified:#?}");
        assert_eq!(verified.broken_at, Some(place));
    }
}

#[test]
fn two_changes_do_not_swap_places_unnoticed() {
    on_both(|city| {
        lived(city);
        let mut tampering = Tampering::with(city);
        let verified = tampering.verified_after(&[
            "UPDATE change SET number = 500 WHERE number = 4",
            "UPDATE change SET number = 4 WHERE number = 5",
            "UPDATE change SET number = 5 WHERE number = 500",
        ]);
        assert_eq!(verified.broken_at, Some(4), "{verified:#?}");
        assert!(verified.findings.iter().any(|f| f.change == 4 && f.detail.contains("change.number")));
    });
}

#[test]
fn a_forged_entry_with_a_fitting_hash_breaks_the_chain_behind_it() {
    on_both(|city| {
        lived(city);
        let mut tampering = Tampering::with(city);
        let entry = tampering.one("SELECT entry AS cell FROM change WHERE number = 5");
        let forged = entry.replace("2022", "2021").replace("\"item\"", "\"hoax\"");
        assert_ne!(forged, entry);
        let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(forged.as_bytes()));
        let verified = tampering
            .verified_after(&[&format!("UPDATE change SET entry = '{forged}', hash = '{hash}' WHERE number = 5")]);
        assert_eq!(verified.broken_at, Some(6), "{verified:#?}");
    });
}

#[test]
fn a_payload_that_its_type_refuses_is_named() {
    on_both(|city| {
        lived(city);
        let mut tampering = Tampering::with(city);
        for payload in ["replace(payload, '\"online\"', '\"ofline\"')", "'{}'", "'{'", "'[]'"] {
            let sql = format!("UPDATE version SET payload = {payload} WHERE recorded_from = 5");
            let found = tampering.findings_after(&[&sql]);
            let word = if payload == "'{'" { "no JSON" } else { "refused by its type" };
            let named = |f: &VerifyFinding| f.change == 5 && f.detail.contains("payload") && f.detail.contains(word);
            assert!(found.iter().any(named), "{payload}: {found:#?}");
        }
    });
}
