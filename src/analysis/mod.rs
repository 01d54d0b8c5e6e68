//! What follows from the facts: values, series, health, attention. Pure functions over values already loaded.

pub mod attention;
pub mod health;
pub mod series;
pub mod value;
