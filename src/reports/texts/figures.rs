//! The page on which every figure of a report is told with everything behind it.

/// The page on which every figure of a report is told with everything behind it.
#[derive(Debug)]
pub struct FigureTexts {
    pub title: &'static str,
    pub introduction: &'static str,
    pub report: &'static str,
    pub none: &'static str,
    pub heading: fn(text: &str, label: &str) -> String,
    pub project: &'static str,
    pub indicator: &'static str,
    pub in_unit: fn(label: &str, unit: &str) -> String,
    pub definition: &'static str,
    pub version: fn(version: u64) -> String,
    pub counting: &'static str,
    pub known: &'static str,
    pub value: &'static str,
    pub how: &'static str,
    /// The method of an answer, by its name in JSON; without a balance, items are counted from the beginning.
    pub method: fn(name: &str) -> &'static str,
    pub across_break: &'static str,
    pub before_break: fn(value: Option<&str>, day: &str) -> String,
    pub later: &'static str,
    /// A change without a figure, by its name in JSON.
    pub tendency: fn(name: &str) -> &'static str,
    pub as_of: fn(day: &str) -> String,
    pub observations: &'static str,
    pub source: fn(text: &str) -> String,
    pub found_by: fn(text: &str) -> String,
    pub observation: &'static str,
    pub added: fn(since: Option<&str>) -> String,
    pub removed: fn(since: Option<&str>) -> String,
    pub part: fn(label: &str) -> String,
    pub entries: fn(count: u64) -> String,
    pub entry: fn(number: usize) -> String,
    pub more: fn(count: u64) -> String,
    pub difference: fn(now: &str, then: &str) -> String,
    pub compared: fn(day: &str) -> String,
    pub query: &'static str,
    pub data: &'static str,
    pub of_figure: fn(text: &str, label: &str) -> String,
}
