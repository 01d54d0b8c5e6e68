//! Figures: the value of an indicator on a day with everything behind it, its groups, its series.

pub mod compute;
pub mod groups;
pub mod indicator;
pub mod indicator_value;
mod parts;
pub mod series;
pub mod value;
pub mod vintages;
