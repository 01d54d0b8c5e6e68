//! Overview.
use crate::domain::error::Result;
use crate::kinds::Facts;
use serde::Serialize;
/// Row.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OverviewRow {
    /// s
    pub slug: String,
}
/// All.
pub fn overview(facts: &[Facts]) -> Vec<OverviewRow> {
    facts.iter().map(|f| OverviewRow { slug: f.project.slug.clone() }).collect()
}
/// CSV
pub fn csv(_rows: &[OverviewRow]) -> Result<String> {
    Ok(String::new())
}
