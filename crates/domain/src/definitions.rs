//! Definitions along valid time: which version of an indicator's definition holds on a day, and where its series breaks.

use serde::Serialize;
use utoipa::ToSchema;

use super::error::Violation;
use super::indicator::Definition;
use super::time::{Day, ValidInterval};

/// A day from which on something else is counted (Bruch der Reihe).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DefinitionBreak {
    /// The first day of the new definition.
    pub day: Day,
    /// Its version.
    pub version: u32,
    /// What is counted from then on.
    pub text: String,
}

/// The definitions of one indicator along valid time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definitions(Vec<(ValidInterval, Definition)>);

impl Definitions {
    /// Of the slices of an indicator, in any order.
    pub fn new(mut slices: Vec<(ValidInterval, Definition)>) -> Self {
        slices.sort_by_key(|(span, _)| *span);
        Self(slices)
    }

    /// The version that holds on a day; between two slices the earlier one's, before all of them the first one's: a value
    /// that is older than the indicator was counted as the indicator began.
    pub fn version(&self, day: Day) -> Option<u32> {
        let begun = self.0.iter().rev().find(|(span, _)| span.from <= day.into());
        begun.or(self.0.first()).map(|(_, definition)| definition.version)
    }

    /// Where the version changes, the earliest day first.
    pub fn breaks(&self) -> impl Iterator<Item = DefinitionBreak> + '_ {
        self.0.iter().zip(self.0.iter().skip(1)).filter_map(|((_, before), (span, after))| {
            let day = span.from.day().filter(|_| before.version != after.version)?;
            Some(DefinitionBreak { day, version: after.version, text: after.text.clone() })
        })
    }

    /// The breaks after one day and not later than another: what was counted on the first differs from what was counted
    /// on the second.
    pub fn between(&self, after: Day, until: Day) -> Vec<DefinitionBreak> {
        self.breaks().filter(|b| after < b.day && b.day <= until).collect()
    }

    /// Whether there is a break after one day and not later than another.
    pub fn broken(&self, after: Day, until: Day) -> bool {
        self.breaks().any(|b| after < b.day && b.day <= until)
    }

    /// What is wrong with them: another text is another version, and versions do not fall along valid time.
    pub fn violations(&self) -> Vec<Violation> {
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        let wrong = pairs.filter_map(|((_, before), (span, after))| {
            let (from, was, is) = (span.from, before.version, after.version);
            let detail = if is < was {
                format!("from {from} on it would be {is}, after {was}: versions do not fall along valid time")
            } else if is == was && before.text != after.text {
                format!("must be more than {was} from {from} on, because the text is another one from then on")
            } else {
                return None;
            };
            Some(Violation::at("/definition/version", detail))
        });
        wrong.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn definitions(slices: &[(&str, u32, &str)]) -> Definitions {
        let slice = |(from, version, text): &(&str, u32, &str)| {
            (ValidInterval::since(from.parse().unwrap()), Definition { version: *version, text: (*text).to_owned() })
        };
        Definitions::new(slices.iter().rev().map(slice).collect())
    }

    #[test]
    fn a_break_lies_between_the_last_day_before_and_the_first_day_after() {
        let all = definitions(&[("2020-01-01", 1, "a"), ("2021-01-01", 1, "a"), ("2022-01-01", 3, "b")]);
        assert_eq!(all.breaks().map(|b| (b.day, b.version)).collect::<Vec<_>>(), [(day("2022-01-01"), 3)]);
        assert!(all.broken(day("2021-12-31"), day("2022-01-01")));
        assert!(!all.broken(day("2022-01-01"), day("2023-01-01")) && !all.broken(day("2019-01-01"), day("2021-12-31")));
        let versions = ["1999-01-01", "2021-12-31", "2022-01-01"].map(|d| all.version(day(d)));
        assert_eq!(versions, [Some(1), Some(1), Some(3)]);
        assert_eq!(all.violations(), []);
    }

    #[test]
    fn another_text_is_another_version_and_versions_do_not_fall() {
        for wrong in [[("start", 1, "a"), ("2021-01-01", 1, "b")], [("start", 2, "a"), ("2021-01-01", 1, "b")]] {
            let found = definitions(&wrong).violations();
            assert_eq!(found.len(), 1, "{wrong:?}");
            assert!(found[0].to_string().starts_with("/definition/version: "), "{found:?}");
        }
        assert_eq!(definitions(&[("start", 1, "a"), ("2021-01-01", 2, "a")]).violations(), [], "counted anew");
    }
}
