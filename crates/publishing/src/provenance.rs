//! What stands behind the figures of a report: values as the API answers them, with what their items are called, and with
//! links to what was known then.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Value, json};
use uuid::Uuid;

use application::context::Context;
use application::figures::compute::compute;
use application::figures::indicator::IndicatorContext;
use application::figures::value::{named_items, value_json};
use application::projects::facts;
use application::records::scope::{PathParams, Scope, When};
use domain::access::{View, Visibility};
use domain::document::{Document, FigureRef};
use domain::error::{Error, Result};
use domain::sorting::sort_key;
use domain::time::{AsOf, Day, Moment};
use reports::compose::figures;
use reports::snapshot::FigureRecord;
use store::Reading;

use super::load::Loaded;

/// Where an indicator is found.
const INDICATOR: &str = "/v1/projects/{slug}/indicators/{key}";
/// At most this many items behind a figure are named: nobody reads more.
const NAMED: usize = 1_000;

/// Every figure of a document with what stands behind it.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn records(reading: &mut Reading<'_>, document: &Document, loaded: &Loaded) -> Result<Vec<FigureRecord>> {
    let own = loaded.composition.report.visibility;
    let mut names = Names { loaded: (loaded.as_of.change, own), titles: BTreeMap::new() };
    let mut values = Values::default();
    let mut records = Vec::new();
    for (figure, sections) in figures(document) {
        let FigureRef { id, text, project, indicator, valid_at, compared_with, known_at, part, .. } = figure;
        let known = match known_at {
            Some(moment) => reading.as_of(Some(valid_at), Some(moment))?,
            None => loaded.as_of,
        };
        // What an earlier report said, and what is known otherwise now, is seen as its readers see it. Of two reports for the
        // same day it is the one with which this one is compared.
        let of_day = || loaded.said.iter().filter(|said| said.as_of == valid_at);
        let told = known_at.and_then(|at| of_day().find(|said| said.known_at == at).or_else(|| of_day().next()));
        let visibility = told.map_or(own, |said| said.visibility);
        let found = loaded.projects.iter().find(|loaded| loaded.facts.project.slug == project);
        let mut asked = |day: Day| -> Result<Value> {
            let as_of = AsOf { day, ..known };
            let mut value = values.of(reading, (&project, &indicator), &as_of, visibility)?;
            if let (Some(part), Some(fields)) = (&part, value.as_object_mut()) {
                fields.insert("part".into(), named_items(&format!("/v1/projects/{project}"), &part.items, NAMED));
            }
            if let Some(found) = found {
                names.add(reading, &mut value, found, &as_of, visibility)?;
            }
            pin(&mut value, known.known);
            Ok(value)
        };
        let (mut value, compared) = (asked(valid_at)?, compared_with.map(&mut asked).transpose()?);
        // The number is the one that was said, whatever of it is hidden since.
        let said = told.filter(|_| part.is_none());
        let said = said.and_then(|said| said.figure(&project, &indicator, (valid_at, known.known)));
        if let (Some(number), Some(fields)) = (said.and_then(|said| said.value.get("value")), value.as_object_mut()) {
            fields.insert("status".into(), json!("value"));
            fields.insert("value".into(), number.clone());
        }
        records.push(FigureRecord {
            value,
            compared,
            id,
            text,
            sections,
            project_title: found.map(|found| found.facts.project.title.clone()).unwrap_or_default(),
            project,
            indicator,
            part: part.as_ref().map(|part| part.label.clone()),
            valid_at,
            known_at: known.known,
        });
    }
    Ok(records)
}

/// Values that were computed already: a number and its difference from an earlier one ask for the same.
#[derive(Default)]
struct Values {
    /// By project, indicator, day, change, moment and the readers who see them.
    computed: BTreeMap<(String, String, Day, i64, Moment, &'static str), Value>,
}

impl Values {
    /// The value of an indicator, computed once.
    fn of(
        &mut self,
        reading: &mut Reading<'_>,
        indicator: (&str, &str),
        as_of: &AsOf,
        visibility: Visibility,
    ) -> Result<Value> {
        let (project, key) = (indicator.0.to_owned(), indicator.1.to_owned());
        Ok(match self.computed.entry((project, key, as_of.day, as_of.change, as_of.known, visibility.name())) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(unknown) => {
                let mut cx = Context::new(reading, *as_of, View::of(visibility));
                unknown.insert(value(&mut cx, indicator)?).clone()
            }
        })
    }
}

/// The value of an indicator as `GET …/value` answers it.
fn value(cx: &mut Context<'_, '_>, (project, indicator): (&str, &str)) -> Result<Value> {
    let place = PathParams::within(INDICATOR, Some(project), Some(indicator));
    let scope = match Scope::find(cx.reading, INDICATOR, &place, When::AsOf(&cx.as_of), &cx.view) {
        // On an earlier day there may have been no such project.
        Err(Error::NotFound) => return Ok(json!({"status": "missing"})),
        scope => scope?,
    };
    let (Some(project), Some(stored)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
    let found = IndicatorContext::of(&scope, project, stored)?;
    let computed = compute(&mut cx.seen_by(scope.view), &found)?;
    Ok(value_json(&found, &computed, &cx.as_of, &place.path, NAMED))
}

/// What the items of projects are called.
struct Names {
    /// The change of which everything is loaded already, and for whom.
    loaded: (i64, Visibility),
    /// By project, day, change and the readers who see them.
    titles: BTreeMap<(Uuid, Day, i64, &'static str), BTreeMap<Uuid, String>>,
}

impl Names {
    /// Says of the items behind a value what they are called, and on which day they are meant: what counts no more, on the
    /// day when it did.
    fn add(
        &mut self,
        reading: &mut Reading<'_>,
        value: &mut Value,
        project: &facts::Loaded,
        as_of: &AsOf,
        visibility: Visibility,
    ) -> Result<()> {
        let since = value.pointer("/items/since").and_then(Value::as_str).and_then(|day| day.parse::<Day>().ok());
        let lists = [("/items/added/items", as_of.day), ("/part/items", as_of.day)];
        for (list, day) in lists.into_iter().chain(since.map(|day| ("/items/removed/items", day))) {
            let items = value.pointer_mut(list).and_then(Value::as_array_mut);
            let Some(items) = items.filter(|items| !items.is_empty()) else { continue };
            let titles = self.on(reading, project, &AsOf { day, ..*as_of }, visibility)?;
            for item in items.iter_mut() {
                let id = item.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
                let title = id.and_then(|id: Uuid| titles.get(&id)).filter(|title| !title.is_empty());
                if let (Some(title), Some(fields)) = (title, item.as_object_mut()) {
                    fields.insert("title".into(), json!(title));
                }
                if let Some(Value::String(href)) = item.pointer_mut("/links/self") {
                    href.push_str(&format!("?validAt={day}"));
                }
            }
            items.sort_by_cached_key(|item| item.get("title").and_then(Value::as_str).map(sort_key));
        }
        Ok(())
    }

    fn on(
        &mut self,
        reading: &mut Reading<'_>,
        project: &facts::Loaded,
        as_of: &AsOf,
        visibility: Visibility,
    ) -> Result<&BTreeMap<Uuid, String>> {
        Ok(match self.titles.entry((project.stored.id, as_of.day, as_of.change, visibility.name())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let read;
                let items = if (as_of.day, (as_of.change, visibility)) == (project.facts.day, self.loaded) {
                    &project.facts.items
                } else {
                    read = facts::items(&mut Context::new(reading, *as_of, View::of(visibility)), project.stored.id)?;
                    &read
                };
                unknown.insert(items.iter().map(|item| (item.id, project.facts.title(item))).collect())
            }
        })
    }
}

/// Lets every link lead to what was known then.
fn pin(value: &mut Value, known_at: Moment) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let links = value.as_object_mut().filter(|_| name == "links");
                for href in links.into_iter().flat_map(|links| links.values_mut()) {
                    if let Value::String(href) = href {
                        let sign = if href.contains('?') { '&' } else { '?' };
                        href.push_str(&format!("{sign}knownAt={known_at}"));
                    }
                }
                pin(value, known_at);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| pin(value, known_at)),
        _ => {}
    }
}
