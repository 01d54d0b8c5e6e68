//! Groups of a value or a series: found, called by name and brought into their order.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::context::Context;
use crate::records::representation::stored_as;
use analysis::groups;
use analysis::groups::Grouped;
use analysis::series;
use analysis::series::{Asked, Interval, Point};
use analysis::value;
use analysis::value::{Balance, Material};
use domain::error::{Error, Result};
use domain::indicator::Observation;
use domain::measure::{Counted, Formula, Term};
use domain::office::Office;
use domain::payload::Shape;
use domain::sorting::sort_key;
use domain::time::{AsOf, Day};
use kinds::{Grouping, Labels};
use store::{Query, Stored};
use texts::GERMAN;

use super::compute::Computed;
use super::parts::parts;
use crate::figures::indicator::IndicatorContext;
use crate::figures::indicator_value::ValueGroup;

/// A group of a series.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SeriesGroup {
    /// The group; absent for items that do not say to which they belong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What it is called in German; an office by its name on that day.
    pub label: String,
    /// Its points.
    pub data: Vec<Point>,
}

/// The groups of a value on D, and the remainder where there is a value: together they are the value.
///
/// # Errors
/// `BadRequest` that names the possible groupings.
pub fn of_value(
    cx: &mut Context<'_, '_>,
    found: &IndicatorContext,
    computed: &Computed,
    by: &str,
) -> Result<(Vec<ValueGroup>, Option<f64>)> {
    let (grouping, mut amounts) = match found.formula {
        Some(formula) => {
            let (grouping, terms) = counted_by(found, formula, by)?;
            let mut there = Vec::with_capacity(terms.len());
            for term in terms {
                there.push((
                    *term,
                    cx.reading.counted_on(found.project, term.key(), cx.as_of.day, &cx.as_of, &cx.view)?,
                ));
            }
            let of_it = Query { parent: Some(found.project), ..Query::default() };
            let items = cx.reading.list(Shape::Item, &of_it, &cx.as_of, &cx.view)?.rows;
            let grouped = split(there, &items, grouping);
            let amounts = grouped.into_iter().map(|(group, terms)| (group, value::sum(&terms, cx.as_of.day)));
            (Some(grouping), amounts.collect::<Vec<_>>())
        }
        None => {
            let parts = parts(cx, found)?;
            let grouping = observed_by(found, &parts, by)?;
            let of_the_day = |balances: Vec<Balance>| balances.into_iter().find(|b| Some(b.as_of) == computed.as_of);
            let stated = groups::by_dimension(&parts, by).into_iter().filter(|_| computed.value.is_some());
            let stated = stated.filter_map(|(group, balances)| Some((Some(group), of_the_day(balances)?.value?)));
            (grouping, stated.collect())
        }
    };
    if computed.not_applicable {
        amounts.clear();
    }
    let rest = computed.value.map(|value| groups::remainder(value, amounts.iter().map(|(_, amount)| *amount)));
    let named = named(cx, grouping, amounts)?;
    let groups = named.into_iter().map(|(key, label, value)| ValueGroup { key, label, value });
    Ok((groups.collect(), rest))
}

/// The groups of a series, each with its points.
///
/// # Errors
/// `BadRequest` that names the possible groupings.
pub fn of_series(
    cx: &mut Context<'_, '_>,
    found: &IndicatorContext,
    material: &Material,
    by: &str,
    periods: &[(Day, Day)],
    asked: &Asked,
) -> Result<Vec<SeriesGroup>> {
    let like_all = || Material { balances: Vec::new(), terms: Vec::new(), whole: Vec::new(), ..material.clone() };
    let (grouping, materials) = match found.formula {
        Some(formula) => {
            let (grouping, _) = counted_by(found, formula, by)?;
            let slices = cx.reading.timelines(Shape::Item, found.project, &cx.as_of, &cx.view)?;
            let grouped = split(material.terms.clone(), &slices, grouping);
            let of_group = |(group, terms)| (group, Material { terms, ..like_all() });
            (Some(grouping), grouped.into_iter().map(of_group).collect::<Vec<_>>())
        }
        None => {
            let parts = parts(cx, found)?;
            let grouping = observed_by(found, &parts, by)?;
            let of_group = |(group, balances)| (Some(group), Material { balances, ..like_all() });
            (grouping, groups::by_dimension(&parts, by).into_iter().map(of_group).collect())
        }
    };
    let (first, last) = (periods.first().map(|p| p.0), periods.last().map(|p| p.1));
    let points = |(group, material): (_, Material)| {
        // Each group has days of change of its own.
        let own = match (asked.interval, first, last) {
            (Interval::Change, Some(first), Some(last)) => series::periods(first, last, Interval::Change, &material),
            _ => None,
        };
        let periods = own.as_deref().unwrap_or(periods);
        (group, series::points(periods, asked, &material, &[]))
    };
    let with_points = materials.into_iter().map(points).collect();
    let groups = named(cx, grouping, with_points)?;
    Ok(groups.into_iter().map(|(key, label, data)| SeriesGroup { key, label, data }).collect())
}

/// The grouping of this name, and what is counted apart.
fn counted_by(found: &IndicatorContext, formula: Formula, by: &str) -> Result<(&'static Grouping, &'static [Term])> {
    let known = found.built_in.map(|b| b.groupings).unwrap_or_default();
    match (formula, known.iter().find(|g| g.name == by)) {
        (Formula::Sum(terms), Some(grouping)) => Ok((grouping, terms)),
        _ => Err(unknown(known.iter().map(|g| g.name).collect())),
    }
}

/// The grouping of a dimension, if its kind knows words for it.
fn observed_by(
    found: &IndicatorContext,
    parts: &[(Balance, Observation)],
    by: &str,
) -> Result<Option<&'static Grouping>> {
    let known = found.built_in.map(|b| b.groupings).unwrap_or_default();
    let mut names = groups::dimensions(parts);
    names.extend(known.iter().map(|g| g.name));
    if names.contains(by) {
        return Ok(known.iter().find(|g| g.name == by));
    }
    Err(unknown(names.into_iter().collect()))
}

fn unknown(names: Vec<&str>) -> Error {
    Error::parameter(
        "groupBy",
        match names.as_slice() {
            [] => "this indicator cannot be taken apart".to_owned(),
            names => format!("for this indicator must be one of: {}", names.join(", ")),
        },
    )
}

/// Takes apart what is counted by what its items say on the days on which it counts.
fn split(terms: Vec<(Term, Vec<Counted>)>, slices: &[Stored], grouping: &Grouping) -> Grouped {
    let mut of_item: BTreeMap<Uuid, Vec<(&Stored, Option<String>)>> = BTreeMap::new();
    for slice in slices {
        let value = kinds::upcast(slice.shape, slice.format, slice.value.clone());
        of_item.entry(slice.id).or_default().push((slice, grouping.group(&value)));
    }
    // What begins later than anybody asked for is in no slice that was read, and in no value that is shown.
    let begins =
        |counted: &Counted, slice: &Stored| slice.span.from <= counted.span.from && counted.span.from < slice.span.to;
    groups::split(terms, |counted| {
        let slices = of_item.get(&counted.subject)?;
        slices.iter().find(|(slice, _)| begins(counted, slice)).and_then(|(_, group)| group.clone())
    })
}

/// The groups with their labels, in the order of the words of their kind, else by label; at the end those that say nothing.
fn named<T>(
    cx: &mut Context<'_, '_>,
    grouping: Option<&Grouping>,
    groups: Vec<(Option<String>, T)>,
) -> Result<Vec<(Option<String>, String, T)>> {
    let offices = match grouping.map(|g| &g.labels) {
        Some(Labels::Offices) => offices(cx, &groups)?,
        _ => BTreeMap::new(),
    };
    let mut all: Vec<_> = groups
        .into_iter()
        .map(|(group, content)| {
            let words = group.as_deref().and_then(|group| grouping.and_then(|g| g.words(group)));
            let label = match (&group, words) {
                (None, _) => GERMAN.explanations.without_group.to_owned(),
                (Some(_), Some((_, words))) => words.to_owned(),
                (Some(group), None) => offices.get(group).unwrap_or(group).clone(),
            };
            let place = (group.is_none(), words.map_or(usize::MAX, |(place, _)| place), sort_key(&label));
            (place, (group, label, content))
        })
        .collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(all.into_iter().map(|(_, named)| named).collect())
}

/// The names of the offices as they were on D; of those that were none then, as they are today.
fn offices<T>(cx: &mut Context<'_, '_>, groups: &[(Option<String>, T)]) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for day in [cx.as_of.day, cx.as_of.today] {
        if groups.iter().filter_map(|(group, _)| group.as_ref()).all(|group| names.contains_key(group)) {
            break;
        }
        for stored in cx.reading.list(Shape::Office, &Query::default(), &AsOf { day, ..cx.as_of }, &cx.view)?.rows {
            let office: Office = stored_as(&stored)?;
            names.entry(stored.id.to_string()).or_insert(office.name);
        }
    }
    Ok(names)
}
