//! Where a text still stands in what was frozen: a redaction does not reach it, so the person who redacts is told.

use std::collections::BTreeSet;

use serde_json::Value;

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::text::contains;
use store::{Query, Reading};

use application::council::sign_off_history::SignOffHistory;

/// The SHA-256 of every file of a report in which a text stands: of snapshots that have it, and of all that was published
/// from them. Attachments are not searched.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn files_with(reading: &mut Reading<'_>, text: &str) -> Result<Vec<String>> {
    let latest = reading.as_of(None, None)?;
    let reports = reading.list(Shape::Report, &Query::default(), &latest, &View::EVERYTHING)?.rows;
    let mut found = BTreeSet::new();
    for report in reports {
        for (_, step) in SignOffHistory::of(reading, report.id, &latest)?.steps() {
            // A snapshot and a document in JSON say all that the other formats say.
            let telling = step.files.iter().filter(|file| file.format == "json").map(|file| &file.sha256);
            for sha256 in step.snapshot.iter().chain(telling) {
                let content = reading.file(sha256)?.unwrap_or_default();
                if says(&serde_json::from_slice(&content).unwrap_or_default(), text) {
                    found.extend(step.snapshot.iter().chain(step.files.iter().map(|file| &file.sha256)).cloned());
                }
            }
        }
    }
    let mut left = Vec::new();
    for sha256 in found {
        if reading.file(&sha256)?.is_some() {
            left.push(sha256);
        }
    }
    Ok(left)
}

/// Whether a text stands in a value, however its letters and spaces are written there.
fn says(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => contains(text, wanted),
        Value::Array(items) => items.iter().any(|item| says(item, wanted)),
        Value::Object(fields) => fields.iter().any(|(name, field)| contains(name, wanted) || says(field, wanted)),
        _ => false,
    }
}
