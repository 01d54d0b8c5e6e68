//! Chance that is the same on every machine: it begins with a digest of the facts.
//!
//! The generator is SplitMix64 as its authors published it (Steele, Lea, Flood 2014): six lines that never change, where
//! a crate may give other numbers with its next major version and change every forecast ever given.

use sha2::{Digest, Sha256};

use super::step::{METHOD, Step};

pub(super) struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    /// From the facts, but not from the day on which they are looked at: forecasts of two days differ by what the time
    /// between them tells, and not by chance.
    pub fn of(days: &[Step], open: f64) -> Self {
        let facts = days
            .iter()
            .fold(format!("{METHOD}\n{open}\n"), |text, step| format!("{text}{} {}\n", step.day, step.units));
        let digest: [u8; 32] = Sha256::digest(facts.as_bytes()).into();
        let seed = digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte));
        Self { seed, state: seed }
    }

    /// With what it began.
    pub fn seed(&self) -> String {
        format!("{:016x}", self.seed)
    }

    #[cfg(test)]
    pub fn from_seed(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number between 0 and 1, neither included.
    pub fn share(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// One of `count` places.
    pub fn place(&mut self, count: usize) -> usize {
        ((self.share() * count as f64) as usize).min(count.saturating_sub(1))
    }
}
