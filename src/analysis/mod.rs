//! What follows from the facts: values, series and trends. Pure functions over values already loaded.

pub mod series;
pub mod trend;
pub mod value;
