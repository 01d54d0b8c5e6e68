//! Composition.
use crate::domain::council::{Committee, Meeting};
use crate::domain::document::*;
use crate::domain::report::Report;
use crate::domain::time::Moment;
use crate::kinds;
/// Everything.
#[derive(Clone, Debug)]
pub struct Composition {
    /// r
    pub report: Report,
    /// m
    pub meeting: Option<Meeting>,
    /// c
    pub committees: Vec<Committee>,
    /// p
    pub previous: Option<kinds::Previous>,
    /// f
    pub projects: Vec<kinds::Facts>,
    /// k
    pub known_at: Moment,
}
/// Compose.
pub fn compose(c: &Composition, _zone: chrono_tz::Tz) -> Document {
    let mut blocks = vec![];
    for f in &c.projects {
        if let Some(k) = kinds::kind(&f.project.kind) {
            blocks.push(Block::heading(2, &f.project.title));
            blocks.extend((k.section)(f));
        }
    }
    Document {
        language: "de".into(),
        title: c.report.title.clone(),
        as_of: c.report.as_of,
        known_at: c.known_at,
        blocks,
    }
}
