//! Endpoints: a method, a path, a handler, and what the API document says of it, in one value.

use actix_web::Route;
use actix_web::http::Method;
use serde_json::{Map, Value, json};

use application::access::permission::Permission;
use domain::schema;
use utoipa::ToSchema;

/// One operation of the API.
#[derive(Clone)]
pub struct Endpoint {
    /// Method.
    pub method: Method,
    /// Path with its segments in braces.
    pub path: String,
    /// Makes the route to its handler; the method is added when it is served.
    pub route: fn() -> Route,
    /// What the API document says.
    pub operation: Operation,
}

/// What the API document says of an operation.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    id: String,
    tag: &'static str,
    summary: String,
    description: String,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: Vec<(u16, Value)>,
    problems: Vec<u16>,
    token: bool,
    roles: Vec<&'static str>,
    components: Vec<Components>,
}

/// Makes the schemas of a type and of everything it refers to.
pub type Components = fn() -> Vec<(String, Value)>;

impl Operation {
    /// An operation with a unique id, the tag under which it stands, and a summary.
    pub fn new(id: impl Into<String>, tag: &'static str, summary: impl Into<String>) -> Self {
        Self { id: id.into(), tag, summary: summary.into(), problems: vec![400, 401, 500, 503], ..Self::default() }
    }

    /// More than the summary.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// A query parameter, optional.
    pub fn query(mut self, name: &str, schema: Value, description: &str, example: Value) -> Self {
        self.parameters.push(json!({
            "name": name, "in": "query", "required": false, "description": description,
            "schema": schema, "example": example,
        }));
        self
    }

    /// Parameters that stand in the document once, by their names there.
    pub fn shared(mut self, names: &[&str]) -> Self {
        let reference = |name: &&str| json!({"$ref": format!("#/components/parameters/{name}")});
        self.parameters.extend(names.iter().map(reference));
        // Whoever says what it has already may be told that it still holds.
        if names.contains(&"if-none-match") {
            self.answer_as(304, "Not changed since If-None-Match.", &[])
        } else {
            self
        }
    }

    /// The body.
    pub fn body(mut self, media_type: &str, schema: Value, example: Value) -> Self {
        self.body = Some(json!({
            "required": true,
            "content": { media_type: { "schema": schema, "example": example } },
        }));
        self.problem(413).problem(415).problem(422)
    }

    /// Another representation of the body.
    pub fn body_as(mut self, media_type: &str, schema: Value, example: Value) -> Self {
        if let Some(Value::Object(content)) = self.body.as_mut().and_then(|body| body.get_mut("content")) {
            content.insert(media_type.to_owned(), json!({"schema": schema, "example": example}));
        }
        self
    }

    /// An answer with JSON.
    pub fn answer(self, status: u16, description: &str, schema: Value) -> Self {
        self.answer_as(status, description, &[("application/json", schema)])
    }

    /// An answer with JSON of a type, whose schema stands in the document by its name.
    pub fn returns<T: ToSchema + 'static>(self, status: u16, description: &str) -> Self {
        let reference = json!({"$ref": format!("#/components/schemas/{}", T::name())});
        self.answer(status, description, reference).knows(schema::components::<T>)
    }

    /// An answer of a type as JSON, or as a table.
    pub fn returns_table<T: ToSchema + 'static>(self, status: u16, description: &str) -> Self {
        let reference = json!({"$ref": format!("#/components/schemas/{}", T::name())});
        let text = json!({"type": "string"});
        let media = [("application/json", reference), ("text/csv", text)];
        self.answer_as(status, description, &media).knows(schema::components::<T>)
    }

    /// An answer with a page ([`application::answer::Page`]) of a type, whose schema stands in the document by its name.
    pub fn returns_page<T: ToSchema + 'static>(self, status: u16, description: &str) -> Self {
        let page = page_of(json!({"$ref": format!("#/components/schemas/{}", T::name())}));
        self.answer(status, description, page).knows(schema::components::<T>)
    }

    /// A body of JSON of a type, whose schema stands in the document by its name.
    pub fn takes<T: ToSchema + 'static>(self, example: Value) -> Self {
        let reference = json!({"$ref": format!("#/components/schemas/{}", T::name())});
        self.body("application/json", reference, example).knows(schema::components::<T>)
    }

    /// Types to which something in it refers by name.
    pub fn knows(mut self, components: Components) -> Self {
        self.components.push(components);
        self
    }

    /// The schemas of every type that it takes or returns.
    pub fn components(&self) -> Vec<(String, Value)> {
        self.components.iter().flat_map(|components| components()).collect()
    }

    /// An answer in several representations.
    pub fn answer_as(mut self, status: u16, description: &str, content: &[(&str, Value)]) -> Self {
        let content: Map<String, Value> =
            content.iter().map(|(media_type, schema)| ((*media_type).to_owned(), json!({"schema": schema}))).collect();
        let mut answer = json!({"description": description});
        if let (false, Some(fields)) = (content.is_empty(), answer.as_object_mut()) {
            fields.insert("content".into(), content.into());
        }
        self.answers.push((status, answer));
        self
    }

    /// A header of the answer that was added last.
    pub fn header(mut self, name: &str, description: &str) -> Self {
        if let Some(fields) = self.answers.last_mut().and_then(|(_, answer)| answer.as_object_mut()) {
            let headers = fields.entry("headers").or_insert_with(|| json!({}));
            if let Some(headers) = headers.as_object_mut() {
                headers.insert(name.into(), json!({"description": description, "schema": {"type": "string"}}));
            }
        }
        self
    }

    /// An example of the answer that was added last, as JSON.
    pub fn example(self, example: Value) -> Self {
        self.example_as("application/json", example)
    }

    /// An example of the answer that was added last, in one of its representations.
    pub fn example_as(mut self, media_type: &str, example: Value) -> Self {
        let content = self.answers.last_mut().and_then(|(_, answer)| answer.get_mut("content"));
        if let Some(Value::Object(fields)) = content.and_then(|c| c.get_mut(media_type)) {
            fields.insert("example".into(), example);
        }
        self
    }

    /// A problem that it can answer with, by its status.
    pub fn problem(mut self, status: u16) -> Self {
        self.problems.push(status);
        self
    }

    /// It needs a caller with the permission `P`; the document names the roles that give it.
    pub fn needs<P: Permission>(mut self) -> Self {
        self.token = P::KNOWN;
        self.roles = P::ROLES.iter().map(|role| role.name()).collect();
        self.problem(403)
    }

    /// Whether strangers are refused.
    pub fn needs_token(&self) -> bool {
        self.token
    }

    /// As the API document holds it, for the path on which it stands.
    pub fn document(&self, path: &str) -> Value {
        let segments = path.split('/').filter_map(|s| s.strip_prefix('{')?.strip_suffix('}'));
        let described = segments.map(|name| json!({"$ref": format!("#/components/parameters/path-{name}")}));
        let parameters: Vec<Value> = described.chain(self.parameters.iter().cloned()).collect();
        let mut responses: Vec<(u16, Value)> = self.answers.clone();
        let mut problems = self.problems.clone();
        if path.contains('{') {
            problems.push(404);
        }
        problems.sort_unstable();
        problems.dedup();
        let problem = |status: u16| (status, json!({"$ref": format!("#/components/responses/problem-{status}")}));
        responses.extend(problems.into_iter().map(problem));
        responses.sort_by_key(|(status, _)| *status);
        let responses: Map<String, Value> = responses.into_iter().map(|(s, r)| (s.to_string(), r)).collect();
        let security = if self.token { json!([{"token": []}]) } else { json!([{}, {"token": []}]) };
        let mut operation = json!({
            "operationId": self.id, "tags": [self.tag], "summary": self.summary, "security": security,
            "responses": responses,
        });
        if let Some(fields) = operation.as_object_mut() {
            if !self.roles.is_empty() {
                fields.insert("x-roles".into(), json!(self.roles));
            }
            if !self.description.is_empty() {
                fields.insert("description".into(), json!(self.description));
            }
            if !parameters.is_empty() {
                fields.insert("parameters".into(), parameters.into());
            }
            if let Some(body) = &self.body {
                fields.insert("requestBody".into(), body.clone());
            }
        }
        operation
    }
}

/// The schema of a page of a list, of which these are the entries.
pub fn page_of(entries: Value) -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    json!({
        "type": "object", "required": ["data", "links", "meta"],
        "properties": {
            "data": {"type": "array", "items": entries},
            "links": reference("PageLinks"), "meta": reference("PageMeta"),
        },
    })
}
