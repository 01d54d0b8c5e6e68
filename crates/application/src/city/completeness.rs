//! Completeness: which indicators have a value, which have none, and how old it is.

use serde::Serialize;
use utoipa::ToSchema;

use domain::duration::CalendarDuration;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::project::Project;
use domain::time::Day;
use store::Query;

use crate::answer::PageMeta;
use crate::context::Context;
use crate::council::baseline;
use crate::figures::compute::{Computed, compute, counted_anew};
use crate::figures::indicator::IndicatorContext;
use crate::projects::facts::Baseline;
use crate::records::representation::stored_as;
use crate::records::scope::Scope;

domain::names! {
    /// What is known of an indicator: four different things, and 0 is a value.
    pub enum CompletenessStatus {
        /// There is a value (Wert).
        Value = "value",
        /// Nothing is known (fehlt).
        Missing = "missing",
        /// There is nothing to count (nicht zutreffend).
        NotApplicable = "not_applicable",
        /// Only a direction was stated (Tendenz).
        Qualitative = "qualitative",
    }
}

/// Which indicators have a value, which have none, and how old it is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Completeness {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// One row for every indicator of every project.
    #[schema(inline)]
    pub data: Vec<CompletenessRow>,
    /// The rows, counted.
    #[schema(inline)]
    pub totals: CompletenessTotals,
    /// As of when it holds.
    pub meta: PageMeta,
}

/// What is known of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletenessRow {
    /// Slug.
    pub project: String,
    /// Key.
    pub indicator: String,
    /// What a person calls it.
    pub label: String,
    /// What is known of it.
    #[schema(inline)]
    pub status: CompletenessStatus,
    /// Whether it was stated or counted in the period.
    pub in_period: bool,
    /// Whether a value is expected at all.
    pub expected: bool,
    /// The day to which it goes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// How often it is to be stated anew (Aktualisierungsintervall).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_interval: Option<CalendarDuration>,
    /// Where it goes on.
    #[schema(inline)]
    pub links: CompletenessLinks,
}

/// Where a row leads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompletenessLinks {
    /// The value with everything behind it.
    pub value: String,
}

/// Rows, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletenessTotals {
    /// All rows by their status.
    #[schema(inline)]
    pub by_status: CompletenessCounts,
    /// Expected, and there is none.
    pub missing: u64,
    /// Expected, and nothing was stated or counted in the period.
    pub out_of_period: u64,
}

/// How many rows have which status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompletenessCounts {
    /// Nothing is known.
    pub missing: u64,
    /// There is nothing to count.
    pub not_applicable: u64,
    /// Only a direction was stated.
    pub qualitative: u64,
    /// There is a value.
    pub value: u64,
}

impl CompletenessTotals {
    fn count(&mut self, row: &CompletenessRow) {
        let of_status = match row.status {
            CompletenessStatus::Value => &mut self.by_status.value,
            CompletenessStatus::Missing => &mut self.by_status.missing,
            CompletenessStatus::NotApplicable => &mut self.by_status.not_applicable,
            CompletenessStatus::Qualitative => &mut self.by_status.qualitative,
        };
        *of_status += 1;
        self.missing += u64::from(row.expected && row.status == CompletenessStatus::Missing);
        self.out_of_period += u64::from(row.expected && !row.in_period);
    }
}

/// What is known of every indicator that the view sees; of a period from the day after the last report was given, or three
/// months before D, to D, unless other days are asked for.
///
/// # Errors
/// `BadRequest` for a period that ends after D, or before it begins.
pub fn completeness(cx: &mut Context<'_, '_>, from: Option<Day>, to: Option<Day>) -> Result<Completeness> {
    let (from, to) = period(cx, from, to)?;
    let (mut data, mut totals) = (Vec::new(), CompletenessTotals::default());
    for stored in cx.list(Shape::Project, &Query::default())?.rows {
        let project: Project = stored_as(&stored)?;
        let inside = cx.view.within(stored.places());
        let scope = Scope::of_project(&stored, inside.clone());
        let mut cx = cx.seen_by(inside);
        for indicator in cx.children(Shape::Indicator, stored.id)? {
            let found = IndicatorContext::of(&scope, stored.id, &indicator)?;
            let row = row(&mut cx, &project, found, (from, to))?;
            totals.count(&row);
            data.push(row);
        }
    }
    Ok(Completeness { from, to, data, totals, meta: (&cx.as_of).into() })
}

/// The period whose values are looked for.
fn period(cx: &mut Context<'_, '_>, from: Option<Day>, to: Option<Day>) -> Result<(Day, Day)> {
    let day = cx.as_of.day;
    let to = to.unwrap_or(day);
    if to > day {
        return Err(Error::parameter("to", format!("must not be later than validAt, which is {day}")));
    }
    let from = match from {
        Some(from) => from,
        None => Baseline::period_from(baseline::last(cx)?.as_ref(), to),
    };
    if from > to {
        return Err(Error::parameter("from", format!("must not be later than 'to', which is {to}")));
    }
    Ok((from, to))
}

fn row(
    cx: &mut Context<'_, '_>,
    project: &Project,
    found: IndicatorContext,
    (from, to): (Day, Day),
) -> Result<CompletenessRow> {
    let computed = compute(cx, &found)?;
    let (status, last) = (status(&computed), computed.last_said());
    let in_period = counted_anew(cx, &found, &computed)? || last.is_some_and(|day| from <= day && day <= to);
    let indicator = found.indicator;
    let path = format!("/v1/projects/{}/indicators/{}/value?validAt={}", project.slug, indicator.key, cx.as_of.day);
    Ok(CompletenessRow {
        project: project.slug.clone(),
        indicator: indicator.key,
        label: indicator.label,
        status,
        in_period,
        expected: project.phase.counted() && status != CompletenessStatus::NotApplicable,
        as_of: last,
        update_interval: indicator.update_interval,
        links: CompletenessLinks { value: path },
    })
}

fn status(computed: &Computed) -> CompletenessStatus {
    match computed.value {
        _ if computed.not_applicable => CompletenessStatus::NotApplicable,
        Some(_) => CompletenessStatus::Value,
        None if computed.remark.is_some() => CompletenessStatus::Qualitative,
        None => CompletenessStatus::Missing,
    }
}
