//! Axes of numbers: from 0 on, with lines at 1, 2 or 5 times a power of ten.

/// An axis: numbers along a stretch of the picture.
#[derive(Clone, Debug)]
pub struct NumberAxis {
    least: f64,
    step: f64,
    lines: u32,
    /// Where the least number is drawn, and the greatest.
    ends: (f64, f64),
}

impl NumberAxis {
    /// An axis on which 0 and all these numbers are seen, drawn between `ends`, with at most `most` lines (at least 3) above
    /// its first one.
    pub fn over(numbers: impl IntoIterator<Item = f64>, ends: (f64, f64), most: u32) -> Self {
        let (mut least, mut greatest) = (0.0_f64, 0.0_f64);
        // Further than this nobody counts, and there is room for all steps between them.
        for number in numbers.into_iter().filter(|n| n.is_finite()).map(|n| n.clamp(-1e15, 1e15)) {
            (least, greatest) = (least.min(number), greatest.max(number));
        }
        if least == greatest {
            greatest = 1.0;
        }
        let most = f64::from(most.max(3));
        let fits = |step: &f64| (greatest / step).ceil() - (least / step).floor() <= most;
        let steps = (-3..=16).flat_map(|power| [1.0, 2.0, 5.0].map(|n| n * 10_f64.powi(power)));
        let step = steps.into_iter().find(fits).unwrap_or(1e17);
        let (first, last) = ((least / step).floor(), (greatest / step).ceil());
        // At most `most`, and so a small whole number.
        let lines = (1..=64).find(|n| f64::from(*n) >= last - first).unwrap_or(64);
        Self { least: first * step, step, lines, ends }
    }

    /// Where a number is drawn.
    pub fn at(&self, number: f64) -> f64 {
        let (from, to) = self.ends;
        let share = (number - self.least) / (self.step * f64::from(self.lines));
        from + (to - from) * share.clamp(0.0, 1.0)
    }

    /// The numbers at its lines.
    pub fn ticks(&self) -> Vec<f64> {
        // Steps of decimal fractions add up to something beside them; six decimals are more than anybody reports.
        let at = |n: u32| ((self.least + self.step * f64::from(n)) * 1e6).round() / 1e6;
        (0..=self.lines).map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_stand_at_round_numbers() {
        let ticks = |numbers: &[f64]| NumberAxis::over(numbers.iter().copied(), (0.0, 100.0), 6).ticks();
        assert_eq!(ticks(&[103.0, 117.0]), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0]);
        assert_eq!(ticks(&[92.33]), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(&[3.0]), [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(ticks(&[]).last(), Some(&1.0));
        assert_eq!(ticks(&[-3.0, 4.0]), [-4.0, -2.0, 0.0, 2.0, 4.0]);
    }

    proptest! {
        #[test]
        fn every_number_is_seen(numbers in proptest::collection::vec(proptest::num::f64::ANY, 0..9), most in 1u32..12) {
            let axis = NumberAxis::over(numbers.iter().copied(), (400.0, 50.0), most);
            prop_assert!((2..=13).contains(&axis.ticks().len()));
            prop_assert!(axis.ticks().windows(2).all(|w| w[0] < w[1]));
            for number in numbers.into_iter().filter(|n| !n.is_nan()) {
                prop_assert!((50.0..=400.0).contains(&axis.at(number)), "{}", number);
            }
        }
    }
}
