//! Computing a figure: which rows of the ledger it needs, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::context::Context;
use crate::records::representation::stored_as;
use analysis::groups;
use analysis::value;
use analysis::value::{Balance, Basis, Material, ValueFacts};
use domain::error::Result;
use domain::indicator::Observation;
use domain::measure::{Counted, Formula, Term};
use domain::payload::Shape;
use domain::time::{Bound, Day};
use store::{ObservationFilter, Query, Stored};

use super::parts::{as_balance, newest_whole, parts};
use crate::figures::indicator::IndicatorContext;

/// The value of an indicator on a day.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    /// The value, if there is one.
    pub value: Option<f64>,
    /// Whether there is nothing to count on that day.
    pub not_applicable: bool,
    /// The day to which it goes back.
    pub as_of: Option<Day>,
    /// The observations it comes from: the balance it starts from, or the parts that make it.
    pub sources: Vec<Stored>,
    /// Whether it is the sum of its parts, because nothing was said of the whole.
    pub of_parts: bool,
    /// The balance or the parts that were stated under an older definition; they are no value of what is counted now.
    pub outdated: Option<Balance>,
    /// Whether the value goes back to such a balance all the same.
    pub across_break: bool,
    /// What was said later than the last value without giving one.
    pub remark: Option<Observation>,
    /// Items that came to count since the balance, or all that count.
    pub added: Vec<Uuid>,
    /// Items that ceased to count since the balance.
    pub removed: Vec<Uuid>,
}

impl Computed {
    /// The latest day of which something is said: of the value, or later without one.
    pub fn last_said(&self) -> Option<Day> {
        self.as_of.max(self.remark.as_ref().map(|remark| remark.as_of))
    }

    /// Notes the items that it is counted from.
    fn starts_with(&mut self, counting: &Counting) {
        self.changed(counting.since.iter().copied());
        self.added.extend(counting.counted.iter().map(|counted| counted.subject));
    }

    /// Notes the day of the last of these changes.
    fn changed(&mut self, edges: impl Iterator<Item = Bound>) {
        self.as_of = edges.filter_map(Bound::day).max().max(self.as_of);
    }
}

/// Computes the value on day D, looking only at what changed since the latest balance where that is enough.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when the type of observations refuses what is stored.
pub fn compute(cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<Computed> {
    let mut computed = Computed::default();
    let mut balance = stated(cx, found, &mut computed)?;
    if found.formula.is_none()
        && balance.is_none()
        && let Some((sum, parts)) = newest_whole(cx, found)?
    {
        (balance, computed.sources, computed.of_parts) = (Some(sum), parts, true);
    }
    let broken = balance.map(|b| found.broken(cx, b.as_of)).transpose()?.unwrap_or_default();
    let (formula, across_breaks) = (found.formula, found.across_breaks);
    let mut facts = ValueFacts { formula, balance, broken, across_breaks, ..ValueFacts::default() };
    if facts.dropped() {
        (balance, computed.sources, computed.of_parts) = (None, Vec::new(), false);
    }
    computed.across_break = facts.carried();
    computed.as_of = balance.map(|b| b.as_of);
    match (facts.basis(), formula) {
        (Basis::Outdated, _) => computed.outdated = facts.balance,
        (Basis::NotApplicable, _) => computed.not_applicable = true,
        (Basis::Share, Some(Formula::Percent(part, whole))) => {
            let part = counting(cx, found, part, cx.as_of.day)?;
            let whole = counting(cx, found, whole, cx.as_of.day)?;
            (facts.counted, facts.whole) = (part.sum, whole.sum);
            computed.starts_with(&part);
        }
        (Basis::Since(since, _), Some(Formula::Sum(terms))) => {
            facts.since = changes(cx, found, (since, terms), &mut computed)?;
        }
        (Basis::Items, Some(Formula::Sum(terms))) => {
            let now = counting(cx, found, terms, cx.as_of.day)?;
            computed.starts_with(&now);
            facts.entered = !computed.added.is_empty() || entered(cx, found)?;
            facts.counted = now.sum;
        }
        // What is stated stands for itself, and a formula gives no other basis.
        _ => {}
    }
    computed.value = facts.value();
    computed.added.sort_unstable();
    computed.added.dedup();
    computed.removed.sort_unstable();
    computed.removed.dedup();
    Ok(computed)
}

/// The first day for which something of what an indicator counts was entered, or somebody said that all of it is: before it
/// nothing counted is not known, from then on it is 0.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
fn entered_since(cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<Option<Bound>> {
    let keys: Vec<&str> = found.built_in.iter().flat_map(|built_in| built_in.evidence()).collect();
    let counted = cx.reading.counted_since(found.project, &keys, &cx.as_of, &cx.view)?;
    let first = Query { parent: Some(found.id), limit: Some(1), ..Query::default() };
    let statement = cx.list(Shape::CompletenessStatement, &first)?.rows.first().map(|stored| stored.span.from);
    Ok(counted.into_iter().chain(statement).min())
}

/// Whether that day has come on D.
fn entered(cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<bool> {
    Ok(entered_since(cx, found)?.is_some_and(|since| since <= cx.as_of.day.into()))
}

/// Whether the value is counted anew every day, from items that are named: such a value is never out of date.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn counted_anew(cx: &mut Context<'_, '_>, found: &IndicatorContext, computed: &Computed) -> Result<bool> {
    if found.formula.is_none() || computed.value.is_none() {
        return Ok(false);
    }
    Ok(computed.sources.is_empty() || entered(cx, found)?)
}

/// The latest balance not later than D, noted as the source of the value; what was said later without a figure is noted as
/// a remark.
fn stated(cx: &mut Context<'_, '_>, found: &IndicatorContext, computed: &mut Computed) -> Result<Option<Balance>> {
    let mut source = cx.reading.observations(found.id, ObservationFilter::OfTheWhole, &cx.as_of, Some(1))?.pop();
    if let Some(stored) = &source {
        let observation: Observation = stored_as(stored)?;
        if observation.value.is_none() && !observation.not_applicable {
            computed.remark = Some(observation);
            source = cx.reading.observations(found.id, ObservationFilter::Stated, &cx.as_of, Some(1))?.pop();
        }
    }
    let balance = source.as_ref().map(as_balance).transpose()?;
    computed.sources = source.into_iter().collect();
    Ok(balance)
}

/// What the terms of a sum add to a balance since its day, and take away; the items that make it are noted.
fn changes(
    cx: &mut Context<'_, '_>,
    found: &IndicatorContext,
    (since, terms): (Day, &[Term]),
    computed: &mut Computed,
) -> Result<Vec<f64>> {
    let groups: Vec<Term> = terms.iter().copied().filter(|term| term.of_groups()).collect();
    let mut changes = Vec::with_capacity(terms.len() + 1);
    // What an item counts more or less than it did, however often that changed in between.
    let mut more: BTreeMap<Uuid, f64> = BTreeMap::new();
    for term in terms {
        let (begun, ended) =
            cx.reading.counted_between(found.project, term.key(), since, cx.as_of.day, &cx.as_of, &cx.view)?;
        computed.changed(begun.iter().map(|c| c.span.from));
        computed.changed(ended.iter().map(|c| c.span.to));
        if !term.of_groups() {
            changes.push(value::term(*term, &begun) - value::term(*term, &ended));
            begun.iter().for_each(|c| *more.entry(c.subject).or_default() += c.amount);
            ended.iter().for_each(|c| *more.entry(c.subject).or_default() -= c.amount);
        }
    }
    computed.added.extend(more.iter().filter(|(_, more)| **more > 0.0).map(|(item, _)| *item));
    computed.removed.extend(more.iter().filter(|(_, more)| **more < 0.0).map(|(item, _)| *item));
    if !groups.is_empty() {
        let now = counting(cx, found, &groups, cx.as_of.day)?;
        let then = counting(cx, found, &groups, since)?;
        changes.push(now.sum - then.sum);
        computed.added.extend(now.without(&then));
        computed.removed.extend(then.without(&now));
    }
    Ok(changes)
}

/// What terms make on a day.
struct Counting {
    sum: f64,
    /// The measures that count, without those of groups that are taken away again.
    counted: Vec<Counted>,
    /// Since when each measure holds that was looked at.
    since: Vec<Bound>,
}

impl Counting {
    /// The items of groups that do not count in another one.
    fn without(&self, other: &Self) -> Vec<Uuid> {
        let there: BTreeSet<Option<Uuid>> = other.counted.iter().map(|counted| counted.unit).collect();
        let own = self.counted.iter().filter(|counted| !there.contains(&counted.unit));
        own.map(|counted| counted.subject).collect()
    }
}

fn counting(cx: &mut Context<'_, '_>, found: &IndicatorContext, terms: &[Term], day: Day) -> Result<Counting> {
    let (mut sum, mut counted, mut since, mut away) = (0.0, Vec::new(), Vec::new(), BTreeSet::new());
    for term in terms {
        let measures = cx.reading.counted_on(found.project, term.key(), day, &cx.as_of, &cx.view)?;
        sum += value::term(*term, &measures);
        since.extend(measures.iter().map(|measure| measure.span.from));
        match term {
            Term::MinusGroups(_) => away.extend(measures.iter().filter_map(|measure| measure.unit)),
            Term::Sum(_) | Term::Groups(_) => counted.extend(measures),
        }
    }
    counted.retain(|measure| measure.unit.is_none_or(|unit| !away.contains(&unit)));
    Ok(Counting { sum, counted, since })
}

/// Everything ever stated and counted of an indicator, for a series.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn material(cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<Material> {
    let stated = cx.reading.observations(found.id, ObservationFilter::Stated, &cx.as_of, None)?;
    let mut balances: Vec<Balance> = stated.iter().map(as_balance).collect::<Result<_>>()?;
    if found.formula.is_none() {
        // Before anything was said of the whole, the parts of each Stichtag make it.
        let first = balances.last().map(|b| b.as_of);
        let wholes = groups::wholes(&parts(cx, found)?).into_iter().map(|(sum, _)| sum);
        balances.extend(wholes.filter(|sum| first.is_none_or(|first| sum.as_of < first)));
    }
    let entered_since = match found.formula {
        Some(Formula::Sum(_)) => entered_since(cx, found)?,
        _ => None,
    };
    let (terms, whole) = match found.formula {
        None => (&[][..], &[][..]),
        Some(Formula::Sum(terms)) => (terms, &[][..]),
        Some(Formula::Percent(terms, whole)) => (terms, whole),
    };
    let mut load = |terms: &[Term]| -> Result<Vec<(Term, Vec<Counted>)>> {
        terms.iter().map(|t| Ok((*t, cx.reading.counted(found.project, t.key(), &cx.as_of, &cx.view)?))).collect()
    };
    let (terms, whole) = (load(terms)?, load(whole)?);
    let definitions = found.definitions(cx)?;
    let across_breaks = found.across_breaks;
    Ok(Material { balances, formula: found.formula, terms, whole, entered_since, definitions, across_breaks })
}
