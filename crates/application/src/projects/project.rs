//! Projects: they bring the indicators of their kind along, and their answer says what follows from their facts.

use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result, Violation};
use domain::payload::{Payload, Shape};
use domain::project::{Phase, Project};
use domain::time::Bound;
use store::{New, Query, Stored, Window, Writing};

use super::health;
use crate::access::permission::Edit;
use crate::context::Context;
use crate::records::address::{Address, Segment};
use crate::records::resource::{Filter, Resource};
use crate::records::rules::Rules;
use crate::records::scope::Scope;
use crate::resources::plain::plain;

impl Resource for Project {
    const SHAPE: Shape = Shape::Project;
    const ADDRESS: Address = Address {
        collection: "/v1/projects",
        id_segment: Segment::Slug,
        singular: "project",
        plural: "projects",
        schema: "Project",
        about: "Digitalization projects.",
    };
    const FILTERS: &'static [Filter] =
        &[Filter::Class("kind", kinds::names), Filter::State("phase", || Phase::STATES.names()), Filter::Office];
    type Write = Edit;

    plain!(Project);

    fn parse(_: &Scope, value: Value) -> Result<Payload> {
        let unknown = value.get("kind").and_then(Value::as_str).is_some_and(|kind| kinds::kind(kind).is_none());
        let read = Payload::written::<Project>(value);
        if !unknown {
            return read;
        }
        let mut violations = match read {
            Err(Error::Invalid(violations)) => violations,
            Err(error) => return Err(error),
            Ok(_) => Vec::new(),
        };
        violations.push(Violation::at("/kind", format!("must be one of: {}", kinds::names().join(", "))));
        Err(Error::Invalid(violations))
    }
}

impl Rules for Project {
    fn derived_meta(cx: &mut Context<'_, '_>, stored: &Stored, path: &str) -> Result<Option<Value>> {
        let health = health::of_project(cx, stored, path)?;
        Ok(Some(serde_json::to_value(health).map_err(Error::internal)?))
    }

    /// A project has the indicators of its kind from its beginning.
    fn created(writing: &mut Writing<'_>, _: &Scope, id: Uuid, payload: &Payload) -> Result<()> {
        let kind = payload.index.class.as_deref().and_then(kinds::kind);
        for built_in in kind.into_iter().flat_map(|k| k.indicators) {
            let payload = Payload::of(&built_in.indicator())?;
            let window = Window { from: Some(Bound::START), to: None };
            writing.create(New { id: None, parent: Some(id), payload: &payload, window })?;
        }
        Ok(())
    }

    /// With a project that never was go the indicators that came with it, unless something was stated of them.
    fn retracting(writing: &mut Writing<'_>, _: &Scope, present: &Stored, window: Window) -> Result<()> {
        if window != Window::default() {
            return Ok(());
        }
        let latest = writing.reading.as_of(None, None)?;
        let query = Query { parent: Some(present.id), ..Query::default() };
        for indicator in writing.reading.list(Shape::Indicator, &query, &latest, &View::EVERYTHING)?.rows {
            let of_it = Query { parent: Some(indicator.id), limit: Some(1), ..Query::default() };
            let mut stated = false;
            for shape in [Shape::Observation, Shape::CompletenessStatement] {
                stated |= !writing.reading.list(shape, &of_it, &latest, &View::EVERYTHING)?.rows.is_empty();
            }
            if !stated {
                writing.delete(indicator.id, window)?;
            }
        }
        Ok(())
    }
}
