//! What follows from the facts: values, series, forecasts, health, attention. Pure functions over values already loaded.

pub mod attention;
pub mod forecast;
pub mod health;
pub mod series;
pub mod value;
