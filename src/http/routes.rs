//! Every operation of the API in one list, and the routes that follow from it.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::{ResponseError, web};

use super::endpoint::Endpoint;
use super::problem::ApiError;
use super::{
    accounts, attachments, attention, changes, comparison, cors, events, figures, health, imports, milestone_trend,
    observations, overview, redactions, reports, resource, rollouts, site,
};

/// Every operation of the API.
pub fn endpoints() -> Vec<Endpoint> {
    [
        resource::all(),
        milestone_trend::endpoints(),
        observations::endpoints(),
        figures::endpoints(),
        rollouts::endpoints(),
        comparison::endpoints(),
        overview::endpoints(),
        health::endpoints(),
        attention::endpoints(),
        reports::endpoints(),
        attachments::endpoints(),
        changes::endpoints(),
        events::endpoints(),
        redactions::endpoints(),
        imports::endpoints(),
        accounts::endpoints(),
        site::endpoints(),
    ]
    .concat()
}

/// The endpoints as actix serves them: grouped by path, HEAD wherever there is GET, and a problem for other methods.
pub fn routes(config: &mut web::ServiceConfig) {
    let mut by_path: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
    for endpoint in endpoints() {
        by_path.entry(endpoint.path.clone()).or_default().push(endpoint);
    }
    for (path, endpoints) in by_path {
        let mut resource = web::resource(path.as_str());
        let mut methods: Vec<String> = vec!["OPTIONS".into()];
        let public = endpoints.iter().any(|e| e.method == Method::GET && !e.operation.needs_token());
        for endpoint in endpoints {
            if endpoint.method == Method::GET {
                methods.push("HEAD".into());
                resource = resource.route((endpoint.route)().method(Method::HEAD));
            }
            methods.push(endpoint.method.to_string());
            resource = resource.route((endpoint.route)().method(endpoint.method));
        }
        let allow = methods.join(", ");
        let methods = allow.clone();
        resource = resource
            .route(web::method(Method::OPTIONS).to(move || std::future::ready(cors::preflight(public, &methods))));
        config.service(resource.default_service(web::to(move || {
            let mut answer = ApiError::MethodNotAllowed.error_response();
            if let Ok(allow) = allow.parse() {
                answer.headers_mut().insert(ALLOW, allow);
            }
            std::future::ready(answer)
        })));
    }
}
