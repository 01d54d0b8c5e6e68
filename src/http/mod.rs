//! The web: every route in one list, from which the API document is made.

mod accept;
mod accounts;
mod app;
mod attachments;
mod attention;
mod blocking;
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
mod imports;
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
mod routes;
mod server;
mod site;
mod spool;

pub use app::{App, LARGEST_IMPORT};
pub use caller::Issuer;
pub use endpoint::Endpoint;
pub use events::Hub;
pub use openapi::document as openapi_document;
pub use problem::{ApiError, ApiResult, REGISTER, Registered};
pub use routes::endpoints;
pub use server::{configure, serve};

pub(crate) use blocking::{blocking, nowhere};
