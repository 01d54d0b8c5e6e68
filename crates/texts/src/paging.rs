//! What stands at the edges of pages of paper.

/// What stands at the edges of pages of paper.
#[derive(Debug)]
pub struct PagingTexts {
    pub page: &'static str,
    pub of: &'static str,
    pub as_of: fn(day: &str) -> String,
}
