//! Axes along the calendar: from a day to a day, with lines at months, quarters, half years or years.

use chrono::Datelike;

use domain::time::Day;

/// Months between lines, from which the finest is taken that leaves room for its labels.
const STEPS: [i32; 12] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000, 12_000];

/// An axis: days along a stretch of the picture.
#[derive(Clone, Debug)]
pub struct TimeAxis {
    first: Day,
    last: Day,
    /// Where the first day is drawn, and the last.
    ends: (f64, f64),
    step: i32,
}

/// A line of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its day, the first of a month.
    pub day: Day,
    /// Its month, from 0 on.
    pub month0: usize,
    /// Its year.
    pub year: i32,
}

impl TimeAxis {
    /// An axis on which both days are seen, drawn between `ends`, with at most `most` lines; it begins at one, and ends at
    /// one when it is `even`.
    pub fn over(first: Day, last: Day, ends: (f64, f64), most: i32, even: bool) -> Self {
        let (from, to) = (month(first), month(last.next()) + i32::from(last.next().date().day() > 1));
        let fits = |step: &i32| (to - from) / step < most;
        let step = STEPS.into_iter().find(fits).unwrap_or(12_000);
        let start = if even { from.div_euclid(step) * step } else { from };
        let end = if even { first_of((to - 1).div_euclid(step) * step + step) } else { last };
        Self { first: first_of(start), last: end.max(last), ends, step }
    }

    /// Where a day is drawn.
    pub fn at(&self, day: Day) -> f64 {
        let days = |day: Day| day.days_since(self.first) as f64;
        let (from, to) = self.ends;
        from + (to - from) * days(day) / days(self.last).max(1.0)
    }

    /// The first day that is drawn.
    pub fn first(&self) -> Day {
        self.first
    }

    /// The last day that is drawn.
    pub fn last(&self) -> Day {
        self.last
    }

    /// The lines of the grid.
    pub fn ticks(&self) -> Vec<Tick> {
        let from = (month(self.first) + self.step - 1).div_euclid(self.step) * self.step;
        let months = (from..=month(self.last)).step_by(usize::try_from(self.step).unwrap_or(1));
        let ticks = months.filter_map(|month| {
            let month0 = month.rem_euclid(12);
            let day = Day::new(month.div_euclid(12), u32::try_from(month0).ok()? + 1, 1)?;
            Some(Tick { day, month0: usize::try_from(month0).ok()?, year: month.div_euclid(12) })
        });
        ticks.filter(|tick| self.first <= tick.day && tick.day <= self.last).collect()
    }

    /// Whether its lines are finer than years.
    pub fn months(&self) -> bool {
        self.step < 12
    }
}

/// Months since the year 0.
fn month(day: Day) -> i32 {
    day.date().year() * 12 + i32::try_from(day.date().month0()).unwrap_or_default()
}

/// The first day of a month, within the days that there are.
fn first_of(month: i32) -> Day {
    let (year, month0) = (month.div_euclid(12), u32::try_from(month.rem_euclid(12)).unwrap_or_default());
    Day::new(year, month0 + 1, 1).unwrap_or(if year < 1000 { Day::FIRST } else { Day::LAST })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn ticks(first: &str, last: &str, even: bool) -> Vec<String> {
        let axis = TimeAxis::over(day(first), day(last), (0.0, 100.0), 6, even);
        axis.ticks().iter().map(|t| t.day.to_string()).collect()
    }

    #[test]
    fn lines_stand_at_months_quarters_and_years() {
        assert_eq!(ticks("2024-01-15", "2024-03-10", true), ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]);
        let quarters = ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"];
        assert_eq!(ticks("2024-02-15", "2024-12-31", true), quarters);
        assert_eq!(ticks("2024-02-15", "2024-12-31", false), quarters[1..4]);
        assert_eq!(ticks("2021-02-15", "2025-06-30", true).first().unwrap(), "2021-01-01");
    }

    proptest! {
        #[test]
        fn every_span_has_lines_and_not_too_many(a in 0u64..3_286_000, b in 0u64..3_286_000, even in any::<bool>()) {
            let at = |n: u64| Day::from_date(Day::FIRST.date() + chrono::Days::new(n)).unwrap();
            let (first, last) = (at(a.min(b)), at(a.max(b)));
            let axis = TimeAxis::over(first, last, (50.0, 650.0), 9, even);
            let ticks = axis.ticks();
            prop_assert!(ticks.len() <= 11, "{}", ticks.len());
            prop_assert!(!even || !ticks.is_empty());
            for day in [first, last] {
                let at = axis.at(day);
                prop_assert!((50.0 - 1e-6..=650.0 + 1e-6).contains(&at), "{} {}", day, at);
            }
        }
    }
}
