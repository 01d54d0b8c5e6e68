//! CSV of a list: which representation is asked for, and how the file is answered.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_DISPOSITION;
use serde_json::json;

use domain::table::Profile;
use domain::time::Day;

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
