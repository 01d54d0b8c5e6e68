//! Documents: one tree, one file for each format, in the form of a city.

pub mod formats;
pub mod picture;
pub mod style;
pub mod template;
