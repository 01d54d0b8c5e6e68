//! Two axes, two types: [`Day`] (so it was: valid time) and [`Moment`] (so we knew: transaction time).
//!
//! They share no conversion, so that neither can stand where the other is meant. Intervals are half-open.

mod day;
mod edge;
mod moment;

use std::time::Duration;

use uuid::Uuid;

pub use day::Day;
pub use edge::{Bound, ValidInterval};
pub use moment::Moment;

macro_rules! serde_as_text {
    ($($type:ty),*) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
pub(crate) use serde_as_text;
serde_as_text!(Day, Moment, Bound);

/// What a read is answered as of: the day D, and the change N that was the last one known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// D: the day for which the answer holds.
    pub day: Day,
    /// N: the number of the last change that counts; 0 before the first.
    pub change: i64,
    /// When change N was recorded (Datenstand); the time of asking in an empty ledger.
    pub known: Moment,
    /// Whether N is the last change there is, so that the index over what is open now serves.
    pub latest: bool,
    /// Today in the city's time zone, for the rule that what is visible must be visible today as well.
    pub today: Day,
}

/// What the service takes from outside itself: time and chance. Tests and the demo bring their own.
pub trait Source: Send + Sync {
    /// The time now; may repeat or step back, the ledger still records strictly rising moments.
    fn now(&self) -> Moment;

    /// How long the machine has run, asleep or not, where that can be told: by it a clock that leaps is noticed.
    fn uptime(&self) -> Option<Duration> {
        None
    }

    /// Fills `bytes` with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A new id (UUID version 7) for something that begins at `moment`.
    fn id(&self, moment: Moment) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(moment.micros() / 1000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests;
