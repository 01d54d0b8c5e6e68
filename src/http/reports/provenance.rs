//! What stands behind the figures of a report: values as the API answers them, with what their items are called, and with
//! links to what was known then.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::document::{Document, FigureRef};
use crate::domain::error::{Error, Result};
use crate::domain::sorting::sort_key;
use crate::domain::time::{AsOf, Day, Moment};
use crate::http::figures::{Found, compute, named_items, value_json};
use crate::http::resource::{Place, Scope, When};
use crate::reports::compose::figures;
use crate::reports::snapshot::FigureRecord;
use crate::store::Reading;

use super::load::Loaded;

/// Where an indicator is found.
const INDICATOR: &str = "/v1/projects/{slug}/indicators/{key}";
/// So many items behind a figure are named: nobody reads more.
const NAMED: usize = 1_000;

/// Every figure of a document with what stands behind it.
///
/// # Errors
/// Those of the ledger.
pub fn records(reading: &mut Reading<'_>, document: &Document, loaded: &Loaded) -> Result<Vec<FigureRecord>> {
    let titles: BTreeMap<&str, &str> =
        loaded.projects.iter().map(|p| (p.facts.project.slug.as_str(), p.facts.project.title.as_str())).collect();
    let items: BTreeMap<Uuid, String> =
        loaded.projects.iter().flat_map(|p| p.facts.items.iter().map(|i| (i.id, p.facts.title(i)))).collect();
    let mut records = Vec::new();
    for (figure, sections) in figures(document) {
        let FigureRef { id, text, project, indicator, valid_at, compared_with, known_at, part, .. } = figure;
        let known = match known_at {
            Some(moment) => reading.as_of(Some(valid_at), Some(moment))?,
            None => loaded.as_of,
        };
        // What an earlier report said has behind it what it had there.
        let told = loaded.said.iter().find(|said| known_at.is_some() && said.as_of == valid_at);
        let view = told.map_or_else(|| loaded.view.clone(), |said| View::of(said.visibility));
        let mut asked = |day: Day| -> Result<Value> {
            let mut value = value(reading, (&project, &indicator), &AsOf { day, ..known }, &view)?;
            if let (Some(part), Some(fields)) = (&part, value.as_object_mut()) {
                fields.insert("part".into(), named_items(&format!("/v1/projects/{project}"), &part.items, NAMED));
            }
            name(&mut value, &items, day);
            pin(&mut value, known.known);
            Ok(value)
        };
        let told = told.filter(|_| part.is_none());
        let kept = told.and_then(|said| said.behind(&project, &indicator, (valid_at, known.known)));
        records.push(FigureRecord {
            value: kept.cloned().map_or_else(|| asked(valid_at), Ok)?,
            compared: compared_with.map(&mut asked).transpose()?,
            id,
            text,
            sections,
            project_title: titles.get(project.as_str()).copied().unwrap_or_default().to_owned(),
            project,
            indicator,
            part: part.as_ref().map(|part| part.label.clone()),
            valid_at,
            known_at: known.known,
        });
    }
    Ok(records)
}

/// The value of an indicator as `GET …/value` answers it.
fn value(reading: &mut Reading<'_>, (project, indicator): (&str, &str), as_of: &AsOf, view: &View) -> Result<Value> {
    let place = Place::within(INDICATOR, Some(project), Some(indicator));
    let scope = match Scope::find(reading, INDICATOR, &place, When::AsOf(as_of), view) {
        // On an earlier day there may have been no such project.
        Err(Error::NotFound) => return Ok(json!({"status": "missing"})),
        scope => scope?,
    };
    let (Some(project), Some(stored)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
    let found = Found::of(&scope, project, stored)?;
    let computed = compute(reading, &found, as_of, &scope.view)?;
    Ok(value_json(&found, &computed, as_of, &place.path, NAMED))
}

/// Says of the items behind a value what they are called, and on which day they are meant.
fn name(value: &mut Value, titles: &BTreeMap<Uuid, String>, day: Day) {
    for list in ["/items/added/items", "/items/removed/items", "/part/items"] {
        let Some(items) = value.pointer_mut(list).and_then(Value::as_array_mut) else { continue };
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
