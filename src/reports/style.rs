//! The style of every page: dark on white, the fonts of the system, nothing fetched, nothing that needs a script.

/// The only style sheet; it stands in every page exactly so.
pub const STYLE: &str = include_str!("style.css");
