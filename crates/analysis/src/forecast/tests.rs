//! What a forecast promises besides what the study shows.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn later(day: Day, days: u64) -> Day {
    Day::from_date(day.date() + chrono::Days::new(days)).unwrap()
}

/// One unit on each of these days after 2023-01-01.
fn steps(days: &[u64]) -> Vec<Step> {
    days.iter().map(|days| Step { day: later(day("2023-01-01"), *days), units: 1.0 }).collect()
}

#[test]
fn the_same_facts_give_the_same_answer_on_every_machine() {
    let steps = steps(&[0, 30, 58, 91, 119, 150, 183]);
    let forecast = forecast(&steps, 12.0, day("2023-07-15")).unwrap();
    let days = |from, to| ForecastInterval { from: day(from), to: day(to) };
    assert_eq!(
        forecast,
        CompletionForecast {
            expected: day("2024-07-02"),
            interval50: days("2024-06-22", "2024-07-13"),
            interval85: days("2024-06-10", "2024-07-26"),
            method: METHOD,
            gaps: 6,
            simulations: 2000,
            seed: "77baa227dc170dcb".into(),
        }
    );
}

#[test]
fn without_enough_facts_it_is_said_what_is_missing() {
    let on = day("2023-12-31");
    let four = steps(&[0, 10, 20, 30]);
    assert_eq!(forecast(&four, 5.0, on), Err(Missing::TooFewDays { needed: 5, found: 4 }));
    assert_eq!(forecast(&[], 5.0, on), Err(Missing::TooFewDays { needed: 5, found: 0 }));
    let batch: Vec<Step> = std::iter::repeat_n(four[0], 9).collect();
    assert_eq!(forecast(&batch, 5.0, on), Err(Missing::TooFewDays { needed: 5, found: 1 }), "one day is no pace");
    let future = steps(&[0, 10, 20, 30, 40]);
    assert_eq!(forecast(&future, 5.0, day("2023-02-01")), Err(Missing::TooFewDays { needed: 5, found: 4 }));
    assert!(forecast(&future, 5.0, on).is_ok());
    assert_eq!(forecast(&future, 0.0, on), Err(Missing::NothingOpen));
    let falling: Vec<Step> = future.iter().map(|step| Step { units: -1.0, ..*step }).collect();
    assert_eq!(forecast(&falling, 5.0, on), Err(Missing::NoPace));
    assert_eq!(forecast(&future, 5000.0, on), Err(Missing::NoEndInSight));
}

#[test]
fn what_stands_still_becomes_later_and_less_certain() {
    let steps = steps(&[0, 30, 58, 91, 119, 150, 183]);
    let last = steps.last().unwrap().day;
    let mut before: Option<CompletionForecast> = None;
    for days in [0, 60, 120, 240, 480] {
        let on = later(last, days);
        let forecast = forecast(&steps, 4.0, on).unwrap();
        assert!(forecast.interval85.from > on, "{days}");
        if let Some(before) = before {
            let width = |f: &CompletionForecast| f.interval85.to.days_since(f.interval85.from);
            assert!(forecast.expected > before.expected, "{days}: {} {}", forecast.expected, before.expected);
            assert!(width(&forecast) > width(&before), "{days}");
        }
        before = Some(forecast);
    }
}

#[test]
fn a_batch_counts_with_all_its_units_and_its_one_gap() {
    let singles = steps(&[0, 30, 60, 90, 120, 150]);
    let threes: Vec<Step> = singles.iter().map(|step| Step { units: 3.0, ..*step }).collect();
    let on = singles.last().unwrap().day;
    let left = |steps: &[Step], open| forecast(steps, open, on).unwrap().expected.days_since(on);
    assert!((320..=400).contains(&left(&singles, 12.0)), "{}", left(&singles, 12.0));
    assert!((105..=135).contains(&left(&threes, 12.0)), "{}", left(&threes, 12.0));
    let one_by_one: Vec<Step> =
        threes.iter().flat_map(|step| std::iter::repeat_n(Step { units: 1.0, ..*step }, 3)).collect();
    assert_eq!(forecast(&one_by_one, 12.0, on), forecast(&threes, 12.0, on));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn intervals_lie_in_each_other_and_after_the_day(
        gaps in prop::collection::vec((1u64..120, 1u32..6), 4..20), open in 1u32..40, wait in 0u64..400,
    ) {
        let mut on = day("2020-02-29");
        let mut steps = vec![Step { day: on, units: 1.0 }];
        for (gap, units) in gaps {
            on = later(on, gap);
            steps.push(Step { day: on, units: units.into() });
        }
        let on = later(on, wait);
        if let Ok(forecast) = forecast(&steps, open.into(), on) {
            let CompletionForecast { expected, interval50, interval85, .. } = forecast;
            prop_assert!(on < interval85.from && interval85.from <= interval50.from && interval50.from <= expected);
            prop_assert!(expected <= interval50.to && interval50.to <= interval85.to);
            prop_assert!(interval85.to.days_since(on) < 18_300, "no end beyond fifty years is given");
            if let Ok(more) = super::forecast(&steps, f64::from(open) * 3.0 + 10.0, on) {
                prop_assert!(more.expected > expected);
            }
        }
    }
}

#[test]
fn many_open_units_are_played_through_less_often_and_not_to_the_end() {
    let steps = steps(&(0..60).map(|n| n * 2).collect::<Vec<_>>());
    let simulations = |open| forecast(&steps, open, day("2023-06-01")).unwrap().simulations;
    assert_eq!((simulations(10.0), simulations(100.0), simulations(1000.0)), (2000, 1500, 500));
    let ahead = |open| forecast(&steps, open, day("2023-05-01")).unwrap().expected.days_since(day("2023-05-01"));
    // Beyond 400 draws the pace of each simulation goes on: twice as much takes about twice as long.
    let ratio = ahead(2000.0) as f64 / ahead(1000.0) as f64;
    assert!((1.9..=2.1).contains(&ratio), "{ratio}");
}
