//! What becomes of what was done within a transaction: a decision, where an error says that something went wrong.

use std::convert::Infallible;

/// Whether what was done is to stay. Both carry what is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<T, B = T> {
    /// It stays.
    Commit(T),
    /// It is taken back, as if it had never been done: a rehearsal, or a whole that was found wanting.
    RollBack(B),
}

impl<T> Verdict<T, Infallible> {
    /// What is told where nothing can be taken back.
    pub fn committed(self) -> T {
        match self {
            Self::Commit(done) => done,
            Self::RollBack(never) => match never {},
        }
    }
}

impl<T> Verdict<T> {
    /// What is told either way.
    pub fn told(self) -> T {
        match self {
            Self::Commit(told) | Self::RollBack(told) => told,
        }
    }
}
