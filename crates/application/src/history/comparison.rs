//! Two states of a project: found in a caller's view, compared shape by shape through the rows that only one of them has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use super::catalogue::{CatalogueEntry, path_of};
use super::change::FieldChanges;
use super::difference::{
    ComparedStates, FigureDifference, FigureLinks, ProjectDifference, ThingDifference, ThingStates,
};
use crate::answer::PageLinks;
use crate::context::{Context, Times};
use crate::figures::compute::compute;
use crate::figures::indicator::IndicatorContext;
use crate::figures::indicator_value::StatedFigure;
use crate::figures::value::figure;
use crate::records::scope::{PathParams, Scope, When};
use analysis::difference::{Outcome, whole};
use domain::access::View;
use domain::error::{Error, Result, Violation};
use domain::indicator::Indicator;
use domain::payload::Shape;
use domain::time::{AsOf, Day};
use store::{Query, Reading, Stored};

/// A place in the list of differences: the part of it, to what it belongs, and the thing.
pub type Spot = (usize, Uuid, Uuid);

/// Things with the row of each state, where it differs from that of the other.
type Pairs = BTreeMap<Uuid, (Option<Stored>, Option<Stored>)>;

/// A project in two states.
struct States {
    project: Uuid,
    from: State,
    to: State,
    /// What the caller sees in the project.
    inside: View,
    /// What the caller sees.
    view: View,
}

/// A project in one state.
struct State {
    as_of: AsOf,
    /// The project; nothing when it was not there for this caller, and then nothing that belongs to it was.
    scope: Option<Scope>,
}

impl State {
    fn find(reading: &mut Reading<'_>, place: &PathParams, as_of: AsOf, view: &View) -> Result<Self> {
        match Scope::find(reading, "/v1/projects/{slug}", place, When::AsOf(&as_of), view) {
            Ok(scope) => Ok(Self { as_of, scope: Some(scope) }),
            // Before the first change nothing was there.
            Err(Error::NotFound) => Ok(Self { as_of: AsOf { change: 0, latest: false, ..as_of }, scope: None }),
            Err(error) => Err(error),
        }
    }

    /// Whether something was said up to the day of this state: a status update of a later Stichtag, which is there for every
    /// day, tells nothing of this one.
    fn reaches(&self, stored: &Stored) -> bool {
        let stichtag = stored.value.get("asOf").and_then(Value::as_str).and_then(|day| day.parse::<Day>().ok());
        stichtag.is_none_or(|day| day <= self.as_of.day)
    }

    fn stored(&self) -> Option<&Stored> {
        self.scope.as_ref().and_then(|scope| scope.found.as_ref())
    }
}

impl States {
    /// Of the project that a request names; `NotFound` when this caller sees it in neither state.
    fn of(reading: &mut Reading<'_>, place: &PathParams, from: AsOf, to: AsOf, view: &View) -> Result<Self> {
        let (from, to) = (State::find(reading, place, from, view)?, State::find(reading, place, to, view)?);
        let scopes = (from.scope.as_ref(), to.scope.as_ref());
        let project = to.stored().or(from.stored()).map(|stored| stored.id).ok_or(Error::NotFound)?;
        let inside = match scopes {
            (Some(one), Some(other)) if one.view != other.view => view.clone(),
            (Some(scope), _) | (None, Some(scope)) => scope.view.clone(),
            (None, None) => view.clone(),
        };
        Ok(Self { project, from, to, inside, view: view.clone() })
    }

    /// What differs, at most `limit` after a place, and the place after which there is more.
    fn differences(
        &self,
        reading: &mut Reading<'_>,
        after: Option<&Spot>,
        limit: i64,
    ) -> Result<(Vec<ThingDifference>, Option<Spot>)> {
        let limit = usize::try_from(limit).unwrap_or_default();
        let mut found: Vec<(Spot, ThingDifference)> = Vec::new();
        for (part, parent, served) in self.parts(reading)? {
            if after.is_some_and(|(last, of, _)| (part, parent) < (*last, *of)) || found.len() > limit {
                continue;
            }
            let mut place = after.filter(|(last, of, _)| (part, parent) == (*last, *of)).map(|(_, _, id)| *id);
            loop {
                let (pairs, more) = self.pairs(reading, &served, parent, place, limit)?;
                for (id, (old, new)) in pairs {
                    place = Some(id);
                    if let Some(difference) = self.difference(reading, &served, id, old, new)? {
                        found.push(((part, parent, id), difference));
                    }
                }
                if !more || found.len() > limit {
                    break;
                }
            }
        }
        let full = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| full).map(|(spot, _)| *spot);
        Ok((found.into_iter().map(|(_, difference)| difference).collect(), next))
    }

    /// Every shape that belongs to a project, with what it belongs to; the project itself comes first.
    fn parts(&self, reading: &mut Reading<'_>) -> Result<Vec<(usize, Uuid, CatalogueEntry)>> {
        let mut parts = vec![(0, self.project, CatalogueEntry::shape(Shape::Project))];
        let indicators: BTreeSet<Uuid> = self.indicators(reading)?.into_keys().collect();
        for (n, served) in CatalogueEntry::of_a_project().enumerate() {
            if served.of_an_indicator() {
                parts.extend(indicators.iter().map(|id| (n + 1, *id, CatalogueEntry::shape(served.shape))));
            } else {
                parts.push((n + 1, self.project, served));
            }
        }
        Ok(parts)
    }

    /// The rows that only one of the states has, thing by thing in the order of their ids, and whether there are more.
    fn pairs(
        &self,
        reading: &mut Reading<'_>,
        served: &CatalogueEntry,
        parent: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<(Pairs, bool)> {
        let mut pairs = Pairs::new();
        if served.shape == Shape::Project {
            let (old, new) = (self.from.stored().cloned(), self.to.stored().cloned());
            pairs.extend(after.is_none().then_some((self.project, (old, new))));
            return Ok((pairs, false));
        }
        let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut only = |there: &State, not_there: &State| match there.scope {
            None => Ok(Vec::new()),
            Some(_) => {
                let of = (served.shape, parent);
                reading.only_there(of, &there.as_of, &not_there.as_of, &self.inside, after, most)
            }
        };
        for stored in only(&self.from, &self.to)? {
            let id = stored.id;
            pairs.entry(id).or_default().0 = Some(stored);
        }
        for stored in only(&self.to, &self.from)? {
            let id = stored.id;
            pairs.entry(id).or_default().1 = Some(stored);
        }
        // Each side has the first of its own: up to the limit none of the other side is missing.
        let more = pairs.len() > limit;
        if let Some(first_left_out) = pairs.keys().nth(limit).copied() {
            pairs.split_off(&first_left_out);
        }
        Ok((pairs, more))
    }

    fn difference(
        &self,
        reading: &mut Reading<'_>,
        served: &CatalogueEntry,
        id: Uuid,
        old: Option<Stored>,
        new: Option<Stored>,
    ) -> Result<Option<ThingDifference>> {
        let (old, new) = (old.filter(|old| self.from.reaches(old)), new.filter(|new| self.to.reaches(new)));
        let mut shown = |stored: Option<Stored>| {
            stored.map(|stored| served.value(reading, stored, &self.inside, &self.view)).transpose()
        };
        let (old, new) = (shown(old)?, shown(new)?);
        let Some(outcome) = Outcome::of(old.as_ref(), new.as_ref()) else { return Ok(None) };
        let path = path_of(reading, id)?;
        let links = ThingStates {
            from: old.as_ref().map(|_| at(&path, &self.from.as_of)),
            to: new.as_ref().map(|_| at(&path, &self.to.as_of)),
            own: path,
        };
        let changes = FieldChanges(whole(old.as_ref(), new.as_ref()));
        Ok(Some(ThingDifference { shape: served.shape.name(), id, outcome, links, changes }))
    }

    /// The indicators of both states, as they are in the later one that has them.
    fn indicators(&self, reading: &mut Reading<'_>) -> Result<BTreeMap<Uuid, Stored>> {
        let of_it = Query { parent: Some(self.project), ..Query::default() };
        let mut all = BTreeMap::new();
        for state in [&self.from, &self.to].into_iter().filter(|state| state.scope.is_some()) {
            let rows = reading.list(Shape::Indicator, &of_it, &state.as_of, &self.inside)?.rows;
            all.extend(rows.into_iter().map(|stored| (stored.id, stored)));
        }
        Ok(all)
    }

    /// Every figure then and now.
    fn figures(&self, reading: &mut Reading<'_>) -> Result<Vec<FigureDifference>> {
        let mut indicators: Vec<Stored> = self.indicators(reading)?.into_values().collect();
        indicators.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
        let mut figures = Vec::with_capacity(indicators.len());
        for stored in indicators {
            let path = path_of(reading, stored.id)?;
            let from = self.figure(reading, &self.from, &stored)?;
            let to = self.figure(reading, &self.to, &stored)?;
            let value = |there, state: &State| Some(at(&format!("{path}/value"), &state.as_of)).filter(|_| there);
            let (from_value, to_value) = (value(from.is_some(), &self.from), value(to.is_some(), &self.to));
            let links = FigureLinks { indicator: path, from: from_value, to: to_value };
            let ((earlier, from), (later, to)) = (from.unzip(), to.unzip());
            let Some(Indicator { key, label, unit, .. }) = later.or(earlier) else { continue };
            let changed = from != to;
            figures.push(FigureDifference { links, indicator: key, label, unit, from, to, changed });
        }
        Ok(figures)
    }

    /// An indicator and its figure in one state; nothing where the project was not there.
    fn figure(
        &self,
        reading: &mut Reading<'_>,
        state: &State,
        stored: &Stored,
    ) -> Result<Option<(Indicator, StatedFigure)>> {
        let Some(scope) = &state.scope else { return Ok(None) };
        let found = IndicatorContext::of(scope, self.project, stored)?;
        let figure = figure(&compute(&mut Context::new(reading, state.as_of, self.inside.clone()), &found)?);
        Ok(Some((found.indicator, figure)))
    }
}

/// What is to be compared, and which page of it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The project, as a request names it.
    pub place: &'w PathParams,
    /// The earlier state: what is not said of it is as in the later one.
    pub from: Times,
    /// After what the page begins.
    pub after: Option<&'w Spot>,
    /// At most this many differences.
    pub limit: i64,
}

/// What differs between an earlier state of a project and that of the context; and the place after which there is more.
///
/// # Errors
/// `NotFound` when this caller sees the project in neither state; `BadRequest` for a moment in the future.
pub fn compare(cx: &mut Context<'_, '_>, wanted: &Wanted<'_>) -> Result<(ProjectDifference, Option<Spot>)> {
    let Wanted { place, after, limit, .. } = *wanted;
    let from = earlier(cx, wanted.from)?;
    let states = States::of(cx.reading, place, from, cx.as_of, &cx.view)?;
    let (data, next) = states.differences(cx.reading, after, limit)?;
    let figures = if after.is_none() { Some(states.figures(cx.reading)?) } else { None };
    let meta = ComparedStates { from: (&from).into(), to: (&cx.as_of).into() };
    Ok((ProjectDifference { data, links: PageLinks::default(), meta, figures }, next))
}

/// The earlier state: what is not said of it is as in the later one.
fn earlier(cx: &mut Context<'_, '_>, from: Times) -> Result<AsOf> {
    let day = from.valid_at.unwrap_or(cx.as_of.day);
    match from.known_at {
        None => Ok(AsOf { day, ..cx.as_of }),
        known_at => {
            let times = Times { valid_at: Some(day), known_at };
            times.resolve(cx.reading, &cx.view).map_err(|error| named(error, "fromKnownAt"))
        }
    }
}

/// A complaint about a time, said of the parameter as it is called in a comparison.
pub fn named(error: Error, name: &str) -> Error {
    match error {
        Error::BadRequest(violations) => {
            Error::BadRequest(violations.into_iter().map(|v| Violation::of(name, v.detail)).collect())
        }
        error => error,
    }
}

/// The path of something as of a state.
fn at(path: &str, as_of: &AsOf) -> String {
    format!("{path}?validAt={}&knownAt={}", as_of.day, as_of.known)
}
