//! What is said: facts as of a day become a document, an overview or the front page, without asking anybody.

pub mod comparison;
pub mod compose;
pub mod drift;
pub mod figure_origin;
pub mod figures_page;
pub mod finding;
pub mod findings;
#[cfg(test)]
mod fixture;
pub mod literals;
pub mod sign_off;
pub mod snapshot;
#[cfg(test)]
mod tests;

pub use compose::{Composition, compose};
pub use views::front_page::{FrontPage, ReportLink};
pub use views::overview::{OverviewRow, csv, overview};
