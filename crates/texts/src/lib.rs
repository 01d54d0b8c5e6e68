//! Every text of this room, by language: a second language is a second file, and the compiler misses what it lacks.

#![expect(missing_docs, reason = "the German text beside each name says what it is for")]

mod charts;
mod clean;
mod completeness;
mod corrections;
mod explanations;
mod figures;
mod files;
mod german;
mod german_charts;
mod german_explanations;
mod german_figures;
mod german_files;
mod german_paging;
pub mod grammar;
mod language;
mod paging;
mod sign_off;

pub use charts::{ChartTexts, CourseInWords, MilestoneTrendTexts};
pub use clean::clean;
pub use explanations::ExplanationTexts;
pub use figures::FigureTexts;
pub use files::FileTexts;
pub use german::GERMAN;
pub use language::{Names, Page, Paper, ProjectTexts, Texts, Writing};
pub use paging::PagingTexts;

/// The texts of a language; German where it is not known.
pub fn of(language: &str) -> &'static Texts {
    [&GERMAN].into_iter().find(|texts| texts.language == language).unwrap_or(&GERMAN)
}
