//! Time and chance as a story wants them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sachstand::domain::time::{Day, Moment, Source};

/// A clock that stands still until it is set, and bytes that are the same in every run.
pub struct Told {
    micros: AtomicI64,
    /// How many microseconds the machine has run; less than 0 where that cannot be told.
    uptime: AtomicI64,
    state: Mutex<u64>,
}

impl Told {
    /// A clock that shows `moment` (RFC 3339).
    pub fn at(moment: &str) -> Self {
        let moment: Moment = moment.parse().unwrap();
        Self { micros: AtomicI64::new(moment.micros()), uptime: AtomicI64::new(-1), state: Mutex::new(20_230_426) }
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, moment: &str) {
        self.set_to(moment.parse().unwrap());
    }

    /// Sets the clock, forward or back.
    pub fn set_to(&self, moment: Moment) {
        self.micros.store(moment.micros(), Ordering::SeqCst);
    }

    /// Noon (UTC) of a day.
    pub fn set_noon(&self, day: Day) {
        self.set_to(day.date().and_hms_opt(12, 0, 0).unwrap().and_utc().into());
    }

    /// How many seconds the machine has run: from now on a clock that leaps is noticed.
    pub fn run_for(&self, seconds: i64) {
        self.uptime.store(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Moves the clock by a number of seconds, forward or back.
    pub fn pass(&self, seconds: i64) {
        self.micros.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Source for Told {
    fn now(&self) -> Moment {
        Moment::from_micros(self.micros.load(Ordering::SeqCst))
    }

    fn uptime(&self) -> Option<Duration> {
        u64::try_from(self.uptime.load(Ordering::SeqCst)).ok().map(Duration::from_micros)
    }

    fn fill(&self, bytes: &mut [u8]) {
        // SplitMix64: enough to be different each time, and the same on both databases.
        let mut state = self.state.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}
