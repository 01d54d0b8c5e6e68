//! What follows from the facts: values, series and differences. Pure functions over values already loaded.

pub mod difference;
pub mod series;
pub mod value;
