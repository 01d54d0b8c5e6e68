//! The city as a whole: overview, attention, completeness.

pub mod attention;
pub mod health_rules;
