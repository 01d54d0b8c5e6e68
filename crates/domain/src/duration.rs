//! Lengths of time along the calendar: how often something must be updated, how late something was entered.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months};

use super::time::{Day, serde_as_text};

/// The form of [`CalendarDuration`] as a regular expression.
pub const PATTERN: &str = r"^P(?=\d)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?$";

/// A length of time along the calendar (ISO 8601): `P7D`, `P2W`, `P3M`, `P1Y6M`. Months are as long as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CalendarDuration {
    months: u32,
    days: u32,
}

impl CalendarDuration {
    /// So many calendar months.
    pub const fn months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    /// So many days.
    pub const fn days(days: u32) -> Self {
        Self { months: 0, days }
    }

    /// The day that lies so much later; where a month has no such day, its last one. Not beyond the last day there is.
    pub fn after(self, day: Day) -> Day {
        let later = day.date().checked_add_months(Months::new(self.months));
        let later = later.and_then(|d| d.checked_add_days(Days::new(self.days.into())));
        later.and_then(Day::from_date).unwrap_or(Day::LAST)
    }

    /// The day that lies so much earlier; where a month has no such day, its last one. Not before the first day there is.
    pub fn before(self, day: Day) -> Day {
        let earlier = day.date().checked_sub_days(Days::new(self.days.into()));
        let earlier = earlier.and_then(|d| d.checked_sub_months(Months::new(self.months)));
        earlier.and_then(Day::from_date).unwrap_or(Day::FIRST)
    }
}

impl fmt::Display for CalendarDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (count, unit) in [(self.months / 12, 'Y'), (self.months % 12, 'M'), (self.days, 'D')] {
            if count > 0 || (unit == 'D' && self.months == 0) {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for CalendarDuration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let complaint =
            || format!("'{text}' is not a length of time of years, months, weeks and days (P1Y, P3M, P2W, P7D)");
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty()).ok_or_else(complaint)?;
        let mut counts = [0; 4];
        for (count, (unit, digits)) in counts.iter_mut().zip([('Y', 3), ('M', 4), ('W', 4), ('D', 5)]) {
            if let Some((number, after)) = rest.split_once(unit) {
                let right = (1..=digits).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
                *count = number.parse::<u32>().ok().filter(|_| right).ok_or_else(complaint)?;
                rest = after;
            }
        }
        let [years, months, weeks, days] = counts;
        let (months, days) = (years * 12 + months, weeks * 7 + days);
        if !rest.is_empty() {
            return Err(complaint());
        }
        // What is written in the shortest way must be read again.
        if months >= 12_000 || days > 99_999 {
            return Err(format!("'{text}' is longer than P999Y11M99999D"));
        }
        Ok(Self { months, days })
    }
}

serde_as_text!(CalendarDuration);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_as_long_as_they_are() {
        let month: CalendarDuration = "P1M".parse().unwrap();
        assert_eq!(month.after(day("2024-01-31")), day("2024-02-29"));
        assert_eq!(month.before(day("2023-03-31")), day("2023-02-28"));
        assert_eq!("P1Y".parse::<CalendarDuration>().unwrap().after(day("2024-02-29")), day("2025-02-28"));
        assert_eq!("P2W".parse(), Ok(CalendarDuration::days(14)));
        for wrong in [
            "P999Y12M",
            "P9999W99999D",
            "",
            "P",
            "7D",
            "P7",
            "PT7H",
            "P-1D",
            "P+1D",
            "P1D1M",
            "P1M1M",
            "P999999D",
            "P1.5M",
        ] {
            assert!(wrong.parse::<CalendarDuration>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(months in 0u32..12_000, days in 0u32..99_999) {
            let duration = CalendarDuration { months, days };
            prop_assert_eq!(duration.to_string().parse(), Ok(duration));
        }

        #[test]
        fn what_is_read_can_be_written_and_read_again(text in "P(?:[0-9]{1,3}Y)?(?:[0-9]{1,4}M)?(?:[0-9]{1,4}W)?(?:[0-9]{1,5}D)?") {
            if let Ok(duration) = text.parse::<CalendarDuration>() {
                prop_assert_eq!(duration.to_string().parse(), Ok(duration));
            }
        }

        #[test]
        fn later_is_never_earlier(offset in 0u64..200_000, months in 0u32..600, days in 0u32..9_999) {
            let start = Day::from_date(day("1900-01-01").date() + Days::new(offset)).unwrap();
            let duration = CalendarDuration { months, days };
            prop_assert!(duration.after(start) >= start && duration.before(start) <= start);
            prop_assert_eq!(CalendarDuration::days(days).before(CalendarDuration::days(days).after(start)), start);
        }
    }
}
