//! The nouns: what a city, its projects and its council are made of. No input, no output, no SQL, no HTTP.

pub mod access;
pub mod council;
pub mod document;
pub mod duration;
pub mod error;
pub mod german;
pub mod indicator;
pub mod measure;
pub mod milestone;
pub mod office;
pub mod payload;
pub mod period;
pub mod plan;
pub mod project;
pub mod report;
pub mod schema;
pub mod slices;
pub mod sorting;
pub mod states;
pub mod status_update;
pub mod table;
pub mod time;
