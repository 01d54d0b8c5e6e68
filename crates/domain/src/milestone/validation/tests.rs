//! What may be said of a milestone anew, and what must be said besides.

use serde_json::{Value, json};

use super::*;
use crate::milestone::Milestone;
use crate::payload::Record;
use crate::time::{Bound, ValidInterval};

const TODAY: &str = "2024-07-01";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Slices that follow each other: the first day of each, and what held.
fn history(slices: &[(&str, Value)]) -> Vec<Slice<Payload>> {
    let edge = |n: usize| slices.get(n).map_or(Bound::END, |(from, _)| from.parse().unwrap());
    let slice = |(n, (_, value)): (usize, &(&str, Value))| Slice {
        span: ValidInterval { from: edge(n), to: edge(n + 1) },
        payload: Payload::read::<Milestone>(value.clone()).unwrap(),
    };
    slices.iter().enumerate().map(slice).collect()
}

fn forecast(date: &str, stated_on: &str, reason: Option<&str>) -> Value {
    let forecast = json!({"date": date, "modality": "expected", "statedOn": stated_on, "reason": reason});
    json!({"title": "Ziel", "forecast": forecast})
}

/// The places at which a change breaks rules.
fn broken(before: &[(&str, Value)], after: &[(&str, Value)]) -> Vec<String> {
    match check_change(&history(before), &history(after), day(TODAY)) {
        Ok(()) => Vec::new(),
        Err(Error::Invalid(violations)) => violations.into_iter().filter_map(|v| v.pointer).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

const REASON: [&str; 1] = ["/forecast/reason"];
const NOTHING: [&str; 0] = [];

#[test]
fn a_first_forecast_needs_no_reason_and_a_different_one_does() {
    let first = ("2024-01-01", forecast("2024-06", "2024-01-01", None));
    let moved = |reason| ("2024-03-01", forecast("2024-09", "2024-03-01", reason));
    assert_eq!(broken(&[], std::slice::from_ref(&first)), NOTHING);
    let before = [first.clone()];
    assert_eq!(broken(&before, &[first.clone(), moved(None)]), REASON);
    assert_eq!(broken(&before, &[first.clone(), moved(Some("Lieferverzug"))]), NOTHING);
    let mut hedged = moved(None);
    hedged.1["forecast"]["date"] = json!("2024-06");
    assert_eq!(broken(&before, &[first.clone(), hedged.clone()]), NOTHING, "confirmed on another day");
    hedged.1["forecast"]["modality"] = json!("latest");
    assert_eq!(broken(&before, &[first.clone(), hedged.clone()]), REASON, "another modality is another forecast");
    hedged.1["forecast"]["modality"] = json!("expected");
    hedged.1["forecast"]["hedged"] = json!(true);
    assert_eq!(broken(&before, &[first, hedged]), REASON, "and so is another hedging");
}

#[test]
fn a_correction_is_compared_with_what_stood_there_and_with_what_came_before() {
    let first = ("2024-01-01", forecast("2024-06", "2024-01-01", None));
    let second = |date, reason| ("2024-03-01", forecast(date, "2024-03-01", reason));
    let before = [first.clone(), second("2024-09", Some("Lieferverzug"))];
    let with = |date, reason| broken(&before, &[first.clone(), second(date, reason)]);
    assert_eq!(with("2024-10", None), REASON);
    assert_eq!(with("2024-10", Some("Lieferverzug, Zahlendreher")), NOTHING);
    assert_eq!(with("2024-06", None), REASON, "what stood there was another");
    assert_eq!(with("2024-09", None), REASON, "the reason is not taken away from a forecast that moved");
    let mended = ("2024-01-01", forecast("2024-05", "2024-01-01", None));
    assert_eq!(broken(&before, &[mended, before[1].clone()]), REASON, "nor is the first one replaced silently");
    let confirmed = ("2024-02-01", forecast("2024-06", "2024-02-01", None));
    assert_eq!(broken(&before, &[first.clone(), confirmed]), REASON, "a confirmation swallows no later forecast");
}

#[test]
fn what_stands_there_already_is_not_asked_again() {
    // As format 1 allowed it: moved without a reason, reached in what is the future.
    let first = ("2024-01-01", json!({"title": "Ziel", "forecast": {"date": "2024-06", "modality": "expected"}}));
    let second = |title: &str| {
        let forecast = json!({"date": "2024-09", "modality": "expected"});
        ("2024-03-01", json!({"title": title, "forecast": forecast, "actual": "2025-01-01"}))
    };
    let before = [first.clone(), second("Ziel")];
    assert_eq!(broken(&before, &[first.clone(), second("Anderes Ziel")]), NOTHING);
    let (mut cut, mut rest) = (second("Ziel"), second("Neues Ziel"));
    (cut.0, rest.0) = ("2024-03-01", "2024-06-01");
    assert_eq!(broken(&before, &[first.clone(), cut, rest]), NOTHING, "a part of a slice says what all of it said");
    assert_eq!(broken(&before, &before[1..]), NOTHING, "nor is what followed something that never was");
    let earlier = ("2023-06-01", forecast("2024-03", "2023-06-01", None));
    assert_eq!(broken(&before, &[earlier, before[0].clone(), before[1].clone()]), NOTHING, "told afterwards");
}

#[test]
fn what_was_read_is_not_sent_back_with_another_date() {
    let first = ("2024-01-01", forecast("2024-06", "2024-01-01", Some("Erste Schätzung")));
    let before = [first.clone()];
    let same_words = ("2024-03-01", forecast("2024-09", "2024-01-01", Some("Erste Schätzung")));
    assert_eq!(broken(&before, &[first, same_words]), REASON);
}

#[test]
fn a_forecast_withdrawn_is_still_the_last_one() {
    let first = ("2024-01-01", forecast("2024-06", "2024-01-01", None));
    let none = ("2024-02-01", json!({"title": "Ziel"}));
    let again = |reason| ("2024-03-01", forecast("2024-09", "2024-03-01", reason));
    let before = [first.clone(), none.clone()];
    assert_eq!(broken(&before, &[first.clone(), none.clone(), again(None)]), REASON);
    assert_eq!(broken(&before, &[first, none, again(Some("Neu geplant"))]), NOTHING);
}

#[test]
fn nothing_is_stated_or_reached_in_the_future_and_nothing_stated_after_it_was_reached() {
    let tomorrow = [("2024-01-01", forecast("2024-12", "2024-07-02", None))];
    assert_eq!(broken(&[], &tomorrow), ["/forecast/statedOn"]);
    assert_eq!(broken(&[], &[("2024-01-01", forecast("2024-12", TODAY, None))]), NOTHING);
    let reached = |actual: &str, stated_on: &str| {
        let mut value = forecast("2024-06", stated_on, None);
        value["actual"] = json!(actual);
        [("2024-01-01", value)]
    };
    assert_eq!(broken(&[], &reached("2024-07-02", "2024-01-01")), ["/actual"]);
    assert_eq!(broken(&[], &reached(TODAY, "2024-01-01")), NOTHING);
    assert_eq!(broken(&[], &reached("2024-05-01", "2024-05-02")), ["/forecast/statedOn"]);
    assert_eq!(broken(&[], &reached("2024-07-03", "2024-07-02")), ["/actual", "/forecast/statedOn"], "all is named");
}

#[test]
fn what_format_1_kept_is_read() {
    let examples: Vec<Value> = serde_json::from_str(include_str!("../../examples/milestones-1.json")).unwrap();
    let read: Vec<Value> =
        examples.into_iter().map(|old| Payload::read::<Milestone>(Milestone::upcast(1, old)).unwrap().value).collect();
    let expected = [
        json!({
            "title": "DMS in allen Ämtern", "baseline": {"date": "2026-Q4", "modality": "latest"},
            "forecast": {"date": "2027-H1", "modality": "expected", "reason": "Weitere Lizenzen erst im Haushalt 2027"},
        }),
        json!({
            "title": "Beginn der Einführung", "forecast": {"date": "2023-06", "modality": "earliest", "hedged": true},
            "actual": "2023-06-20",
        }),
        json!({"title": "Vergabe", "description": "Der Termin hängt vom Haushalt ab."}),
        json!({"title": "Abnahme", "description": "Mit dem Fachamt."}),
    ];
    assert_eq!(read, expected);
    let now = json!({"title": "Ziel", "forecast": {"date": "2025", "modality": "latest", "reason": "a"}});
    assert_eq!(Milestone::upcast(2, now.clone()), now);
}

/// A write: from which day on and for how many, which month it forecasts (1 to 3; 0 takes the forecast out), with a reason
/// or without.
type Write = (i32, i32, u32, bool);

/// A naive ledger: what was forecast for every day, as a month and whether the milestone was there at all.
fn refused(days: &[Option<u32>], (from, length, month, reason): Write) -> bool {
    let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(from + length).unwrap().min(days.len()));
    let window = days.get(from..to).unwrap_or_default();
    // Where nothing holds yet, nothing is stated.
    let Some(first) = window.iter().position(Option::is_some) else { return false };
    let last = days[..from + first].iter().rev().copied().flatten().find(|m| *m > 0);
    let other = |there: u32| there > 0 && there != month;
    month > 0 && !reason && (last.is_some_and(other) || window.iter().copied().flatten().any(other))
}

proptest::proptest! {
    #[test]
    fn a_forecast_that_differs_has_a_reason(
        lives in proptest::collection::vec(proptest::bool::weighted(0.8), 20),
        writes in proptest::collection::vec((0i32..20, 1i32..20, 0u32..4, proptest::bool::ANY), 1..12),
    ) {
        let at = |n: usize| Day::new(2024, 1, u32::try_from(n).unwrap() + 1).unwrap();
        let value = |stated: usize, month: u32, reason: bool| {
            let reason = reason.then(|| format!("Grund {stated}"));
            let forecast = json!({"date": format!("2025-{month:02}"), "modality": "expected", "statedOn": at(stated), "reason": reason});
            let value = json!({"title": "Ziel", "forecast": Some(forecast).filter(|_| month > 0)});
            Payload::read::<Milestone>(value).unwrap()
        };
        // The milestone is there on some days, without a forecast at first.
        let mut days: Vec<Option<u32>> = lives.iter().map(|there| there.then_some(0)).collect();
        let mut slices: Vec<Slice<Payload>> = Vec::new();
        for n in (0..20).filter(|n| lives[*n]) {
            let span = ValidInterval { from: at(n).into(), to: at(n + 1).into() };
            slices = crate::slices::put(&slices, span.from, Some(span.to), value(0, 0, false)).unwrap();
        }
        for (n, write) in writes.into_iter().enumerate() {
            let (from, length, month, reason) = write;
            let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(from + length).unwrap().min(20));
            let window = ValidInterval { from: at(from).into(), to: at(to).into() };
            let after = crate::slices::patch(&slices, window, |_, _| Ok(value(n, month, reason))).unwrap();
            let result = check_change(&slices, &after, day(TODAY));
            proptest::prop_assert_eq!(result.is_err(), refused(&days, write), "{:?} {:?}", write, days);
            if result.is_ok() {
                slices = after;
                days[from..to].iter_mut().flatten().for_each(|there| *there = month);
            }
        }
    }
}
