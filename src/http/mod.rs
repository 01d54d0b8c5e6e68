//! The web: every route in one list, from which the API document is made.

mod accept;
mod accounts;
mod attachments;
mod attention;
mod body;
mod caller;
mod changes;
mod comparison;
mod cors;
mod endpoint;
mod etag;
mod events;
mod export;
mod figures;
mod health;
pub mod imports;
mod milestone_trend;
mod observations;
mod once;
mod openapi;
mod overview;
mod page;
mod paging;
mod params;
mod problem;
mod redactions;
mod rendering;
mod reports;
mod resource;
mod rollouts;
mod server;
mod site;
mod spool;

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::{HttpResponse, ResponseError, web};

use documents::template::Template;
use domain::council::{Committee, Meeting};
use domain::decision::Decision;
use domain::error::Error;
use domain::indicator::{Indicator, Observation};
use domain::milestone::Milestone;
use domain::money::{Cost, Funding};
use domain::office::Office;
use domain::project::Project;
use domain::report::Report;
use domain::risk::Risk;
use domain::status_update::StatusUpdate;
use store::Store;

use application::resources::city::Item;

pub use caller::Issuer;
pub use endpoint::Endpoint;
pub use events::Hub;
pub use openapi::document as openapi_document;
pub use problem::{ApiError, ApiResult, REGISTER, Registered};
pub use server::{configure, serve};

use rendering::Rendering;

/// What every handler has at hand.
#[derive(Clone)]
pub struct App {
    /// The ledger.
    pub store: Store,
    /// The identity provider, if the city has one.
    pub issuer: Option<Arc<Issuer>>,
    /// Those who listen to what of the public changes.
    pub events: Hub,
    /// Largest file that is imported over the web, in bytes.
    pub largest_import: u64,
    /// The form that the city gives its documents.
    pub template: Arc<Template>,
    /// Where documents are rendered.
    pub rendering: Rendering,
}

impl App {
    /// Without an identity provider.
    pub fn new(store: Store) -> Self {
        let template = Arc::new(Template::plain().clone());
        Self {
            store,
            issuer: None,
            events: Hub::default(),
            largest_import: imports::LARGEST_IMPORT,
            template,
            rendering: Rendering::default(),
        }
    }
}

/// Every operation of the API.
pub fn endpoints() -> Vec<Endpoint> {
    [
        resource::endpoints::<Project>(),
        resource::endpoints::<Item>(),
        resource::endpoints::<Milestone>(),
        milestone_trend::endpoints(),
        resource::endpoints::<StatusUpdate>(),
        resource::endpoints::<Risk>(),
        resource::endpoints::<Decision>(),
        resource::endpoints::<Cost>(),
        resource::endpoints::<Funding>(),
        resource::endpoints::<Indicator>(),
        resource::endpoints::<Observation>(),
        observations::endpoints(),
        figures::endpoints(),
        rollouts::endpoints(),
        comparison::endpoints(),
        overview::endpoints(),
        health::endpoints(),
        attention::endpoints(),
        resource::endpoints::<Office>(),
        resource::endpoints::<Committee>(),
        resource::endpoints::<Meeting>(),
        resource::endpoints::<Report>(),
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
fn routes(config: &mut web::ServiceConfig) {
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

/// Runs what waits for the database on a thread of its own.
///
/// # Errors
/// Whatever `work` refuses; `Unavailable` when there is no thread for it.
async fn blocking<T, E>(work: impl FnOnce() -> std::result::Result<T, E> + Send + 'static) -> ApiResult<T>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    web::block(work).await.map_err(Error::unavailable)?.map_err(Into::into)
}

/// The answer on paths that lead nowhere.
async fn nowhere() -> HttpResponse {
    ApiError::from(Error::NotFound).error_response()
}
