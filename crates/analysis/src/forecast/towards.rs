//! The steps of a count towards its target.

use crate::value::Material;
use domain::indicator::rounded;
use domain::time::{Bound, Day};

use super::step::{MOST_GAPS, Step};

/// The days up to `day` on which the value changed or was observed, each with how much higher (or, unless `higher` is
/// better, lower) it was than before. Before `since` it was counted in another way, which is no step.
///
/// The first of them only begins the first gap.
pub fn steps(material: &Material, higher: bool, since: Bound, day: Day) -> Vec<Step> {
    let days: Vec<Day> = material.days().range(..=day).copied().filter(|day| Bound::from(*day) >= since).collect();
    // Values are looked up only as far back as a forecast looks.
    let days = days.get(days.len().saturating_sub(MOST_GAPS + 1)..).unwrap_or_default();
    let before_all = days.first().map(|first| first.previous()).filter(|day| Bound::from(*day) >= since);
    let mut before = before_all.and_then(|day| material.value(day));
    let mut steps = Vec::with_capacity(days.len());
    for day in days.iter().copied() {
        let value = material.value(day);
        let stated = material.balances.iter().any(|balance| balance.as_of == day);
        match (value, before) {
            // Where there is nothing to count, what was before is no pace for what comes after.
            (None, _) => steps.clear(),
            (Some(_), None) => steps.push(Step { day, units: 0.0 }),
            (Some(value), Some(before)) if value != before || stated => {
                let more = if higher { value - before } else { before - value };
                steps.push(Step { day, units: rounded(more) });
            }
            _ => {}
        }
        before = value;
    }
    steps
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::value::Balance;
    use domain::measure::{Counted, Formula, Term};
    use domain::time::ValidInterval;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn material(balances: &[(&str, Option<f64>)], services: &[&str]) -> Material {
        const TERMS: &[Term] = &[Term::Sum("online-services")];
        let balances = balances.iter().rev();
        let counted = services.iter().map(|from| Counted {
            subject: Uuid::nil(),
            unit: None,
            amount: 1.0,
            span: ValidInterval::since(from.parse().unwrap()),
        });
        Material {
            balances: balances
                .map(|(as_of, value)| Balance { id: Uuid::nil(), as_of: day(as_of), value: *value })
                .collect(),
            formula: (!services.is_empty()).then_some(Formula::Sum(TERMS)),
            terms: vec![(TERMS[0], counted.collect())],
            whole: Vec::new(),
            entered_since: Some(Bound::START),
            ..Material::default()
        }
    }

    fn said(material: &Material, higher: bool, since: &str, on: &str) -> Vec<(String, f64)> {
        let steps = steps(material, higher, since.parse().unwrap(), day(on));
        steps.iter().map(|step| (step.day.to_string(), step.units)).collect()
    }

    fn expected(steps: &[(&str, f64)]) -> Vec<(String, f64)> {
        steps.iter().map(|(day, units)| ((*day).to_owned(), *units)).collect()
    }

    #[test]
    fn observations_are_steps_even_where_nothing_changed() {
        let series = material(
            &[
                ("2022-01-20", Some(54.0)),
                ("2022-07-01", Some(54.0)),
                ("2022-11-24", Some(53.5)),
                ("2023-04-06", Some(70.0)),
            ],
            &[],
        );
        let all = [("2022-01-20", 0.0), ("2022-07-01", 0.0), ("2022-11-24", -0.5), ("2023-04-06", 16.5)];
        assert_eq!(said(&series, true, "start", "2023-12-31"), expected(&all));
        assert_eq!(said(&series, true, "start", "2022-12-31"), expected(&all[..3]));
        assert_eq!(said(&series, false, "start", "2023-12-31")[3].1, -16.5);
        assert_eq!(
            said(&series, true, "2022-07-01", "2022-12-31"),
            expected(&[("2022-07-01", 0.0), ("2022-11-24", -0.5)]),
            "a new definition breaks the series"
        );
    }

    #[test]
    fn items_are_steps_from_the_value_before_them() {
        let services = ["start", "2022-03-01", "2022-03-01", "2022-05-01"];
        let steps = said(&material(&[("2022-06-01", Some(10.0))], &services), true, "start", "2023-01-01");
        assert_eq!(steps, expected(&[("2022-03-01", 2.0), ("2022-05-01", 1.0), ("2022-06-01", 6.0)]));
    }

    #[test]
    fn after_a_time_without_anything_to_count_the_pace_begins_anew() {
        let series = material(
            &[("2022-01-20", Some(54.0)), ("2022-07-01", None), ("2022-11-24", Some(3.0)), ("2023-04-06", Some(4.0))],
            &[],
        );
        assert_eq!(said(&series, true, "start", "2023-12-31"), expected(&[("2022-11-24", 0.0), ("2023-04-06", 1.0)]));
    }
}
