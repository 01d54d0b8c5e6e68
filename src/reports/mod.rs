//! What is said: facts as of a day become a document, an overview or the front page, without asking anybody.

pub mod attention_page;
pub mod charts;
pub mod comparison;
pub mod compose;
pub mod drift;
pub mod figures_page;
pub mod finding;
pub mod findings;
#[cfg(test)]
mod fixture;
pub mod forecasts;
pub mod formats;
pub mod front_page;
pub mod health;
pub mod literals;
pub mod overview;
pub mod picture;
pub mod rollout_matrix;
pub mod sign_off;
pub mod snapshot;
pub mod style;
pub mod template;
#[cfg(test)]
mod tests;
pub mod texts;

pub use compose::{Composition, compose};
pub use front_page::{FrontPage, ReportLink};
pub use overview::{OverviewRow, csv, overview};
