//! The style of every page: dark on white, the fonts of the system, nothing fetched, nothing that needs a script.

/// The style sheet; it stands in every page exactly so, in documents with the colour and the font of the city after it.
pub const STYLE: &str = include_str!("style.css");
