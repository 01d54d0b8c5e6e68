//! German, at the edges of pages.

use super::paging::PagingTexts;

/// What stands at the edges of pages of paper.
pub(super) const PAGING: PagingTexts = PagingTexts { page: "Seite", of: "von", as_of: |day| format!("Stand {day}") };
