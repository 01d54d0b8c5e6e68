//! The texts of charts, whatever their language.

#![expect(missing_docs, reason = "the German text beside each name says what it is for")]

use analysis::trend::Trend;
use domain::time::Day;

/// The chart of milestones (Meilensteintrendanalyse).
#[derive(Debug)]
pub struct MilestoneTrendTexts {
    pub title: fn(project: &str) -> String,
    /// The same as it stands above the picture, where the line below names the project.
    pub heading: &'static str,
    pub as_of: fn(Day, known: Day, project: &str) -> String,
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
    pub point: fn(&analysis::trend::TrendPoint) -> String,
    /// What the chart shows, before the sentences about its milestones.
    pub description: fn(Day) -> String,
    /// A sentence about a milestone.
    pub sentence: fn(&Trend, Day) -> String,
}

/// What stands in the pictures of a report, and in the tables after them.
#[derive(Debug)]
pub struct ChartTexts {
    pub title: fn(what: &str, project: &str) -> String,
    pub in_numbers: fn(caption: &str) -> String,
    pub as_of: fn(Day, project: &str) -> String,
    pub report: fn(Day, value: Option<&str>) -> String,
    pub target: fn(value: &str) -> String,
    pub done: fn(done: usize, all: usize) -> String,
    pub left_out: fn(shown: usize, all: usize) -> String,
    pub part: fn(what: &str, part: usize, of: usize) -> String,
    pub not_meant: &'static str,
    pub office: &'static str,
    pub day: &'static str,
    pub occasion: &'static str,
    pub given: &'static str,
    pub counted_anew: &'static str,
    pub no_value: &'static str,
    pub milestone: &'static str,
    pub forecasts: &'static str,
    pub forecast: fn(stated_on: Day, date: &str) -> String,
    pub now: &'static str,
    pub shift: &'static str,
    /// What a course shows.
    pub course: fn(&CourseInWords) -> String,
    /// What bars show.
    pub bars: fn(as_of: &str, rows: &str) -> String,
    /// What stages show; with a sentence instead of the offices where those are too many to be drawn.
    pub stages: fn(as_of: &str, parts: &str, offices_in_table: Option<&str>) -> String,
    pub offices_in_table: fn(all: usize) -> String,
}

/// How an indicator went, with its values as they are written; for readers who do not see the line.
#[derive(Debug)]
pub struct CourseInWords {
    /// The last day (Stichtag).
    pub as_of: Day,
    /// The first day with a value, and the value.
    pub first: Option<(Day, f64, String)>,
    /// The value on the last day, where anything was ever known.
    pub last: Option<Option<String>>,
    /// The days of the reports.
    pub reports: Vec<(Day, Option<String>)>,
    /// The target.
    pub target: Option<String>,
}
