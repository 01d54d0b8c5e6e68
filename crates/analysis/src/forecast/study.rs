//! The method is held against 1,000 synthetic histories whose truth is known.

use super::chance::Chance;
use super::*;

/// How a city rolls out, as far as the study makes it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Process {
    /// Go-lives without memory.
    Random,
    /// Gaps that differ somewhat (gamma distribution, shape 3).
    Uneven,
    /// Nearly the same gap every time (gamma distribution, shape 20).
    Regular,
    /// Mostly short gaps and a few long ones (logarithm with standard deviation 0.8).
    HeavyTailed,
    /// Without memory, in batches of one to many.
    RandomBatches,
    /// Gaps that differ somewhat, in batches of one to many.
    UnevenBatches,
}

const PROCESSES: [Process; 6] = [
    Process::Random,
    Process::Uneven,
    Process::Regular,
    Process::HeavyTailed,
    Process::RandomBatches,
    Process::UnevenBatches,
];

/// Units in a batch on average.
const BATCH: f64 = 2.5;

impl Process {
    fn in_batches(self) -> bool {
        matches!(self, Self::RandomBatches | Self::UnevenBatches)
    }

    fn gap(self, mean: f64, chance: &mut Chance) -> f64 {
        let gamma =
            |shape: usize, chance: &mut Chance| (0..shape).map(|_| -chance.share().ln()).sum::<f64>() / shape as f64;
        mean * match self {
            Self::Random | Self::RandomBatches => gamma(1, chance),
            Self::Uneven | Self::UnevenBatches => gamma(3, chance),
            Self::Regular => gamma(20, chance),
            Self::HeavyTailed => {
                let normal = (-2.0 * chance.share().ln()).sqrt() * (std::f64::consts::TAU * chance.share()).cos();
                (0.8 * normal - 0.32).exp()
            }
        }
    }
}

/// A rollout from its beginning to its end, and the day on which it is looked at.
struct History {
    process: Process,
    steps: Vec<Step>,
    cut: Day,
}

impl History {
    /// One that is neither complete nor too short on the day: 8 to 60 units, gaps of 5 to 40 days on average, looked at
    /// on any day of the time that it takes on average.
    fn of(process: Process, chance: &mut Chance) -> Self {
        let begin: Day = "2019-01-01".parse().unwrap();
        let after = |days: f64| Day::from_date(begin.date() + chrono::Days::new(days as u64)).unwrap();
        loop {
            let (mean, units) = (5.0 + 35.0 * chance.share(), 8 + chance.place(53));
            let (mut time, mut done, mut steps) = (0.0, 0, Vec::new());
            while done < units {
                time += process.gap(mean, chance);
                let mut batch = 1;
                while process.in_batches() && chance.share() > 1.0 / BATCH {
                    batch += 1;
                }
                let batch = batch.min(units - done);
                done += batch;
                steps.push(Step { day: after(time), units: batch as f64 });
            }
            let batches = units as f64 / if process.in_batches() { BATCH } else { 1.0 };
            let cut = after(chance.share() * batches * mean);
            let open = steps.iter().any(|step| step.day > cut);
            if open && by_day(&steps, cut).len() > LEAST_GAPS {
                return Self { process, steps, cut };
            }
        }
    }
}

#[derive(Default)]
struct Outcome {
    histories: usize,
    within85: usize,
    within50: usize,
    too_early: usize,
    too_late: usize,
    /// Widths of the 85 % interval, as a part of the time that it really took from the day on.
    widths: Vec<f64>,
}

impl Outcome {
    fn note(&mut self, forecast: &CompletionForecast, truth: Day, cut: Day) {
        let ForecastInterval { from, to } = forecast.interval85;
        self.histories += 1;
        self.within85 += usize::from(forecast.interval85.contains(truth));
        self.within50 += usize::from(forecast.interval50.contains(truth));
        self.too_early += usize::from(truth > to);
        self.too_late += usize::from(truth < from);
        self.widths.push(to.days_since(from) as f64 / truth.days_since(cut) as f64);
    }

    fn share(&self, count: usize) -> f64 {
        count as f64 / self.histories as f64
    }

    fn median_width(&mut self) -> f64 {
        self.widths.sort_by(f64::total_cmp);
        self.widths[self.widths.len() / 2]
    }

    fn report(&mut self, name: &str) {
        let width = self.median_width();
        println!(
            "{name:14} {:5} histories: 85 % interval holds {:.3}, 50 % interval {:.3}; truth later {:.3}, earlier {:.3}; \
             median width {:.2} of the true rest",
            self.histories,
            self.share(self.within85),
            self.share(self.within50),
            self.share(self.too_early),
            self.share(self.too_late),
            width,
        );
    }
}

#[test]
fn the_85_per_cent_interval_holds_the_truth_in_80_to_92_per_cent_of_1000_histories_and_is_narrow() {
    let mut chance = Chance::from_seed(20_260_101);
    let (mut all, mut short) = (Outcome::default(), Outcome::default());
    let mut by_process: std::collections::BTreeMap<Process, Outcome> = std::collections::BTreeMap::new();
    for process in PROCESSES.iter().cycle().take(1000) {
        let History { process, steps, cut } = History::of(*process, &mut chance);
        let truth = steps.last().unwrap().day;
        let open = steps.iter().filter(|step| step.day > cut).map(|step| step.units).sum();
        let forecast = forecast(&steps, open, cut).unwrap_or_else(|missing| panic!("{process:?}: {missing:?}"));
        all.note(&forecast, truth, cut);
        if forecast.gaps <= 6 {
            short.note(&forecast, truth, cut);
        }
        by_process.entry(process).or_default().note(&forecast, truth, cut);
    }
    by_process.iter_mut().for_each(|(process, outcome)| outcome.report(&format!("{process:?}")));
    short.report("4 to 6 gaps");
    all.report("all");
    assert_eq!(all.histories, 1000);
    let held = all.share(all.within85);
    assert!((0.80..=0.92).contains(&held), "the 85 % interval holds the truth in {held}");
    let half = all.share(all.within50);
    assert!((0.44..=0.60).contains(&half), "the 50 % interval holds the truth in {half}");
    let width = all.median_width();
    assert!(width <= 1.25, "the median 85 % interval is {width} times as wide as what was really left");
    let held = short.share(short.within85);
    assert!((0.74..=0.96).contains(&held), "with few gaps the 85 % interval holds the truth in {held}");
    for (process, mut outcome) in by_process {
        let (held, width) = (outcome.share(outcome.within85), outcome.median_width());
        assert!((0.74..=0.96).contains(&held), "{process:?}: {held}");
        let bound = match process {
            Process::Regular => 0.4,
            Process::Uneven | Process::UnevenBatches => 2.2,
            Process::Random | Process::HeavyTailed => 2.0,
            Process::RandomBatches => 3.5,
        };
        assert!(width <= bound, "{process:?}: {width}");
    }
}
