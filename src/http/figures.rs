//! Figures: the value of an indicator on a day with everything behind it, and its series.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::analysis::series::{self, Interval};
use crate::analysis::value::{self, Balance, Material};
use crate::domain::access::View;
use crate::domain::error::{Error, Result};
use crate::domain::indicator::{Indicator, Observation, Tendency};
use crate::domain::measure::{Counted, Formula, Term};
use crate::domain::payload::{Shape, typed};
use crate::domain::time::{AsOf, Day};
use crate::store::{Reading, Stored};

use super::caller::{May, Read};
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::resource::{Place, Scope, When};
use super::{App, blocking};

const OF_INDICATOR: &str = "/v1/projects/{slug}/indicators/{key}";
/// So many items are named beside a value; the rest is counted.
const NAMED: usize = 50;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name| json!({"$ref": format!("#/components/schemas/{name}")});
    let value = Operation::new("readIndicatorValue", "indicators", "Read the value of an indicator on a day")
        .description(
            "value(D) = b + n(D) − n(day of b): b is the latest balance not later than D, n what the named items add up \
             to. Without a balance it is n(D), without items b. Missing, not applicable and 0 are three different things.",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The value, and where it comes from.", schema("IndicatorValue"))
        .header("ETag", "Digest of the answer.");
    let series = Operation::new("readIndicatorSeries", "indicators", "Read the series of an indicator")
        .query("from", json!({"type": "string", "format": "date"}), "First day; else the first day on which something was known.", json!("2022-01-01"))
        .query("to", json!({"type": "string", "format": "date"}), "Last day; else validAt, else today.", json!("2023-04-30"))
        .query(
            "period",
            json!({"type": "string", "enum": Interval::ALL.iter().map(|i| i.name()).collect::<Vec<_>>(), "default": "change"}),
            "Into what the series is cut; `change`: the days on which something changed.",
            json!("change"),
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The points of the series.", schema("IndicatorSeries"))
        .header("ETag", "Digest of the answer.");
    let at = |path: &str, route, operation| Endpoint {
        method: Method::GET,
        path: format!("{OF_INDICATOR}/{path}"),
        route,
        operation,
    };
    vec![at("value", || web::to(read_value), value), at("series", || web::to(read_series), series)]
}

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

fn find(reading: &mut Reading<'_>, place: &Place, as_of: &AsOf, view: View) -> Result<Found> {
    let scope = Scope::find(reading, OF_INDICATOR, place, When::AsOf(as_of), view)?;
    let (Some(project), Some(id)) = (scope.project, scope.parent) else { return Err(Error::NotFound) };
    let stored = reading.find(Shape::Indicator, Some(project), id, as_of, view)?.ok_or(Error::NotFound)?;
    Found::of(&scope, project, &stored)
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
pub fn compute(reading: &mut Reading<'_>, found: &Found, as_of: &AsOf, view: View) -> Result<Computed> {
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
    view: View,
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
    view: View,
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

fn ever_counted(reading: &mut Reading<'_>, found: &Found, terms: &[Term], as_of: &AsOf, view: View) -> Result<bool> {
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

async fn read_value(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let times = params.times();
    params.done()?;
    let (place, view) = (Place::of(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading)?;
            let found = find(reading, &place, &as_of, view)?;
            let computed = compute(reading, &found, &as_of, view)?;
            Answer::json(&value_json(&found, &computed, &as_of, place.path.trim_end_matches("/value")))
        })
    })
    .await?;
    Ok(answer.to(&request))
}

fn value_json(found: &Found, computed: &Computed, as_of: &AsOf, path: &str) -> Value {
    let project = path.split("/indicators/").next().unwrap_or_default();
    let indicator = &found.indicator;
    let method = match (found.formula, &computed.balance) {
        (None, _) => "observed",
        (Some(Formula::Percent(..)), _) => "share_of_items",
        (Some(_), Some(_)) => "balance_and_items",
        (Some(_), None) => "items",
    };
    let status = match (computed.value, &computed.remark) {
        (_, Some(remark)) if remark.not_applicable => "not_applicable",
        (Some(_), _) => "value",
        (None, _) => "missing",
    };
    let observation = computed.balance.iter().map(|stored| {
        let mut source = stored.value.clone();
        let link = format!("{path}/observations/{}", stored.id);
        let meta = json!({"id": stored.id, "recordedAt": stored.recorded_at, "links": {"self": link}});
        source.as_object_mut().into_iter().for_each(|fields| drop(fields.insert("meta".into(), meta.clone())));
        source
    });
    let named = |ids: &[Uuid]| -> Value {
        let shown =
            ids.iter().take(NAMED).map(|id| json!({"id": id, "links": {"self": format!("{project}/items/{id}")}}));
        json!({"count": ids.len(), "items": shown.collect::<Vec<_>>()})
    };
    let mut answer = json!({
        "indicator": indicator.key, "label": indicator.label, "unit": indicator.unit,
        "validAt": as_of.day, "knownAt": as_of.known, "status": status,
    });
    let Some(fields) = answer.as_object_mut() else { return answer };
    if status == "value" {
        fields.insert("value".into(), number(computed.value));
        fields.insert("asOf".into(), json!(computed.as_of));
    }
    if let Some(remark) = &computed.remark {
        let tendency = remark.tendency.map(Tendency::name);
        fields.insert(
            "tendency".into(),
            super::facts::without_null(json!({"tendency": tendency, "asOf": remark.as_of, "text": remark.text})),
        );
    }
    fields.insert("method".into(), json!(method));
    fields.insert("observations".into(), observation.collect::<Vec<_>>().into());
    if found.formula.is_some() {
        let since = computed.balance.as_ref().and_then(|b| b.value.get("asOf").cloned());
        let items = json!({"since": since, "added": named(&computed.added), "removed": named(&computed.removed)});
        fields.insert("items".into(), super::facts::without_null(items));
    }
    fields.insert("definition".into(), json!(indicator.definition));
    indicator.counting_method.iter().for_each(|m| drop(fields.insert("countingMethod".into(), json!(m))));
    if let Some(target) = series::target(&indicator.targets, as_of.day) {
        fields.insert("target".into(), number(Some(target)));
    }
    fields.insert(
        "links".into(),
        json!({
            "indicator": path, "series": format!("{path}/series"), "observations": format!("{path}/observations"),
            "items": format!("{project}/items?validAt={}", as_of.day),
        }),
    );
    answer
}

/// A whole number is written as one: 117, not 117.0.
pub fn number(value: Option<f64>) -> Value {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => json!(v as i64),
        other => json!(other),
    }
}

/// Everything ever stated and counted of an indicator, for a series.
///
/// # Errors
/// Those of the ledger.
pub fn material(reading: &mut Reading<'_>, found: &Found, as_of: &AsOf, view: View) -> Result<Material> {
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

async fn read_series(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let times = params.times();
    let (from, to): (Option<Day>, Option<Day>) = (params.take("from"), params.take("to"));
    let interval = params.take::<Interval>("period").unwrap_or(Interval::Change);
    params.done()?;
    let (place, view) = (Place::of(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading)?;
            let found = find(reading, &place, &as_of, view)?;
            let to = to.unwrap_or(as_of.day);
            let material = material(reading, &found, &AsOf { day: to, ..as_of }, view)?;
            let first = material.days().first().copied().unwrap_or(to);
            let from = from.unwrap_or(first.min(to));
            if from > to {
                return Err(Error::parameter("from", format!("must not be later than 'to', which is {to}")));
            }
            let periods = series::periods(from, to, interval, &material).ok_or_else(|| {
                let most = series::MOST_POINTS;
                Error::parameter(
                    "period",
                    format!("would give more than {most} points; choose a longer one or fewer days"),
                )
            })?;
            let points =
                series::points(&periods, interval, &material, found.indicator.aggregation, &found.indicator.targets);
            let data: Vec<Value> = points
                .into_iter()
                .map(|p| {
                    let (last, change, target) = (number(p.last), number(p.change), number(p.target));
                    super::facts::without_null(
                        json!({"from": p.from, "to": p.to, "last": last, "change": change, "target": target}),
                    )
                })
                .collect();
            Answer::json(&json!({
                "indicator": found.indicator.key, "label": found.indicator.label, "unit": found.indicator.unit,
                "definition": found.indicator.definition, "knownAt": as_of.known, "from": from, "to": to,
                "period": interval.name(), "data": data,
            }))
        })
    })
    .await?;
    Ok(answer.to(&request))
}
