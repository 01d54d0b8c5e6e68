//! What follows from the facts: values and series. Pure functions over values already loaded.

pub mod forecast;
pub mod series;
pub mod value;
