//! Days and moments: the calendar, and the clocks of a city that are put forward and back.

use chrono::TimeZone;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;

#[test]
fn a_day_is_read_in_one_form_only() {
    assert_eq!("2024-02-29".parse::<Day>().unwrap().to_string(), "2024-02-29");
    for wrong in ["2023-02-29", "2023-4-6", "06.04.2023", "2023-04-06T00:00:00Z", "", "+2023-04-06"] {
        assert!(wrong.parse::<Day>().is_err(), "{wrong}");
    }
}

#[test]
fn edges_sort_like_the_days_they_stand_for() {
    let edges = ["start", "1999-12-31", "2023-04-06", "end"].map(|e| e.parse::<Bound>().unwrap());
    assert!(edges.is_sorted());
    assert_eq!(edges[2].number(), 20_230_406);
    assert_eq!(Bound::from_number(20_230_230), None);
}

#[test]
fn a_moment_late_in_the_evening_utc_is_the_next_day_in_berlin() {
    let moment: Moment = "2023-04-06T22:30:00Z".parse().unwrap();
    assert_eq!(moment.day_in(chrono_tz::Europe::Berlin).to_string(), "2023-04-07");
    assert_eq!("2023-04-07T00:30:00 02:00".parse::<Moment>().unwrap(), moment);
}

/// Cities whose clocks go forward and back: also at midnight (Asunción, Beirut, São Paulo), by half an hour (Lord Howe).
const ZONES: [Tz; 6] = [
    chrono_tz::Europe::Berlin,
    chrono_tz::America::Asuncion,
    chrono_tz::Asia::Beirut,
    chrono_tz::Australia::Lord_Howe,
    chrono_tz::America::Sao_Paulo,
    chrono_tz::UTC,
];

const HOUR: i64 = 3_600_000_000;

#[test]
fn days_on_which_clocks_change_are_shorter_or_longer() {
    let length = |day: &str| {
        let day: Day = day.parse().unwrap();
        let zone = chrono_tz::Europe::Berlin;
        (Moment::start_of(day.next(), zone).micros() - Moment::start_of(day, zone).micros()) / HOUR
    };
    assert_eq!((length("2023-03-25"), length("2023-03-26"), length("2023-10-29")), (24, 23, 25));
    // In Beirut the first hour of the day on which clocks go forward is skipped.
    let beirut = chrono_tz::Asia::Beirut;
    let skipped = Moment::start_of("2022-03-27".parse().unwrap(), beirut);
    assert_eq!(skipped.to_string(), "2022-03-26T22:00:00Z");
    assert_eq!(skipped.day_in(beirut).to_string(), "2022-03-27");
    assert_eq!(Moment::from_micros(skipped.micros() - 1).day_in(beirut).to_string(), "2022-03-26");
}

proptest! {
    #[test]
    fn a_day_begins_with_its_first_moment_and_ends_with_its_last(offset in 0u64..60_000, zone in 0usize..6) {
        let zone = ZONES[zone];
        let day = Day::from_date("1970-01-01".parse::<Day>().unwrap().date() + chrono::Days::new(offset)).unwrap();
        let (begin, end) = (Moment::start_of(day, zone), Moment::start_of(day.next(), zone));
        prop_assert!(begin < end);
        prop_assert_eq!(begin.day_in(zone), day);
        prop_assert_eq!(Moment::from_micros(end.micros() - 1).day_in(zone), day);
        let length = end.micros() - begin.micros();
        prop_assert!((22 * HOUR..=26 * HOUR).contains(&length), "{} hours", length / HOUR);
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_begins_with_the_hour_after_it(year in 1994i32..2017) {
        // São Paulo put its clocks forward at midnight, on a Sunday between October and December.
        let zone = chrono_tz::America::Sao_Paulo;
        let days = (Day::new(year, 10, 1).unwrap().date()).iter_days().take(75).filter_map(Day::from_date);
        let skipped = |day: &Day| zone.from_local_datetime(&day.date().and_time(chrono::NaiveTime::MIN)).earliest().is_none();
        for day in days.filter(skipped) {
            let begin = Moment::start_of(day, zone);
            prop_assert_eq!(begin.date_time().with_timezone(&zone).format("%F %T").to_string(), format!("{day} 01:00:00"));
            prop_assert_eq!(Moment::from_micros(begin.micros() - 1).day_in(zone), day.previous());
        }
    }

    #[test]
    fn later_moments_are_never_on_earlier_days(first in 0i64..4_000_000_000, then in 0i64..200_000, zone in 0usize..6) {
        let moment = |seconds: i64| Moment::from_micros(seconds * 1_000_000);
        prop_assert!(moment(first).day_in(ZONES[zone]) <= moment(first + then).day_in(ZONES[zone]));
    }

    #[test]
    fn days_are_counted_one_by_one(offset in 0u64..2_900_000, days in 0u64..800) {
        let day = |offset: u64| Day::from_date(Day::FIRST.date() + chrono::Days::new(offset)).unwrap();
        let (one, other) = (day(offset), day(offset + days));
        prop_assert_eq!((other.days_since(one), one.days_since(other)), (days as i64, -(days as i64)));
        prop_assert_eq!((0..days).fold(one, |day, _| day.next()), other);
        prop_assert_eq!((0..days).fold(other, |day, _| day.previous()), one);
        prop_assert_eq!(one.to_string().parse(), Ok(one));
        prop_assert_eq!(Bound::from(one).day(), Some(one));
        prop_assert_eq!(Bound::from(one) < Bound::from(other), one < other);
    }

    #[test]
    fn leap_days_are_where_the_calendar_has_them(year in 1000i32..=9998) {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        prop_assert_eq!(Day::new(year, 2, 29).is_some(), leap);
        prop_assert_eq!(format!("{year:04}-02-29").parse::<Day>().is_ok(), leap);
        let length = Day::new(year, 12, 31).unwrap().days_since(Day::new(year, 1, 1).unwrap()) + 1;
        prop_assert_eq!(length, if leap { 366 } else { 365 });
    }

    #[test]
    fn what_is_written_is_read(micros in -30_000_000_000_000_000i64..250_000_000_000_000_000) {
        let moment = Moment::from_micros(micros);
        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
    }
}
