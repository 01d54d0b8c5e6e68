//! The simulation: gaps are drawn from an urn until nothing is open.
//!
//! Logarithm and exponential are those of the crate libm: those of the system differ in the last digit from machine to
//! machine. Everything else is exact by the standard for numbers (IEEE 754).

use libm::{cbrt, exp, log, sin};

use super::chance::Chance;

/// The days between two completions, and what was done at the end of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub days: f64,
    pub units: f64,
}

/// What lies beyond is no forecast: fifty years.
const HORIZON: f64 = 18_263.0;
/// After this number of draws the rest goes on at the pace of its simulation: by then chance has evened out.
const MOST_DRAWS: usize = 400;
const MOST_RUNS: f64 = 2000.0;
const LEAST_RUNS: f64 = 500.0;
/// So many draws in all, roughly: what keeps a forecast within a few milliseconds.
const DRAWS: f64 = 150_000.0;

/// How often it is played through, when one simulation takes about this number of draws.
pub(super) fn runs(draws: f64) -> usize {
    (DRAWS / draws.clamp(1.0, MOST_DRAWS as f64)).clamp(LEAST_RUNS, MOST_RUNS) as usize
}

/// How far what is drawn may differ from what was observed: a factor whose logarithm is logistic and whose mean is 1.
struct Spread {
    scale: f64,
    shift: f64,
}

impl Spread {
    const NONE: Self = Self { scale: 0.0, shift: 0.0 };

    /// As wide as the observed logarithms differ, narrower the more there are.
    fn of(logs: &[f64], count: usize, least: f64) -> Self {
        // 1.1 and the cube root are what made intervals hold what they promise on synthetic histories of known truth,
        // others than those of the test; 0.55 makes a standard deviation of a logistic scale.
        const WIDTH: f64 = 1.1 * 0.551_328_895_421_792;
        let n = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / n;
        let variance = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / (n - 1.0);
        // Beyond 0.6 the mean of the factor would soon be none.
        let scale = (WIDTH * variance.sqrt() / cbrt(count as f64)).clamp(least, 0.6);
        let angle = std::f64::consts::PI * scale;
        if scale == 0.0 { Self::NONE } else { Self { scale, shift: log(angle / sin(angle)) } }
    }

    /// The logarithm of the factor that is exceeded with this probability.
    fn exceeded(&self, share: f64) -> f64 {
        self.scale * log((1.0 - share) / share) - self.shift
    }

    /// With what probability the factor exceeds the number with this logarithm.
    fn exceeds(&self, log: f64) -> f64 {
        1.0 / (1.0 + exp((log + self.shift) / self.scale))
    }
}

/// What lies in the urn: a gap by its logarithm.
#[derive(Clone, Copy)]
struct Ball {
    log: f64,
    units: f64,
}

/// In ascending order, after how many days since the last completion everything is done, simulation by simulation;
/// infinity where that is beyond the horizon.
pub(super) fn simulate(gaps: &[Gap], open: f64, elapsed: f64, chance: &mut Chance, runs: usize) -> Vec<f64> {
    let urn = Urn::of(gaps, open, elapsed);
    let mut added = Vec::new();
    let mut totals: Vec<f64> = (0..runs).map(|_| urn.run(open, chance, &mut added)).collect();
    totals.sort_by(f64::total_cmp);
    totals
}

struct Urn {
    observed: Vec<Ball>,
    /// How much a gap that was observed weighs against one that was drawn: a little less, as the deviation of a sample is
    /// a little less than that of what it was drawn from.
    weight: f64,
    days: Spread,
    units: Spread,
    whole: bool,
    /// For every ball, with what probability it gives a gap longer than the one that is open; and the running sum.
    longer: Vec<(f64, f64)>,
}

impl Urn {
    fn of(gaps: &[Gap], open: f64, elapsed: f64) -> Self {
        let observed: Vec<Ball> = gaps.iter().map(|g| Ball { log: log(g.days), units: g.units }).collect();
        let mut logs: Vec<f64> = observed.iter().map(|ball| ball.log).collect();
        // A gap of `elapsed` days would have been seen as completed on the day itself.
        let open_gap = log(elapsed + 0.5);
        if logs.iter().all(|log| *log < open_gap) {
            // A standstill longer than every gap so far is itself an observation: the pace is less regular than it seemed.
            logs.push(open_gap);
        }
        let days = Spread::of(&logs, gaps.len(), 0.02);
        let units = if gaps.iter().all(|g| g.units > 0.0) {
            Spread::of(&gaps.iter().map(|g| log(g.units)).collect::<Vec<_>>(), gaps.len(), 0.0)
        } else {
            Spread::NONE
        };
        let mut sum = 0.0;
        let longer = observed.iter().map(|ball| {
            let share = days.exceeds(open_gap - ball.log).max(1e-300);
            sum += share;
            (share, sum)
        });
        let longer = longer.collect();
        let n = gaps.len() as f64;
        let whole = open.fract() == 0.0 && gaps.iter().all(|g| g.units.fract() == 0.0);
        Self { observed, weight: (n - 1.0) / (n + 1.0), days, units, whole, longer }
    }

    fn run(&self, open: f64, chance: &mut Chance, added: &mut Vec<Ball>) -> f64 {
        added.clear();
        let (mut total, mut done) = (0.0, 0.0);
        while done < open {
            let (ball, longest) = if added.is_empty() { self.first(chance) } else { (self.draw(chance, added), 1.0) };
            let log = ball.log + self.days.exceeded(chance.share() * longest);
            added.push(Ball { log, ..ball });
            total += exp(log);
            done += self.batch(ball.units, chance);
            if total > HORIZON {
                return f64::INFINITY;
            }
            if added.len() == MOST_DRAWS && done < open {
                total *= if done > 0.0 { open / done } else { f64::INFINITY };
                return if total > HORIZON { f64::INFINITY } else { total };
            }
        }
        total
    }

    /// The gap that is open: one that is longer than it is already, and with what probability it would be.
    fn first(&self, chance: &mut Chance) -> (Ball, f64) {
        let sum = self.longer.last().map_or(0.0, |(_, sum)| *sum);
        let at = chance.share() * sum;
        let place = self.longer.partition_point(|(_, sum)| *sum < at).min(self.longer.len().saturating_sub(1));
        let share = self.longer.get(place).map_or(1.0, |(share, _)| *share);
        (self.ball(place), share)
    }

    fn draw(&self, chance: &mut Chance, added: &[Ball]) -> Ball {
        let observed = self.weight * self.observed.len() as f64;
        if chance.share() * (observed + added.len() as f64) < observed {
            return self.ball(chance.place(self.observed.len()));
        }
        added.get(chance.place(added.len())).copied().unwrap_or_else(|| self.ball(0))
    }

    fn ball(&self, place: usize) -> Ball {
        self.observed.get(place).copied().unwrap_or(Ball { log: f64::INFINITY, units: 0.0 })
    }

    /// How much is done at the end of a gap: as many as once before, or a few more or less where batches differ.
    fn batch(&self, units: f64, chance: &mut Chance) -> f64 {
        if self.units.scale == 0.0 {
            return units;
        }
        let units = units * exp(self.units.exceeded(chance.share()));
        if self.whole { (units + chance.share()).floor().max(1.0) } else { units }
    }
}
