//! Forecasts: when what is still open will be done, from the pace at which the rest was (Prognose).
//!
//! Pure: the same facts give the same answer on every machine. Nothing is guessed; where facts are missing, the answer
//! says which.

mod chance;
mod missing;
mod step;
pub mod towards;
mod urn;

use serde::Serialize;
use utoipa::ToSchema;

use domain::time::Day;

pub use missing::Missing;
pub use step::{METHOD, Step};

use chance::Chance;
use step::MOST_GAPS;
use urn::Gap;

/// So many gaps at least: with fewer, intervals were not what they promise.
pub const LEAST_GAPS: usize = 4;

/// An interval of days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ForecastInterval {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl ForecastInterval {
    /// Whether a day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// When everything will be done.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletionForecast {
    /// The day by which it is as likely done as not (Median).
    pub expected: Day,
    /// It is done on one of these days with a probability of 50 %.
    pub interval50: ForecastInterval,
    /// It is done on one of these days with a probability of 85 %.
    pub interval85: ForecastInterval,
    /// How it was computed.
    #[schema(example = "bayesian_bootstrap_of_gaps_v1")]
    pub method: &'static str,
    /// On how many gaps between days of completions it rests.
    #[schema(example = 11)]
    pub gaps: usize,
    /// How often the rest was played through.
    #[schema(example = 2000)]
    pub simulations: usize,
    /// With what chance began: the first 16 digits of the SHA-256 of the days, how many units each, and how many are
    /// open. The same facts give the same answer.
    #[schema(example = "5c0f3b1d9a7e2468")]
    pub seed: String,
}

/// When `open` units will be done, as it looks on `day`; `steps` are the days of completions in order.
///
/// Monte Carlo over the gaps between the days of completions: every simulation draws gaps, with their batches, until
/// nothing is open. What is drawn is put back twice (Pólya's urn, which is the Bayesian bootstrap), so that a pace known
/// from few gaps stays uncertain; and it is drawn with a spread that shrinks as gaps become more. The first gap drawn is
/// one that is longer than the time since the last completion: what stands still becomes later.
///
/// # Errors
/// What is missing.
pub fn forecast(steps: &[Step], open: f64, day: Day) -> Result<CompletionForecast, Missing> {
    if open <= 0.0 {
        return Err(Missing::NothingOpen);
    }
    let days = by_day(steps, day);
    let gaps = gaps(&days);
    let (Some(last), true) = (days.last(), gaps.len() >= LEAST_GAPS) else {
        return Err(Missing::TooFewDays { needed: LEAST_GAPS + 1, found: days.len() });
    };
    let pace: f64 = gaps.iter().map(|gap| gap.units).sum::<f64>() / gaps.len() as f64;
    if pace <= 0.0 {
        return Err(Missing::NoPace);
    }
    let elapsed = day.days_since(last.day).max(0);
    let mut chance = Chance::of(&days, open);
    let seed = chance.seed();
    let totals = urn::simulate(&gaps, open, elapsed as f64, &mut chance, urn::runs(open / pace));
    let on = |share: f64| {
        let place = (share * (totals.len().saturating_sub(1)) as f64).round() as usize;
        let total = totals.get(place).copied().filter(|total| total.is_finite())?;
        // The day itself is known: what was done on it is among the steps.
        let days = (total.round() as i64).max(elapsed + 1);
        let date = last.day.date().checked_add_days(chrono::Days::new(u64::try_from(days).ok()?))?;
        Day::from_date(date)
    };
    let between = |low, high| Some(ForecastInterval { from: on(low)?, to: on(high)? });
    let (Some(expected), Some(interval50), Some(interval85)) = (on(0.5), between(0.25, 0.75), between(0.075, 0.925))
    else {
        return Err(Missing::NoEndInSight);
    };
    Ok(CompletionForecast {
        expected,
        interval50,
        interval85,
        method: METHOD,
        gaps: gaps.len(),
        simulations: totals.len(),
        seed,
    })
}

/// The steps up to `day`, those of one day taken together, the latest ones only.
fn by_day(steps: &[Step], day: Day) -> Vec<Step> {
    let mut days: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps.iter().filter(|step| step.day <= day) {
        match days.last_mut() {
            Some(last) if last.day == step.day => last.units += step.units,
            _ => days.push(*step),
        }
    }
    days.split_off(days.len().saturating_sub(MOST_GAPS + 1))
}

/// The gaps between the days, each with what was done at its end.
fn gaps(days: &[Step]) -> Vec<Gap> {
    let pairs = days.iter().zip(days.iter().skip(1));
    pairs.map(|(one, next)| Gap { days: next.day.days_since(one.day) as f64, units: next.units }).collect()
}

#[cfg(test)]
mod study;
#[cfg(test)]
mod tests;
