//! The style of every page.
/// The style sheet.
pub const STYLE: &str = "body{font-family:sans-serif}";
