//! Front page.
use super::overview::OverviewRow;
use crate::domain::time::{Day, Moment};
/// p
pub struct FrontPage {
    /// r
    pub rows: Vec<OverviewRow>,
    /// r
    pub reports: Vec<ReportLink>,
    /// d
    pub as_of: Day,
    /// k
    pub known_at: Moment,
    /// z
    pub zone: chrono_tz::Tz,
}
/// l
pub struct ReportLink {
    /// t
    pub title: String,
    /// a
    pub as_of: Day,
    /// h
    pub href: String,
}
impl FrontPage {
    /// h
    pub fn html(&self) -> String {
        String::new()
    }
}
