//! The history of a milestone along valid time: what a write must not make of it.

use super::Milestone;
use super::forecast::Forecast;
use crate::error::{Error, Result, Violation};
use crate::payload::{Payload, typed};
use crate::slices::Slice;
use crate::time::Day;

/// What a write on `today` must not make of the history of a milestone along valid time.
///
/// Looked at is what is said anew; what stands there already is not asked again. A forecast differs when its date,
/// modality or hedging does: from the last one along valid time, and where it corrects what stood there, from that.
///
/// # Errors
/// Every violation: a forecast that differs without a reason of its own, one stated in the future or after the milestone
/// was reached, a milestone reached in the future.
pub fn check_change(before: &[Slice<Payload>], after: &[Slice<Payload>], today: Day) -> Result<()> {
    let (before, after) = (read(before)?, read(after)?);
    let mut violations = Vec::new();
    for (place, new) in after.iter().enumerate().filter(|(_, slice)| !before.contains(slice)) {
        let stood = || before.iter().filter(|old| !old.span.and(&new.span).is_empty()).map(|old| &old.payload);
        let covered = before.iter().any(|old| old.span.from <= new.span.from && new.span.from < old.span.to);
        let said = |same: fn(&Milestone, &Milestone) -> bool| covered && stood().all(|old| same(old, &new.payload));
        let milestone = &new.payload;
        if let Some(actual) = milestone.actual.filter(|actual| *actual > today && !said(|a, b| a.actual == b.actual)) {
            let detail = format!("{actual} is in the future; what is expected is the forecast");
            violations.push(Violation::at("/actual", detail));
        }
        let Some(forecast) = milestone.forecast.as_ref().filter(|_| !said(|a, b| a.forecast == b.forecast)) else {
            continue;
        };
        stated(forecast, milestone.actual, today, &mut violations);
        let last = after.iter().take(place).rev().find_map(|earlier| earlier.payload.forecast.as_ref());
        if let Some(earlier) = last.and_then(|last| last.stated_on)
            && forecast.stated_on.is_some_and(|day| day < earlier)
        {
            let detail = format!("must not be earlier than that of the forecast before, {earlier}");
            violations.push(Violation::at("/forecast/statedOn", detail));
        }
        let moved = |other: &Forecast| other.planned() != forecast.planned();
        let corrected = stood().filter_map(|old| old.forecast.as_ref()).find(|old| moved(old));
        let other = last.filter(|last| moved(last)).or(corrected);
        let Some(other) = other else { continue };
        // Sent back as it was read, with another date: day and reason are those of the forecast before.
        let taken_over = last.is_some_and(|last| {
            moved(last) && (&last.stated_on, &last.reason) == (&forecast.stated_on, &forecast.reason)
        });
        if forecast.reason.is_none() || taken_over {
            let detail = format!(
                "is required: the forecast {} differs from the last one, {}; a reason of its own says why",
                forecast.date, other.date
            );
            violations.push(Violation::at("/forecast/reason", detail));
        }
    }
    // Several slices may break the same rule at the same place.
    violations.sort_by(|a, b| (&a.pointer, &a.detail).cmp(&(&b.pointer, &b.detail)));
    violations.dedup_by(|a, b| a.pointer == b.pointer);
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

fn stated(forecast: &Forecast, actual: Option<Day>, today: Day, violations: &mut Vec<Violation>) {
    let Some(day) = forecast.stated_on else { return };
    if day > today {
        violations.push(Violation::at("/forecast/statedOn", format!("{day} is in the future")));
    } else if let Some(actual) = actual.filter(|actual| day > *actual) {
        let detail = format!("the milestone was reached on {actual}; nothing is forecast after that");
        violations.push(Violation::at("/forecast/statedOn", detail));
    }
}

fn read(slices: &[Slice<Payload>]) -> Result<Vec<Slice<Milestone>>> {
    slices.iter().map(|s| Ok(Slice { span: s.span, payload: typed(&s.payload.value)? })).collect()
}

#[cfg(test)]
mod tests;
