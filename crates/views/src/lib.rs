//! What is shown of all projects and of one: overview, front page, attention, rollout matrix, forecasts.

pub mod attention_page;
pub mod forecasts;
pub mod front_page;
pub mod health;
pub mod overview;
pub mod rollout_matrix;
