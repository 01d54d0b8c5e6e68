//! The value of an indicator on a day, with everything it comes from and, where asked, its groups.

use serde_json::Value;
use uuid::Uuid;

use analysis::{series, targets};
use domain::access::View;
use domain::error::Result;
use domain::indicator::Observation;
use domain::measure::Formula;
use domain::time::AsOf;

use super::compute::{Computed, compute};
use super::groups;
use super::indicator::IndicatorContext;
use crate::context::Context;
use crate::records::representation::represent;
use crate::records::scope::PathParams;

pub use super::indicator_value::{
    BeforeBreak, BeforeBreakLinks, IndicatorValue, ItemsBehind, JudgedTarget, JudgedTargetLinks, NamedItem,
    NamedItemLinks, NamedItems, StatedFigure, StatedTendency, ValueGroup, ValueLinks, ValueMethod, ValueStatus,
};

/// At most this many items are named beside a value; the rest is counted.
const NAMED: usize = 20;

/// What is asked of a value besides the day.
#[derive(Clone, Debug, Default)]
pub struct ValueQuestion {
    /// By what it is to be taken apart.
    pub group_by: Option<String>,
    /// Whether a balance is carried on across a break of the definition.
    pub across_breaks: bool,
}

/// The value of the indicator of a place, which is that of the value itself.
///
/// # Errors
/// `NotFound` when there is no such indicator for this view; `BadRequest` that names the possible groupings.
pub fn read(cx: &mut Context<'_, '_>, place: &PathParams, question: &ValueQuestion) -> Result<IndicatorValue> {
    let (mut found, view) = IndicatorContext::at(cx, place)?;
    found.across_breaks = question.across_breaks;
    let mut cx = cx.seen_by(view);
    let computed = compute(&mut cx, &found)?;
    let mut value = value(&found, &computed, &cx.as_of, place.path.trim_end_matches("/value"), NAMED);
    if let Some(by) = &question.group_by {
        let (groups, rest) = groups::of_value(&mut cx, &found, &computed, by)?;
        (value.group_by, value.groups, value.not_named) = (Some(by.clone()), Some(groups), rest);
    }
    Ok(value)
}

/// The answer of a computed value; `path` is that of the indicator. At most `most` of the items behind it are named.
pub fn value(found: &IndicatorContext, computed: &Computed, as_of: &AsOf, path: &str, most: usize) -> IndicatorValue {
    let project = path.split("/indicators/").next().unwrap_or_default();
    let indicator = &found.indicator;
    let StatedFigure { status, value, as_of: goes_back_to } = figure(computed);
    let observations = computed
        .sources
        .iter()
        .map(|stored| represent::<Observation>(stored, &format!("{path}/observations/{}", stored.id), &View::PUBLIC));
    let targets = indicator.targets.iter().map(|target| {
        let judged = computed.value.filter(|_| !found.flow());
        let day = target.due.date.last();
        JudgedTarget {
            value: target.value,
            due: target.due.clone(),
            status: targets::status(target, indicator.direction, judged, as_of.day),
            links: JudgedTargetLinks { value: format!("{path}/value?validAt={day}") },
        }
    });
    IndicatorValue {
        indicator: indicator.key.clone(),
        label: indicator.label.clone(),
        unit: indicator.unit.clone(),
        valid_at: as_of.day,
        known_at: as_of.known,
        status,
        value,
        as_of: goes_back_to,
        across_break: computed.across_break,
        before_break: computed.outdated.map(|outdated| BeforeBreak {
            value: outdated.value,
            as_of: outdated.as_of,
            links: BeforeBreakLinks { observations: format!("{path}/observations?validAt={}", outdated.as_of) },
        }),
        tendency: computed.remark.as_ref().map(|remark| StatedTendency {
            tendency: remark.tendency,
            as_of: remark.as_of,
            text: remark.text.clone(),
        }),
        method: method(found, computed),
        observations: observations.collect(),
        items: found.formula.is_some().then(|| items(project, computed, most)),
        definition: indicator.definition.clone(),
        counting_method: indicator.counting_method.clone(),
        target: series::target(&indicator.targets, as_of.day),
        targets: targets.collect(),
        links: ValueLinks {
            indicator: path.to_owned(),
            series: format!("{path}/series"),
            observations: format!("{path}/observations"),
            items: format!("{project}/items?validAt={}", as_of.day),
        },
        group_by: None,
        groups: None,
        not_named: None,
        part: None,
    }
}

fn method(found: &IndicatorContext, computed: &Computed) -> ValueMethod {
    match (found.formula, computed.sources.is_empty()) {
        (None, _) if computed.of_parts => ValueMethod::SumOfParts,
        (None, _) => ValueMethod::Observed,
        (Some(Formula::Percent(..)), _) => ValueMethod::ShareOfItems,
        (Some(_), false) => ValueMethod::BalanceAndItems,
        (Some(_), true) => ValueMethod::Items,
    }
}

fn items(project: &str, computed: &Computed, most: usize) -> ItemsBehind {
    let since = computed.sources.first().and_then(|balance| balance.value.get("asOf")?.as_str()?.parse().ok());
    let named = |ids| NamedItems::of(project, ids, most);
    ItemsBehind { since, added: named(&computed.added), removed: named(&computed.removed) }
}

impl NamedItems {
    /// Items of a project, whose path is `project`: how many, and the first of them, at most `most`.
    pub fn of(project: &str, ids: &[Uuid], most: usize) -> Self {
        let named = ids.iter().take(most).map(|id| {
            let links = NamedItemLinks { own: format!("{project}/items/{id}") };
            NamedItem { id: *id, links, title: None }
        });
        Self { count: ids.len(), items: named.collect() }
    }
}

/// The figure alone, where it stands beside another.
pub fn figure(computed: &Computed) -> StatedFigure {
    let status = match computed.value {
        _ if computed.not_applicable => ValueStatus::NotApplicable,
        Some(_) => ValueStatus::Value,
        None => ValueStatus::Missing,
    };
    let stated = status == ValueStatus::Value;
    StatedFigure { status, value: computed.value.filter(|_| stated), as_of: computed.as_of.filter(|_| stated) }
}

/// [`value`] as JSON, for those who add to it.
pub fn value_json(found: &IndicatorContext, computed: &Computed, as_of: &AsOf, path: &str, most: usize) -> Value {
    serde_json::to_value(value(found, computed, as_of, path, most)).unwrap_or_default()
}

/// [`NamedItems::of`] as JSON, for those who add to it.
pub fn named_items(project: &str, ids: &[Uuid], most: usize) -> Value {
    serde_json::to_value(NamedItems::of(project, ids, most)).unwrap_or_default()
}
