//! The city as a whole: overview, attention, completeness.

pub mod attention;
pub mod completeness;
pub mod findings;
pub mod health_rules;
pub mod overview;
