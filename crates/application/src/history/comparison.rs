//! Two states of a project: found in a caller's view, compared shape by shape through the rows that only one of them has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::figures::compute::compute;
use crate::figures::indicator::Found;
use crate::figures::value::stated;
use crate::history::catalogue::{Served, path_of};
use crate::records::scope::{Place, Scope, When};
use analysis::difference::{Outcome, whole};
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::schema::compact;
use domain::time::AsOf;
use store::{Query, Reading, Stored};

/// A place in the list of differences: the part of it, to what it belongs, and the thing.
pub type Spot = (usize, Uuid, Uuid);

/// Things with the row of each state, where it differs from that of the other.
type Pairs = BTreeMap<Uuid, (Option<Stored>, Option<Stored>)>;

/// A project in two states.
pub struct States {
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
    fn find(reading: &mut Reading<'_>, place: &Place, as_of: AsOf, view: &View) -> Result<Self> {
        match Scope::find(reading, "/v1/projects/{slug}", place, When::AsOf(&as_of), view) {
            Ok(scope) => Ok(Self { as_of, scope: Some(scope) }),
            // Before the first change nothing was there.
            Err(Error::NotFound) => Ok(Self { as_of: AsOf { change: 0, latest: false, ..as_of }, scope: None }),
            Err(error) => Err(error),
        }
    }

    fn stored(&self) -> Option<&Stored> {
        self.scope.as_ref().and_then(|scope| scope.found.as_ref())
    }
}

impl States {
    /// Of the project that a request names.
    ///
    /// # Errors
    /// `NotFound` when this caller sees it in neither state.
    pub fn of(reading: &mut Reading<'_>, place: &Place, from: AsOf, to: AsOf, view: &View) -> Result<Self> {
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
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn differences(
        &self,
        reading: &mut Reading<'_>,
        after: Option<&Spot>,
        limit: i64,
    ) -> Result<(Vec<Value>, Option<Spot>)> {
        let limit = usize::try_from(limit).unwrap_or_default();
        let mut found: Vec<(Spot, Value)> = Vec::new();
        for (part, parent, served) in self.parts(reading)? {
            if after.is_some_and(|(last, of, _)| (part, parent) < (*last, *of)) || found.len() > limit {
                continue;
            }
            let mut place = after.filter(|(last, of, _)| (part, parent) == (*last, *of)).map(|(_, _, id)| *id);
            loop {
                let (pairs, more) = self.pairs(reading, &served, parent, place, limit)?;
                for (id, (old, new)) in pairs {
                    place = Some(id);
                    if let Some(value) = self.difference(reading, &served, id, old, new)? {
                        found.push(((part, parent, id), value));
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
        Ok((found.into_iter().map(|(_, value)| value).collect(), next))
    }

    /// Every shape that belongs to a project, with what it belongs to; the project itself comes first.
    fn parts(&self, reading: &mut Reading<'_>) -> Result<Vec<(usize, Uuid, Served)>> {
        let mut parts = vec![(0, self.project, Served::shape(Shape::Project))];
        let indicators: BTreeSet<Uuid> = self.indicators(reading)?.into_keys().collect();
        for (n, served) in Served::of_a_project().enumerate() {
            if served.of_an_indicator() {
                parts.extend(indicators.iter().map(|id| (n + 1, *id, Served::shape(served.shape))));
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
        served: &Served,
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
        served: &Served,
        id: Uuid,
        old: Option<Stored>,
        new: Option<Stored>,
    ) -> Result<Option<Value>> {
        let mut shown = |stored: Option<Stored>| {
            stored.map(|stored| served.value(reading, stored, &self.inside, &self.view)).transpose()
        };
        let (old, new) = (shown(old)?, shown(new)?);
        let Some(outcome) = Outcome::of(old.as_ref(), new.as_ref()) else { return Ok(None) };
        let path = path_of(reading, id)?;
        let links = json!({
            "self": path, "from": old.as_ref().map(|_| at(&path, &self.from.as_of)),
            "to": new.as_ref().map(|_| at(&path, &self.to.as_of)),
        });
        Ok(Some(json!({
            "shape": served.shape.name(), "id": id, "outcome": outcome.name(), "links": compact(links),
            "changes": whole(old.as_ref(), new.as_ref()),
        })))
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
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn figures(&self, reading: &mut Reading<'_>) -> Result<Vec<Value>> {
        let mut indicators: Vec<Stored> = self.indicators(reading)?.into_values().collect();
        indicators.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
        let mut figures = Vec::with_capacity(indicators.len());
        for stored in indicators {
            let path = path_of(reading, stored.id)?;
            let mut figure = json!({"links": {"indicator": path}});
            for (name, state) in [("from", &self.from), ("to", &self.to)] {
                let Some(scope) = &state.scope else { continue };
                let found = Found::of(scope, self.project, &stored)?;
                let computed = compute(reading, &found, &state.as_of, &self.inside)?;
                if let Some(fields) = figure.as_object_mut() {
                    fields.insert("indicator".into(), json!(found.indicator.key));
                    fields.insert("label".into(), json!(found.indicator.label));
                    fields.insert("unit".into(), json!(found.indicator.unit));
                    fields.insert(name.into(), stated(&computed));
                }
                let value = at(&format!("{path}/value"), &state.as_of);
                if let Some(links) = figure.get_mut("links").and_then(Value::as_object_mut) {
                    links.insert(name.into(), value);
                }
            }
            if let Some(fields) = figure.as_object_mut() {
                let changed = fields.get("from") != fields.get("to");
                fields.insert("changed".into(), json!(changed));
            }
            figures.push(figure);
        }
        Ok(figures)
    }
}

/// The path of something as of a state.
fn at(path: &str, as_of: &AsOf) -> Value {
    json!(format!("{path}?validAt={}&knownAt={}", as_of.day, as_of.known))
}
