//! CSV of a list: which representation is asked for, and how the file is answered.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_DISPOSITION;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::error::{Error, Result};
use domain::schema::components;
use domain::table::{Csv, Profile, Table};
use domain::time::{Day, ValidInterval};

use super::accept;
use super::endpoint::Operation;
use super::etag::Answer;
use super::params::Params;
use super::problem::ApiResult;
use crate::http::problem::ApiError;

/// The media type of a file.
pub const CSV: &str = "text/csv";
/// What is offered of a list.
const OFFERED: [(&str, &str); 2] = [("json", "application/json"), ("csv", CSV)];

/// Takes `format` and `profile`; the profile in which CSV is asked for, if it is. Where nothing that is offered is
/// acceptable, JSON is answered, unless `strict`.
///
/// # Errors
/// `NotAcceptable`.
pub fn wanted(params: &mut Params, request: &HttpRequest, strict: bool) -> ApiResult<Option<Profile>> {
    let place = accept::format(params, request, &OFFERED);
    let profile: Option<Profile> = params.take("profile");
    if place.is_none() && strict {
        return Err(ApiError::NotAcceptable("application/json, text/csv"));
    }
    let csv = place == Some(1);
    if profile.is_some() && !csv {
        params.refuse("profile", "belongs to format=csv");
    }
    Ok(csv.then(|| profile.unwrap_or_default()))
}

/// A file that is saved under a name of its own.
pub fn file(name: &str, day: Day, bytes: Vec<u8>) -> Answer {
    let disposition = format!("attachment; filename=\"sachstand-{name}{day}.csv\"");
    Answer::bytes("text/csv; charset=utf-8", bytes).with(CONTENT_DISPOSITION, disposition)
}

/// Rows of an answer as CSV: the columns follow from the schema of a row, and what is not known is empty. `lead` are columns
/// before them.
///
/// # Errors
/// `Internal` when a row cannot be written.
pub fn rows<'r, R: Serialize + ToSchema + 'r>(
    lead: &[&str],
    rows: impl IntoIterator<Item = (Vec<&'r str>, &'r R)>,
    profile: Profile,
) -> Result<Vec<u8>> {
    let table = Table::of(&R::name(), &components::<R>(), true, false);
    let mut csv = Csv::new(Vec::new(), profile)?;
    csv.record(lead.iter().copied().chain(table.header()))?;
    for (before, row) in rows {
        let value = serde_json::to_value(row).map_err(Error::internal)?;
        let cells = table.record(Uuid::nil(), ValidInterval::ALWAYS, &value, profile);
        csv.record(before.into_iter().map(|text| profile.text(text)).chain(cells))?;
    }
    csv.finish()
}

/// Documents the two parameters.
pub fn described(operation: Operation) -> Operation {
    operation
        .query(
            "format",
            json!({"type": "string", "enum": ["json", "csv"], "default": "json"}),
            "Representation; without it, what `Accept` prefers.",
            json!("json"),
        )
        .query(
            "profile",
            json!({"type": "string", "enum": ["open", "excel"], "default": "open"}),
            "How CSV is written: `open` (no byte order mark, decimal point, ISO dates) or `excel` (byte order mark, decimal \
             comma, dd.mm.yyyy, cells that look like a formula made harmless by an apostrophe). Only with CSV.",
            json!("open"),
        )
}
