//! The texts of charts, whatever their language.

#![expect(missing_docs, reason = "the German text beside each name says what it is for")]

use crate::analysis::trend::Trend;
use crate::domain::time::Day;

/// The chart of milestones (Meilensteintrendanalyse).
#[derive(Debug)]
pub struct MilestoneTrendTexts {
    pub title: fn(project: &str) -> String,
    pub as_of: fn(Day, known: Day) -> String,
    pub stated: &'static str,
    pub dates: &'static str,
    pub reached_line: &'static str,
    pub forecast: &'static str,
    pub baseline: &'static str,
    pub reached: &'static str,
    pub how: &'static str,
    pub nothing: &'static str,
    pub no_date: fn(titles: &[&str]) -> String,
    pub months: [&'static str; 12],
    /// What stands under the title of a milestone: its date, and how it moved.
    pub state: fn(&Trend, Day) -> [String; 2],
    /// What stands at a point.
    pub point: fn(&crate::analysis::trend::TrendPoint) -> String,
    /// What the chart shows, before the sentences about its milestones.
    pub description: fn(Day) -> String,
    /// A sentence about a milestone.
    pub sentence: fn(&Trend, Day) -> String,
}
