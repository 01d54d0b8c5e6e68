//! The rules by which health is computed, one set for the city: read as of a day and a moment, and set from a day on.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use domain::access::{Caller, Role};
use domain::error::{Error, Result};
use domain::health::HealthRules;
use domain::payload::{Payload, Shape, typed};
use domain::time::{AsOf, Bound, Day, Moment};
use store::{Author, New, Reading, Store, Window, Writing};

use crate::access::may::May;
use crate::access::permission::Administer;
use crate::context::Times;
use crate::projects::health::rules;
use crate::records::precondition::Precondition;

/// Since when rules hold, and since when that is known; ignored on writing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HealthRulesMeta {
    /// Since when they hold: a day, or `start` (as far back as we know).
    pub valid_from: Bound,
    /// When they were set; absent as long as nobody set any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Moment>,
    /// The day on which others hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
}

/// Rules (Regeln der Ampel), and since when they hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RulesInForce {
    /// The rules.
    #[serde(flatten)]
    pub rules: HealthRules,
    /// Since when they hold.
    pub meta: HealthRulesMeta,
}

/// The rules as they answer a read or a write.
#[derive(Clone, Debug, PartialEq)]
pub struct RulesAnswer {
    /// The rules.
    pub in_force: RulesInForce,
    /// The number of the last change to them, for callers who may know it; 0 as long as nobody set any.
    pub revision: Option<i64>,
}

/// The rules in force as of a day and a moment.
///
/// # Errors
/// `BadRequest` for a moment in the future; `Unavailable` when the database does not answer.
pub fn read(reading: &mut Reading<'_>, times: &Times, caller: &Caller) -> Result<RulesAnswer> {
    let as_of = times.resolve(reading, &caller.view())?;
    in_force(reading, caller, &as_of)
}

/// Sets other rules from a day on, which is today unless the window says otherwise.
///
/// # Errors
/// `BadRequest` when they are to hold before today; `Stale` when the rules have changed since they were read; `Invalid`
/// with every violation, and when the version is not one more than the last.
pub fn replace(
    store: &Store,
    may: &May<Administer>,
    mut window: Window,
    precondition: &Precondition,
    author: &Author,
    body: Value,
) -> Result<RulesAnswer> {
    let work = |writing: &mut Writing<'_>| {
        let today = Bound::from(writing.today());
        let from = window.from.unwrap_or(today);
        if from < today {
            let detail = "must not lie in the past: what was judged by older rules stays judged by them";
            return Err(Error::parameter("validFrom", detail));
        }
        window.from = Some(from);
        let latest = writing.reading.as_of(None, None)?;
        let id = writing.reading.subject_of(Shape::HealthRules, None, HealthRules::KEY)?;
        precondition.check(revision(&mut writing.reading, &latest)?)?;
        let set = id.map(|id| writing.slices(id)).transpose()?.unwrap_or_default();
        let set: Vec<HealthRules> = set.iter().map(|s| typed(&s.payload.value)).collect::<Result<_>>()?;
        let last = set.into_iter().max_by_key(|rules| rules.version).unwrap_or_default();
        let payload = Payload::written::<HealthRules>(body)?;
        let new: HealthRules = typed(&payload.value)?;
        if new == last {
            // What was read can be sent back, and changes nothing.
            return Ok(from);
        }
        if new.version != last.version + 1 {
            let detail = format!("must be {}, one more than the version before", last.version + 1);
            return Err(Error::invalid("/version", detail));
        }
        match id {
            // Rules that were to begin later have judged nothing yet: the newest word replaces them.
            Some(id) => writing.put(id, Window { to: Some(Bound::END), ..window }, &payload)?,
            None => drop(writing.create(New { id: None, parent: None, payload: &payload, window })?),
        }
        Ok(from)
    };
    store.write(author, work, |reading, from| {
        let as_of = reading.as_of(from.day(), None)?;
        in_force(reading, &may.caller, &as_of)
    })
}

fn in_force(reading: &mut Reading<'_>, caller: &Caller, as_of: &AsOf) -> Result<RulesAnswer> {
    let (rules, stored) = rules(reading, as_of)?;
    let revision = match caller.may(Role::Viewer, &[]) {
        true => Some(revision(reading, as_of)?),
        false => None,
    };
    let meta = HealthRulesMeta {
        valid_from: stored.as_ref().map_or(Bound::START, |stored| stored.span.from),
        recorded_at: stored.as_ref().map(|stored| stored.recorded_at),
        valid_to: stored.and_then(|stored| stored.span.to.day()),
    };
    Ok(RulesAnswer { in_force: RulesInForce { rules, meta }, revision })
}

/// The number of the last change to the rules; 0 as long as nobody set any.
fn revision(reading: &mut Reading<'_>, as_of: &AsOf) -> Result<i64> {
    match reading.subject_of(Shape::HealthRules, None, HealthRules::KEY)? {
        Some(id) => Ok(reading.revision(id, as_of)?.unwrap_or(0)),
        None => Ok(0),
    }
}
