//! Vintages: every value that was ever stated for a Stichtag, and when it was known.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::{Caller, Level};
use domain::error::{Error, Result};
use domain::indicator::Observation;
use domain::payload::Shape;
use domain::time::Day;
use store::{Vintage as Stated, VintagePlace};

use super::indicator::PATH;
use crate::context::Context;
use crate::records::read::sees_numbers;
use crate::records::recorded::Recorded;
use crate::records::rules::Rules;
use crate::records::scope::{PathParams, Scope, When};

/// A value that was stated for a Stichtag: when, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Vintage {
    /// Of the observation.
    pub id: Uuid,
    /// The Stichtag.
    #[schema(value_type = Day)]
    pub as_of: String,
    /// When it was recorded.
    pub recorded: Recorded,
    /// When it was superseded, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded: Option<Recorded>,
    /// Whether it was taken back without another in its place.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub retracted: bool,
    /// What was stated.
    #[schema(value_type = Observation)]
    pub observation: Value,
    /// Where it goes on.
    #[schema(inline)]
    pub links: VintageLinks,
}

/// Where a vintage leads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VintageLinks {
    /// The history of the observation.
    pub history: String,
}

/// Which vintages are asked for.
#[derive(Clone, Debug)]
pub struct VintagesQuestion {
    /// Only those of this Stichtag.
    pub only: Option<Day>,
    /// After which one the page begins.
    pub after: Option<VintagePlace>,
    /// At most this many.
    pub limit: i64,
}

/// The vintages of the indicator of a place, which is that of the list itself, and after which one the next page begins.
///
/// # Errors
/// `NotFound` when there never was such an indicator for this view.
pub fn page(
    cx: &mut Context<'_, '_>,
    caller: &Caller,
    place: &PathParams,
    question: &VintagesQuestion,
) -> Result<(Vec<Vintage>, Option<VintagePlace>)> {
    let scope = Scope::find(cx.reading, PATH, place, When::Ever(&cx.as_of), &cx.view)?;
    let (Some(project), Some(indicator)) = (scope.project, scope.parent) else { return Err(Error::NotFound) };
    // As in a history: what was over before the project could be seen is not told.
    let since = match scope.view.level() {
        Level::Everything => 0,
        _ => cx.reading.first_seen(project, &scope.view)?.ok_or(Error::NotFound)?,
    };
    let VintagesQuestion { only, after, limit } = question;
    let mut vintages = cx.reading.vintages(indicator, *only, &cx.as_of, since, after.as_ref(), limit + 1)?;
    let limit = usize::try_from(*limit).unwrap_or(usize::MAX);
    let more = vintages.len() > limit;
    vintages.truncate(limit);
    let next = vintages.last().filter(|_| more).map(|v| (v.as_of.clone(), v.entry.recorded_at, v.id));
    let observations = format!("{}/observations", place.path.trim_end_matches("/vintages"));
    let vintages = vintages.into_iter().map(|stated| vintage(stated, caller, &scope, &observations));
    Ok((vintages.collect(), next))
}

fn vintage(stated: Stated, caller: &Caller, scope: &Scope, observations: &str) -> Vintage {
    let Stated { id, as_of, entry, retracted } = stated;
    let numbers = sees_numbers::<Observation>(caller, scope, id, None);
    let mut observation = kinds::upcast(Shape::Observation, entry.format, entry.value);
    Observation::show(&mut observation, &scope.view);
    Vintage {
        id,
        as_of,
        recorded: Recorded::new(entry.recorded_at, entry.change, entry.actor, entry.reason, numbers),
        superseded: entry.closed.map(|c| Recorded::new(c.recorded_at, c.change, c.actor, c.reason, numbers)),
        retracted,
        observation,
        links: VintageLinks { history: format!("{observations}/{id}/history") },
    }
}
