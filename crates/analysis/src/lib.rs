//! What follows from the facts: values, series, groups, trends, forecasts, health, attention, differences. Pure functions
//! over values already loaded.

pub mod attention;
pub mod difference;
pub mod forecast;
pub mod groups;
pub mod health;
pub mod series;
pub mod targets;
pub mod trend;
pub mod value;
