//! What follows from the facts: values, series, health. Pure functions over values already loaded.

pub mod health;
pub mod series;
pub mod value;
