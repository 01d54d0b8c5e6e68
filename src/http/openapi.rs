//! The API document (OpenAPI 3.1), made from the endpoints and the types.

pub mod examples;
mod tags;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{ContactBuilder, InfoBuilder, LicenseBuilder, OpenApiBuilder};

use domain::document::Document;
use domain::schema;
use domain::time::{Bound, Day, Moment};

use super::app::API_VERSION;
use super::paging;
use super::problem::{Problem, REGISTER, Registered};
use super::routes::endpoints;
use application::projects::health::HealthComparison;
use application::records::resource::Resource;
use application::resources::registry::{Visitor, visit_all};

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(build)
}

fn build() -> Value {
    let info = InfoBuilder::new()
        .title("sachstand")
        .version(API_VERSION)
        .description(Some(
            "Keeps what a city knows about its digitalization projects, on two time axes, and makes the report to the \
             council from it. Every read takes `validAt` (so it was on that day) and `knownAt` (so we knew it at that \
             moment). The conventions stand in docs/API-DESIGN.md.",
        ))
        .contact(Some(ContactBuilder::new().name(Some("The operator of this instance")).url(Some("/")).build()))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build()))
        .build();
    let mut document = serde_json::to_value(OpenApiBuilder::new().info(info).build()).unwrap_or_default();
    if let Some(fields) = document.as_object_mut() {
        fields.insert("servers".into(), json!([{"url": "/", "description": "This instance"}]));
        fields.insert("tags".into(), tags::tags());
        fields.insert("paths".into(), paths());
        fields.insert(
            "components".into(),
            json!({
                "schemas": schemas(), "parameters": parameters(), "responses": responses(),
                "securitySchemes": {"token": {
                    "type": "http", "scheme": "bearer",
                    "description": "A token of this service (it begins with sst_), or one of the city's identity provider.",
                }},
            }),
        );
    }
    document
}

fn paths() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints() {
        let operation = endpoint.operation.document(&endpoint.path);
        let item = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(endpoint.method.as_str().to_ascii_lowercase(), operation);
        }
    }
    paths.into()
}

/// Every type that stands in the document, with its name; a type that several refer to stands there several times.
fn components() -> Vec<(String, Value)> {
    [
        plain::<Document>(),
        plain::<Problem>(),
        // Under `meta` of a project, which is no type yet.
        plain::<HealthComparison>(),
        plain::<Day>(),
        plain::<Moment>(),
        plain::<Bound>(),
        // The last, because they say in full what others refer to.
        resources(),
    ]
    .concat()
}

fn resources() -> Vec<(String, Value)> {
    struct All(Vec<(String, Value)>);
    impl Visitor for All {
        fn visit<R: Resource>(&mut self) {
            self.0.extend(resource::<R>());
        }
    }
    let mut all = All(Vec::new());
    visit_all(&mut all);
    all.0
}

fn schemas() -> Value {
    let mut all: BTreeMap<String, Value> = components().into_iter().collect();
    for endpoint in endpoints() {
        for (name, schema) in endpoint.operation.components() {
            all.entry(name).or_insert(schema);
        }
    }
    if let Some(Value::Object(kind)) = all.get_mut("Project").and_then(|p| p.pointer_mut("/properties/kind")) {
        kind.insert("enum".into(), json!(kinds::names()));
    }
    if let Some(Value::Object(rules)) = all.get_mut("HealthRules").and_then(|r| r.get_mut("properties")) {
        rules.insert("meta".into(), json!({"$ref": "#/components/schemas/HealthRulesMeta", "readOnly": true}));
    }
    all.values_mut().for_each(printable);
    json!(all)
}

/// What every text of a body keeps to: it can be shown (`domain::schema` refuses what cannot), and it is not blank.
const TEXT: &str = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*[^\s\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069][^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$";

fn printable(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let plain = ["pattern", "format", "enum"].iter().all(|word| !fields.contains_key(*word));
            if plain && fields.get("type") == Some(&json!("string")) && fields.contains_key("minLength") {
                fields.insert("pattern".into(), json!(TEXT));
            }
            fields.values_mut().for_each(printable);
        }
        Value::Array(items) => items.iter_mut().for_each(printable),
        _ => {}
    }
}

fn plain<T: ToSchema>() -> Vec<(String, Value)> {
    schema::components::<T>()
}

/// The schemas of a resource: those that are records also carry what the server adds.
fn resource<R: Resource>() -> Vec<(String, Value)> {
    let items: Vec<&str> = kinds::item_types().iter().map(|t| t.name).collect();
    let mut all = R::components();
    for (name, schema) in &mut all {
        let own = name == R::SCHEMA || items.contains(&name.as_str());
        if let (true, Some(properties)) = (own, schema.get_mut("properties").and_then(Value::as_object_mut)) {
            properties.insert("meta".into(), json!({"$ref": "#/components/schemas/Meta", "readOnly": true}));
        }
    }
    all
}

fn parameters() -> Value {
    let query = |name: &str, schema: Value, description: &str, example: Value| json!({"name": name, "in": "query", "schema": schema, "description": description, "example": example});
    // An empty pattern fits everything: what is no ETag is none that is known already.
    let header = |name: &str, required: bool, pattern: &str, description: &str, example: &str| {
        json!({
            "name": name, "in": "header", "required": required, "schema": {"type": "string", "pattern": pattern},
            "description": description, "example": example,
        })
    };
    let reason = |required: bool, pattern: &str| {
        let description = "Why; UTF-8, percent-encoded where the client cannot send it. Kept in the history.";
        header("Change-Reason", required, pattern, description, "Zahl aus dem Portal berichtigt")
    };
    let segment = |name: &str, description: &str, example: &str| {
        json!({
            "name": name, "in": "path", "required": true, "schema": {"type": "string"},
            "description": description, "example": example,
        })
    };
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    json!({
        "validAt": query("validAt", reference("Day"), "The day for which the answer is to hold; today without it.", json!("2023-04-06")),
        "knownAt": query("knownAt", reference("Moment"), "The moment at which it was known; now without it, and never later than now.", json!("2023-04-26T12:00:00Z")),
        "validFrom": query("validFrom", reference("Edge"), "Since when it is so: a day, or `start` (as far back as we know). Today without it; what begins in a later state must say it.", json!("2023-04-06")),
        "validTo": query("validTo", reference("Day"), "The day on which it ceases to be so.", json!("2023-05-01")),
        "limit": query("limit", json!({"type": "integer", "minimum": 1, "maximum": paging::MOST, "default": paging::USUAL}), "Entries on a page.", json!(paging::USUAL)),
        "cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}, "description": "Where the page begins; taken from links.next as it is."},
        "if-match": header("If-Match", true, r#"^(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*$"#, "The ETag that was read. `*` does not count.", "\"r7-0123456789abcdef\""),
        "if-none-match": header("If-None-Match", false, "", "The ETag that is known already; 304 if it still holds.", "\"0123456789abcdef\""),
        "last-event-id": {
            "name": "Last-Event-ID", "in": "header", "required": false,
            // Browsers leave it out where there was none; some imitations send it empty.
            "schema": {"anyOf": [reference("Moment"), {"type": "string", "maxLength": 0}]},
            "description": "The id of the last event that was received: what came after it is told first.",
            "example": "2023-04-26T09:00:00Z",
        },
        "idempotency-key": header("Idempotency-Key", false, "^[!-~]([ -~]{0,253}[!-~])?$", "Any text of 1 to 255 printable characters, new for every request: repeated with the same key, the request is carried out once and answered the same.", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        "change-reason": reason(false, r"^[^\u0000-\u001f\u007f-\u009f]*$"),
        "change-reason-required": reason(true, r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"),
        "path-slug": segment("slug", "Slug of the project.", "ozg"),
        "path-key": segment("key", "Key of the indicator.", "online-services"),
        "path-id": segment("id", "Id of the resource (UUID).", "0187bcd2-5c00-7000-8000-000000000001"),
        "path-report": segment("report", "Id of the report (UUID).", "0187bcd2-5c00-7000-8000-000000000001"),
        "path-other": segment("other", "Id of the other report (UUID).", "0187bcd2-5c00-7000-8000-000000000001"),
        "path-number": segment("number", "Number of the change.", "1"),
    })
}

fn responses() -> Value {
    let response = |Registered { status, name, title, .. }: &Registered| {
        let example = json!({
            "type": format!("urn:sachstand:problem:{name}"), "title": title, "status": status, "detail": title,
        });
        let content = json!({"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"}, "example": example,
        }});
        (format!("problem-{status}"), json!({"description": title, "content": content}))
    };
    // No documented operation answers 405. Of several with one status, the first is the example.
    REGISTER.iter().rev().filter(|problem| problem.status != 405).map(response).collect::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests;
