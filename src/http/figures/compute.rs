//! Computing a figure: which rows of the ledger it needs, and what follows from them.

use uuid::Uuid;

use crate::analysis::value::{self, Balance, Material};
use crate::domain::access::View;
use crate::domain::error::Result;
use crate::domain::indicator::{Indicator, Observation};
use crate::domain::measure::{Counted, Formula, Term};
use crate::domain::payload::typed;
use crate::domain::time::{AsOf, Day};
use crate::http::resource::Scope;
use crate::store::{Reading, Stored};

/// An indicator where a request found it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The project.
    pub project: Uuid,
    /// The indicator.
    pub id: Uuid,
    /// How it is computed, if it is.
    pub formula: Option<Formula>,
    /// What it says of itself.
    pub indicator: Indicator,
}

impl Found {
    /// What the ledger keeps of an indicator, with what its kind knows of it.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub fn of(scope: &Scope, project: Uuid, stored: &Stored) -> Result<Self> {
        let indicator: Indicator = typed(&stored.value)?;
        let formula = scope.kind.and_then(|k| k.built_in(&indicator.key)).and_then(|b| b.formula);
        Ok(Self { project, id: stored.id, formula, indicator })
    }
}

/// The value of an indicator on a day.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    /// The value, if there is one.
    pub value: Option<f64>,
    /// The day to which it goes back.
    pub as_of: Option<Day>,
    /// The balance it starts from.
    pub balance: Option<Stored>,
    /// What was said later than the last value without giving one.
    pub remark: Option<Observation>,
    /// Items that came to count since the balance, or all that count.
    pub added: Vec<Uuid>,
    /// Items that ceased to count since the balance.
    pub removed: Vec<Uuid>,
}

/// Computes the value on day D, looking only at what changed since the latest balance where that is enough.
///
/// # Errors
/// Those of the ledger.
pub fn compute(reading: &mut Reading<'_>, found: &Found, as_of: &AsOf, view: &View) -> Result<Computed> {
    let mut computed = Computed::default();
    let latest = reading.observations(found.id, false, as_of, Some(1))?.pop();
    let mut balance = latest;
    if let Some(stored) = &balance {
        let observation: Observation = typed(&stored.value)?;
        if observation.value.is_none() {
            computed.remark = Some(observation);
            balance = reading.observations(found.id, true, as_of, Some(1))?.pop();
        }
    }
    let base = balance.as_ref().map(as_balance).transpose()?.flatten();
    computed.balance = balance;
    computed.as_of = base.map(|b| b.as_of);
    match (found.formula, base) {
        (None, base) => computed.value = base.map(|b| b.value),
        (Some(Formula::Percent(part, whole)), _) => {
            let part = sum_on(reading, found, part, as_of.day, as_of, view, Some(&mut computed))?;
            let whole = sum_on(reading, found, whole, as_of.day, as_of, view, None)?;
            computed.value = value::percent(part, whole);
        }
        (Some(Formula::Sum(terms)), Some(base)) => {
            let mut value = base.value;
            for term in terms {
                value += since(reading, found, *term, base.as_of, as_of, view, &mut computed)?;
            }
            computed.value = Some(value);
        }
        (Some(Formula::Sum(terms)), None) => {
            let now = sum_on(reading, found, terms, as_of.day, as_of, view, Some(&mut computed))?;
            let something = !computed.added.is_empty() || ever_counted(reading, found, terms, as_of, view)?;
            computed.value = something.then_some(now);
        }
    }
    computed.added.sort_unstable();
    computed.added.dedup();
    computed.removed.sort_unstable();
    computed.removed.dedup();
    Ok(computed)
}

fn as_balance(stored: &Stored) -> Result<Option<Balance>> {
    let observation: Observation = typed(&stored.value)?;
    Ok(observation.value.map(|value| Balance { id: stored.id, as_of: observation.as_of, value }))
}

fn sum_on(
    reading: &mut Reading<'_>,
    found: &Found,
    terms: &[Term],
    day: Day,
    as_of: &AsOf,
    view: &View,
    mut computed: Option<&mut Computed>,
) -> Result<f64> {
    let mut sum = 0.0;
    for term in terms {
        let counted = reading.counted_on(found.project, term.key(), day, as_of, view)?;
        sum += value::term(*term, &counted);
        if let Some(computed) = computed.as_deref_mut() {
            note(computed, &counted, true);
        }
    }
    Ok(sum)
}

/// What a term adds to a balance of `base` until D.
fn since(
    reading: &mut Reading<'_>,
    found: &Found,
    term: Term,
    base: Day,
    as_of: &AsOf,
    view: &View,
    computed: &mut Computed,
) -> Result<f64> {
    let (begun, ended) = reading.counted_between(found.project, term.key(), base, as_of.day, as_of, view)?;
    note(computed, &begun, true);
    note(computed, &ended, false);
    match term {
        Term::Sum(_) => Ok(value::term(term, &begun) - value::term(term, &ended)),
        Term::Groups(_) | Term::MinusGroups(_) => {
            let now = sum_on(reading, found, &[term], as_of.day, as_of, view, None)?;
            Ok(now - sum_on(reading, found, &[term], base, as_of, view, None)?)
        }
    }
}

fn ever_counted(reading: &mut Reading<'_>, found: &Found, terms: &[Term], as_of: &AsOf, view: &View) -> Result<bool> {
    for term in terms {
        let counted = reading.counted(found.project, term.key(), as_of, view)?;
        if counted.iter().any(|c| c.span.from <= as_of.day.into()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Remembers the items behind a value, and the day of the last change among them.
fn note(computed: &mut Computed, counted: &[Counted], began: bool) {
    let days = counted.iter().filter_map(|c| if began { c.span.from.day() } else { c.span.to.day() });
    computed.as_of = days.max().max(computed.as_of);
    let items = counted.iter().map(|c| c.subject);
    if began { computed.added.extend(items) } else { computed.removed.extend(items) }
}

/// Everything ever stated and counted of an indicator, for a series.
///
/// # Errors
/// Those of the ledger.
pub fn material(reading: &mut Reading<'_>, found: &Found, as_of: &AsOf, view: &View) -> Result<Material> {
    let stored = reading.observations(found.id, true, as_of, None)?;
    let balances: Vec<_> = stored.iter().map(as_balance).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let (terms, whole) = match found.formula {
        None => (&[][..], &[][..]),
        Some(Formula::Sum(terms)) => (terms, &[][..]),
        Some(Formula::Percent(terms, whole)) => (terms, whole),
    };
    let mut load = |terms: &[Term]| -> Result<Vec<(Term, Vec<Counted>)>> {
        terms.iter().map(|t| Ok((*t, reading.counted(found.project, t.key(), as_of, view)?))).collect()
    };
    Ok(Material { balances, formula: found.formula, terms: load(terms)?, whole: load(whole)? })
}
