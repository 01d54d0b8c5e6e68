//! What follows from the facts: values, series and groups. Pure functions over values already loaded.

pub mod groups;
pub mod series;
pub mod targets;
pub mod value;
