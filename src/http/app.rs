//! What every handler has at hand.

use std::sync::Arc;

use documents::template::Template;
use store::Store;

use super::caller::Issuer;
use super::events::Hub;
use super::rendering::Rendering;

/// The version of the API, in the header `API-Version` of every answer.
pub const API_VERSION: &str = "1.0.0";

/// Largest file that is imported over the web, in bytes, unless the configuration says otherwise.
pub const LARGEST_IMPORT: u64 = 256 << 20;

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
            largest_import: LARGEST_IMPORT,
            template,
            rendering: Rendering::default(),
        }
    }
}
