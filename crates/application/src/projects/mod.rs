//! Projects: their facts, health, rollouts and trends.

pub mod chart_series;
pub mod facts;
pub mod health;
pub mod project;
pub mod rollout;
pub mod trends;
