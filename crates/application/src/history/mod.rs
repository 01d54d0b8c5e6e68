//! History: what a change did, what differs between two states, what is new.

pub mod backdated;
pub mod catalogue;
pub mod change;
pub mod comparison;
pub mod effects;
pub mod news;
