//! Time and chance of the machine: the one place where they are read.

use std::time::Duration;

use chrono::Utc;

use domain::time::{Moment, Source};

/// The machine's clock and its random numbers.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Source for System {
    #[expect(clippy::disallowed_methods, reason = "the one injected clock")]
    fn now(&self) -> Moment {
        Utc::now().into()
    }

    #[cfg(target_os = "linux")]
    fn uptime(&self) -> Option<Duration> {
        let ran = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        Some(Duration::new(u64::try_from(ran.tv_sec).ok()?, u32::try_from(ran.tv_nsec).ok()?))
    }

    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Without randomness tokens could be guessed: nothing else may be done.
            log::error!("no random numbers: {error}");
            std::process::abort();
        }
    }
}
