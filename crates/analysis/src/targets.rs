//! Targets against the value of a day.

use domain::indicator::{Direction, Target};
use domain::time::Day;

domain::names! {
    /// What became of a target (Zielerreichung), judged by the value of the day that is asked for.
    pub enum TargetStatus {
        /// Reached (erreicht).
        Reached = "reached",
        /// Not reached, and there is still time (offen).
        Open = "open",
        /// Not reached, and its time is over (verfehlt).
        Missed = "missed",
        /// There is no value to judge by, or it is the last of a flow, whose sum would have to be judged.
        Unknown = "unknown",
    }
}

/// What became of a target on a day with this value.
pub fn status(target: &Target, direction: Direction, value: Option<f64>, day: Day) -> TargetStatus {
    let Some(value) = value else { return TargetStatus::Unknown };
    match target.reached(direction, value) {
        true => TargetStatus::Reached,
        false if target.over(day) => TargetStatus::Missed,
        false => TargetStatus::Open,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_target_is_missed_after_its_last_day_and_not_on_it() {
        let due = json!({"date": "2023-06", "modality": "latest"});
        let target: Target = serde_json::from_value(json!({"due": due, "value": 100})).unwrap();
        let on = |direction, value, day: &str| status(&target, direction, value, day.parse().unwrap());
        assert_eq!(on(Direction::Higher, Some(99.0), "2023-06-30"), TargetStatus::Open);
        assert_eq!(on(Direction::Higher, Some(99.0), "2023-07-01"), TargetStatus::Missed);
        assert_eq!(on(Direction::Higher, Some(100.0), "2023-01-01"), TargetStatus::Reached);
        assert_eq!(on(Direction::Lower, Some(101.0), "2023-01-01"), TargetStatus::Open);
        assert_eq!(on(Direction::Neutral, Some(101.0), "2024-01-01"), TargetStatus::Missed);
        assert_eq!(on(Direction::Lower, None, "2024-01-01"), TargetStatus::Unknown);
    }
}
