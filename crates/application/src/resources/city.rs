//! What the API keeps, resource by resource: where it is found and what is particular about it.

use serde_json::{Value, json};
use uuid::Uuid;

use domain::access::{Level, View};
use domain::completeness_statement::CompletenessStatement;
use domain::council::{Committee, Meeting};
use domain::definitions::Definitions;
use domain::error::{Error, Result};
use domain::indicator::{Indicator, Observation};
use domain::measure::Formula;
use domain::office::Office;
use domain::payload::{Payload, Shape, typed};
use domain::slices::Slice;
use domain::table::Table;
use domain::time::Day;
use store::{Reading, Stored, Window, Writing};

use super::plain::plain;
use crate::access::permission::{Edit, ManageOffices, WriteReports};
use crate::records::address::{Address, Segment};
use crate::records::resource::{Filter, Resource};
use crate::records::rules::{NaturalKeys, PendingWrite, Rules};
use crate::records::scope::Scope;

impl Resource for Office {
    const SHAPE: Shape = Shape::Office;
    const ADDRESS: Address = Address {
        collection: "/v1/offices",
        id_segment: Segment::Id,
        singular: "office",
        plural: "offices",
        schema: "Office",
        about: "Offices of the administration.",
    };
    type Write = ManageOffices;

    plain!(Office, read);
}

impl Rules for Office {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["number"], &["name"]]
    }
}

impl Resource for Committee {
    const SHAPE: Shape = Shape::Committee;
    const ADDRESS: Address = Address {
        collection: "/v1/committees",
        id_segment: Segment::Id,
        singular: "committee",
        plural: "committees",
        schema: "Committee",
        about: "Committees of the council.",
    };
    type Write = WriteReports;

    plain!(Committee, read);
}

impl Rules for Committee {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["shortName"], &["name"]]
    }
}

impl Resource for Meeting {
    const SHAPE: Shape = Shape::Meeting;
    const ADDRESS: Address = Address {
        collection: "/v1/meetings",
        id_segment: Segment::Id,
        singular: "meeting",
        plural: "meetings",
        schema: "Meeting",
        about: "Meetings with their agenda.",
    };
    const DATED: bool = false;
    type Write = WriteReports;

    plain!(Meeting, read);
}

impl Rules for Meeting {
    fn complete(body: &mut Value, _: Day) {
        Meeting::complete(body);
    }

    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["date", "title"]]
    }

    fn withdraw(reading: &mut Reading<'_>, id: Uuid, view: &View, value: &mut Value) -> Result<()> {
        if view.level() < Level::Everything
            && let Some(today) = reading.present(Shape::Meeting, None, id, view)?
        {
            Meeting::withdraw(value, &today.value, view);
        }
        Ok(())
    }

    fn show(value: &mut Value, view: &View) {
        Meeting::show(value, view);
    }
}

/// What a project tracks; its schema depends on the kind of the project.
#[derive(Debug)]
pub struct Item;

impl Resource for Item {
    const SHAPE: Shape = Shape::Item;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/items",
        id_segment: Segment::Id,
        singular: "item",
        plural: "items",
        schema: "Item",
        about: "What a project tracks: online services, licences, rollout units, process models, channels, formats.",
    };
    const FILTERS: &'static [Filter] = &[
        Filter::Class("type", || kinds::item_types().iter().map(|t| t.name).collect()),
        Filter::State("state", kinds::item_states),
        Filter::Office,
    ];
    type Write = Edit;
    const REFERS: bool = true;

    fn components() -> Vec<(String, Value)> {
        let types = kinds::item_types();
        let reference = |name: &str| format!("#/components/schemas/{name}");
        let choices: Vec<Value> = types.iter().map(|t| json!({"$ref": reference(t.name)})).collect();
        let mapping: serde_json::Map<String, Value> =
            types.iter().map(|t| (t.name.to_owned(), json!(reference(t.name)))).collect();
        let item = json!({
            "description": "An item: which types a project knows depends on its kind.",
            "oneOf": choices,
            "discriminator": {"propertyName": "type", "mapping": mapping},
        });
        let mut all: Vec<(String, Value)> = types.iter().flat_map(|t| (t.components)()).collect();
        all.push((Self::SCHEMA.to_owned(), item));
        all
    }

    fn example() -> Value {
        let service = kinds::item_types().into_iter().find(|t| t.name == "OnlineService");
        service.and_then(|t| serde_json::from_str(t.example).ok()).unwrap_or_default()
    }

    fn parse(scope: &Scope, value: Value) -> Result<Payload> {
        scope.kind()?.read_item(value)
    }

    /// A project knows the types of its kind only.
    fn table(scope: Option<&Scope>) -> Table {
        let table = Table::of(Self::SCHEMA, &Self::components(), false, Self::DATED);
        match scope.and_then(|scope| scope.kind) {
            Some(kind) => table.only(&kind.items.iter().map(|t| t.name).collect::<Vec<_>>()),
            None => table,
        }
    }
}

impl Rules for Item {
    fn natural_keys(value: &Value) -> NaturalKeys {
        let name = value.get("type").and_then(Value::as_str);
        kinds::item_types().into_iter().find(|t| Some(t.name) == name).map_or(&[], |t| t.known_by)
    }
}

impl Resource for Indicator {
    const SHAPE: Shape = Shape::Indicator;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/indicators",
        id_segment: Segment::Key,
        singular: "indicator",
        plural: "indicators",
        schema: "Indicator",
        about: "What is counted: definitions, values and series.",
    };
    type Write = Edit;
    const SINCE_START: bool = true;

    plain!(Indicator, read);
}

impl Rules for Indicator {
    /// Another text is another version, and versions do not fall along valid time: a series knows by them where it breaks.
    /// What was wrong before may be left for later.
    fn authorize(_: &mut PendingWrite<'_, '_>, before: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
        let wrong = |slices: &[Slice<Payload>]| {
            let definitions = slices.iter().map(|slice| {
                let indicator: Indicator = typed(&slice.payload.value)?;
                Ok((slice.span, indicator.definition))
            });
            Ok::<_, Error>(Definitions::new(definitions.collect::<Result<_>>()?).violations())
        };
        let (known, mut found) = (wrong(before)?, wrong(after)?);
        found.retain(|violation| !known.contains(violation));
        if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
    }

    /// What the kind of a project brings along belongs to it: its name could never be given again.
    fn retracting(_: &mut Writing<'_>, scope: &Scope, present: &Stored, _: Window) -> Result<()> {
        let key = present.value.get("key").and_then(Value::as_str).unwrap_or_default();
        match scope.kind.and_then(|kind| kind.built_in(key)) {
            Some(_) => Err(Error::conflict("built-in", "this indicator comes with the kind of the project and stays")),
            None => Ok(()),
        }
    }
}

impl Resource for Observation {
    const SHAPE: Shape = Shape::Observation;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/indicators/{key}/observations",
        id_segment: Segment::Id,
        singular: "observation",
        plural: "observations",
        schema: "Observation",
        about: "What was counted when, and in which meeting it was reported.",
    };
    const DATED: bool = false;
    const NEEDS_REASON: bool = true;
    type Write = Edit;

    plain!(Observation);

    fn parse(scope: &Scope, value: Value) -> Result<Payload> {
        let payload = Payload::written::<Observation>(value)?;
        let built_in = scope.indicator.as_deref().and_then(|key| scope.kind.and_then(|k| k.built_in(key)));
        let value = payload.value.get("value").and_then(Value::as_f64);
        match (built_in.and_then(|b| b.formula), value) {
            (Some(Formula::Percent(..)), Some(_)) => {
                Err(Error::invalid("/value", "this share is computed from the items and never typed"))
            }
            (Some(Formula::Sum(_)), Some(value)) if value < 0.0 => {
                Err(Error::invalid("/value", "a balance of what is counted is never less than 0"))
            }
            _ => Ok(payload),
        }
    }
}

impl Resource for CompletenessStatement {
    const SHAPE: Shape = Shape::CompletenessStatement;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/indicators/{key}/completeness-statements",
        id_segment: Segment::Id,
        singular: "completenessStatement",
        plural: "completenessStatements",
        schema: "CompletenessStatement",
        about: "As of which days everything that an indicator counts was entered.",
    };
    const DATED: bool = false;
    const NEEDS_REASON: bool = true;
    type Write = Edit;

    plain!(CompletenessStatement);

    fn parse(scope: &Scope, value: Value) -> Result<Payload> {
        let payload = Payload::written::<CompletenessStatement>(value)?;
        let built_in = scope.indicator.as_deref().and_then(|key| scope.kind.and_then(|k| k.built_in(key)));
        match built_in.and_then(|b| b.formula) {
            Some(Formula::Sum(_)) => Ok(payload),
            Some(Formula::Percent(..)) => {
                Err(Error::invalid("", "a share is complete when what it is computed from is: state it there"))
            }
            None => Err(Error::invalid("", "nothing is counted for this indicator: state an observation instead")),
        }
    }
}

impl Rules for CompletenessStatement {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["asOf"]]
    }
}

impl Rules for Observation {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["asOf", "?dimensions"]]
    }
}
