//! The series of an indicator: its values along the calendar, period by period.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use analysis::series;
use analysis::series::{Asked, Interval, Point, Reduction, is_flow};
use analysis::value::Material;
use domain::definitions::DefinitionBreak;
use domain::error::{Error, Result};
use domain::indicator::Definition;
use domain::time::{Day, Moment};

use super::compute::material;
use super::groups;
use super::groups::SeriesGroup;
use super::indicator::IndicatorContext;
use crate::context::Context;
use crate::records::scope::PathParams;

/// What is asked of a series.
#[derive(Clone, Debug)]
pub struct SeriesQuestion {
    /// Its first day; else the first day on which something was known.
    pub from: Option<Day>,
    /// Its last day; else D.
    pub to: Option<Day>,
    /// Into what it is cut.
    pub interval: Interval,
    /// How the values of a period become one; else what is usual for the indicator.
    pub reduction: Option<Reduction>,
    /// By what it is to be taken apart.
    pub group_by: Option<String>,
    /// Whether to go on across a break of the definition.
    pub across_breaks: bool,
}

/// An indicator along the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorSeries {
    /// Key of the indicator.
    pub indicator: String,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted (Einheit).
    pub unit: String,
    /// What exactly is counted.
    pub definition: Definition,
    /// The Datenstand (K): as known at this moment.
    pub known_at: Moment,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Into what it is cut.
    #[schema(inline)]
    pub period: Interval,
    /// How the values of a period became one.
    #[schema(inline)]
    pub aggregation: Reduction,
    /// Where another definition begins to hold, within the series.
    pub breaks: Vec<DefinitionBreak>,
    /// Its points.
    pub data: Vec<Point>,
    /// By what it is taken apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// The groups, each with its points, where it was asked to be taken apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub groups: Option<Vec<SeriesGroup>>,
}

/// The series of the indicator of a place.
///
/// # Errors
/// `NotFound` when there is no such indicator for this view; `BadRequest` for days, periods, aggregations and groupings
/// that it does not have; a conflict when a period mixes what was counted under different definitions.
pub fn read(cx: &mut Context<'_, '_>, place: &PathParams, question: &SeriesQuestion) -> Result<IndicatorSeries> {
    let (mut found, view) = IndicatorContext::at(cx, place)?;
    found.across_breaks = question.across_breaks;
    let to = question.to.unwrap_or(cx.as_of.day);
    let mut cx = cx.seen_by(view);
    let mut cx = cx.on(to);
    let material = material(&mut cx, &found)?;
    let first = material.days().first().copied().unwrap_or(to);
    let from = question.from.unwrap_or(first.min(to));
    let (periods, asked) = periods(&found, question, &material, (from, to))?;
    let groups = match &question.group_by {
        Some(by) => Some(groups::of_series(&mut cx, &found, &material, by, &periods, &asked)?),
        None => None,
    };
    let indicator = &found.indicator;
    Ok(IndicatorSeries {
        indicator: indicator.key.clone(),
        label: indicator.label.clone(),
        unit: indicator.unit.clone(),
        definition: indicator.definition.clone(),
        known_at: cx.as_of.known,
        from,
        to,
        period: asked.interval,
        aggregation: asked.reduction,
        breaks: material.definitions.between(from.previous(), to),
        data: series::points(&periods, &asked, &material, &indicator.targets),
        group_by: question.group_by.clone(),
        groups,
    })
}

/// The periods of a series, and what is asked of each.
///
/// # Errors
/// `BadRequest` for what the indicator does not have; a conflict when a period lies across a break of the definition.
fn periods(
    found: &IndicatorContext,
    question: &SeriesQuestion,
    material: &Material,
    (from, to): (Day, Day),
) -> Result<(Vec<(Day, Day)>, Asked)> {
    let aggregation = found.indicator.aggregation;
    if from > to {
        return Err(Error::parameter("from", format!("must not be later than 'to', which is {to}")));
    }
    let flow = is_flow(aggregation, found.formula);
    let reduction = question.reduction.unwrap_or(Reduction::usual(flow));
    if let Some(refusal) = reduction.refusal(aggregation, flow) {
        return Err(Error::parameter("aggregation", refusal));
    }
    let periods = series::periods(from, to, question.interval, material).ok_or_else(|| {
        let most = series::MOST_POINTS;
        Error::parameter("period", format!("would give more than {most} points; choose a longer one or fewer days"))
    })?;
    let within = series::breaks_within(&periods, reduction, material);
    if !question.across_breaks && !within.is_empty() {
        let days = within.iter().map(|b| b.day.to_string()).collect::<Vec<_>>().join(", ");
        let detail = format!(
            "within a period another definition holds from {days} on: what was counted differently makes no common {}; \
             ask for the days before and after apart, or with acrossBreaks=true",
            reduction.name()
        );
        let breaks = [("breaks".to_owned(), json!(within))];
        return Err(Error::conflict_with("definition-break", detail, breaks.into_iter().collect()));
    }
    Ok((periods, Asked { interval: question.interval, reduction, flow }))
}
