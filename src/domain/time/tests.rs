//! Days, moments and spans, as calendars have them.

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
    let edges = ["start", "1999-12-31", "2023-04-06", "end"].map(|e| e.parse::<Edge>().unwrap());
    assert!(edges.is_sorted());
    assert_eq!(edges[2].number(), 20_230_406);
    assert_eq!(Edge::from_number(20_230_230), None);
}

#[test]
fn a_moment_late_in_the_evening_utc_is_the_next_day_in_berlin() {
    let moment: Moment = "2023-04-06T22:30:00Z".parse().unwrap();
    assert_eq!(moment.day_in(chrono_tz::Europe::Berlin).to_string(), "2023-04-07");
    assert_eq!("2023-04-07T00:30:00 02:00".parse::<Moment>().unwrap(), moment);
}
