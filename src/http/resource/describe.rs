//! The endpoints of a resource, with what the API document says of each.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::web;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::endpoint::{Endpoint, Operation, page_of};
use crate::http::export;
use domain::payload::Shape;
use domain::schema::components;
use domain::table::Profile;
use domain::time::ValidInterval;

use crate::http::resource::read::{history, list, read};
use crate::http::resource::write::{create, patch, put, retract};
use application::answer::{PageLinks, PageMeta};
use application::records::recorded::Recorded;
use application::records::representation::Meta;
use application::records::resource::{Filter, Resource};
use application::records::write::article;

/// JSON merge patch (RFC 7396): the fields that are named are changed, null takes a field out.
#[derive(Deserialize, ToSchema)]
struct MergePatch(#[expect(dead_code, reason = "the type is the schema")] BTreeMap<String, Value>);

/// All endpoints of a resource.
pub fn endpoints<R: Resource>() -> Vec<Endpoint> {
    let single = format!("{}/{{{}}}", R::COLLECTION, R::ID_SEGMENT.name());
    let at = |method, path: &str, route, operation| Endpoint { method, path: path.to_owned(), route, operation };
    vec![
        at(Method::GET, R::COLLECTION, || web::to(list::<R>), describe_list::<R>()),
        at(Method::POST, R::COLLECTION, || web::to(create::<R>), describe_create::<R>()),
        at(Method::GET, &single, || web::to(read::<R>), describe_read::<R>()),
        at(Method::PUT, &single, || web::to(put::<R>), describe_put::<R>()),
        at(Method::PATCH, &single, || web::to(patch::<R>), describe_patch::<R>()),
        at(Method::DELETE, &single, || web::to(retract::<R>), describe_retract::<R>()),
        at(Method::GET, &format!("{single}/history"), || web::to(history::<R>), describe_history::<R>()),
    ]
}

fn schema<R: Resource>() -> Value {
    json!({"$ref": format!("#/components/schemas/{}", R::SCHEMA)})
}

fn operation<R: Resource>(verb: &str, many: bool, summary: String) -> Operation {
    let noun = if many { R::PLURAL } else { R::SINGULAR };
    let mut words = noun.split(' ');
    let noun: String = words.by_ref().map(capitalised).collect();
    Operation::new(format!("{verb}{noun}"), R::PLURAL, summary)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An example of what the server answers: the body, and what it adds.
fn example<R: Resource>() -> Value {
    let mut value = R::example();
    let path = format!("{}/…", R::COLLECTION);
    let meta = json!({
        "id": "0187bcd2-5c00-7000-8000-000000000001", "validFrom": "start", "recordedAt": "2023-04-26T09:00:00Z",
        "links": {"self": path, "history": format!("{path}/history")},
    });
    if let Some(fields) = value.as_object_mut() {
        fields.insert("meta".into(), meta);
    }
    value
}

fn describe_list<R: Resource>() -> Operation {
    let sort = "Order: by name (as in a telephone book), or by the time at which what is shown was recorded.";
    let mut operation = operation::<R>("list", true, format!("List {}", R::PLURAL)).query(
        "sort",
        json!({"type": "string", "enum": ["name", "-name", "recordedAt", "-recordedAt"]}),
        sort,
        json!("name"),
    );
    for filter in R::FILTERS {
        let (schema, text, example) = match filter {
            Filter::Class(_, names) => one_of(&names(), "Only this kind or type."),
            Filter::State(_, names) => one_of(&names(), "Only in this phase or state."),
            Filter::Office => {
                let id = json!("0187bcd2-5c00-7000-8000-000000000001");
                (json!({"type": "string", "format": "uuid"}), "Only what this office is responsible for.", id)
            }
        };
        operation = operation.query(filter.name(), schema, text, example);
    }
    let csv = ("text/csv", json!({"type": "string"}));
    export::described(operation)
        .shared(&["limit", "cursor", "validAt", "knownAt"])
        .answer_as(
            200,
            "A page of the list; as CSV, the whole list.",
            &[("application/json", page_of(schema::<R>())), csv],
        )
        .knows(components::<Meta>)
        .knows(components::<PageLinks>)
        .knows(components::<PageMeta>)
        .example_as("text/csv", table::<R>())
        .example(json!({
            "data": [example::<R>()], "links": {},
            "meta": {"validAt": "2023-04-06", "knownAt": "2023-04-26T09:00:00Z"},
        }))
        .header("Link", "The next page (rel=next), if there is one.")
        .header("ETag", "Digest of the page.")
        .shared(&["if-none-match"])
}

/// An example of the list as CSV.
fn table<R: Resource>() -> Value {
    let value = R::example();
    let table = match value.get("type").and_then(Value::as_str) {
        Some(name) if R::SHAPE == Shape::Item => R::table(None).only(&[name]),
        _ => R::table(None),
    };
    let row = table.record(
        Uuid::from_u128(0x0187_bcd2_5c00_7000_8000_0000_0000_0001),
        ValidInterval::ALWAYS,
        &value,
        Profile::Open,
    );
    format!("{}\r\n{}\r\n", table.header().join(";"), row.join(";")).into()
}

fn one_of(names: &[&'static str], text: &'static str) -> (Value, &'static str, Value) {
    (json!({"type": "string", "enum": names}), text, json!(names.first()))
}

fn describe_read<R: Resource>() -> Operation {
    operation::<R>("read", false, format!("Read {} {}", article(R::SINGULAR), R::SINGULAR))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The resource as it was on that day, as known at that moment.", schema::<R>())
        .example(example::<R>())
        .header("ETag", "Revision (for those who may know it) and digest; send it as If-Match to change the resource.")
}

fn describe_history<R: Resource>() -> Operation {
    let entry = json!({
        "type": "object",
        "required": ["validFrom", "recorded", "resource"],
        "properties": {
            "validFrom": {"$ref": "#/components/schemas/Edge"},
            "validTo": {"$ref": "#/components/schemas/Day"},
            "recorded": {"$ref": "#/components/schemas/Recorded"},
            "superseded": {"$ref": "#/components/schemas/Recorded"},
            "resource": schema::<R>(),
        },
    });
    operation::<R>("history", false, format!("Read the history of {} {}", article(R::SINGULAR), R::SINGULAR))
        .description(
            format!(
                "Everything ever known of it, the latest first. Actors, reasons and numbers of changes are shown to \
                 viewers only. What was retracted keeps its history. {}",
                R::HISTORY
            )
            .trim_end(),
        )
        .shared(&["limit", "cursor", "validAt", "knownAt", "if-none-match"])
        .answer(200, "A page of the history.", page_of(entry))
        .knows(components::<Recorded>)
        .example(json!({
            "data": [{
                "validFrom": "start", "recorded": {"at": "2023-04-26T09:00:00Z"}, "resource": R::example(),
            }],
            "links": {}, "meta": {"validAt": "2023-04-06", "knownAt": "2023-04-26T09:00:00Z"},
        }))
}

/// What all writes have in common; a correction changes what is there.
fn writing<R: Resource>(operation: Operation, correction: bool) -> Operation {
    let operation = if R::DATED { operation.shared(&["validFrom", "validTo"]) } else { operation };
    let reason = if correction && R::NEEDS_REASON { "change-reason-required" } else { "change-reason" };
    operation.shared(&[reason]).needs::<R::Write>().problem(409)
}

fn describe_create<R: Resource>() -> Operation {
    let operation = operation::<R>("create", false, format!("Create {} {}", article(R::SINGULAR), R::SINGULAR))
        .body("application/json", schema::<R>(), R::example())
        .answer(201, "Created.", schema::<R>())
        .example(example::<R>())
        .header("Location", "Where it is.")
        .header("ETag", "Revision and digest.");
    writing::<R>(operation.shared(&["idempotency-key"]), false)
}

fn describe_put<R: Resource>() -> Operation {
    let operation = operation::<R>("replace", false, format!("Replace {} {}", article(R::SINGULAR), R::SINGULAR))
        .shared(&["if-match"])
        .body("application/json", schema::<R>(), R::example())
        .answer(200, "Replaced.", schema::<R>())
        .example(example::<R>())
        .header("ETag", "Revision and digest.")
        .problem(412)
        .problem(428);
    writing::<R>(operation, true)
}

fn describe_patch<R: Resource>() -> Operation {
    let example_patch = R::example()
        .as_object()
        .and_then(|fields| fields.iter().find(|(name, _)| !matches!(name.as_str(), "type" | "slug" | "kind" | "key")))
        .map(|(name, value)| json!({name: value}))
        .unwrap_or_default();
    let operation =
        operation::<R>("update", false, format!("Change some fields of {} {}", article(R::SINGULAR), R::SINGULAR))
            .shared(&["if-match"])
            .body("application/merge-patch+json", json!({"$ref": "#/components/schemas/MergePatch"}), example_patch)
            .knows(components::<MergePatch>)
            .answer(200, "Changed in every slice from that day on.", schema::<R>())
            .example(example::<R>())
            .header("ETag", "Revision and digest.")
            .problem(412)
            .problem(428);
    writing::<R>(operation, true)
}

fn describe_retract<R: Resource>() -> Operation {
    let operation =
        operation::<R>("retract", false, format!("Retract {} {}, or let it end", article(R::SINGULAR), R::SINGULAR))
            .shared(&["if-match"])
            .answer_as(204, "Retracted (it never was so), or ended on validFrom. Its history stays.", &[])
            .problem(412)
            .problem(428);
    writing::<R>(operation, true)
}
