//! History: what a change did, what differs between two states, what is new.

pub mod backdated;
pub mod catalogue;
pub mod change;
pub mod changes;
pub mod comparison;
pub mod difference;
pub mod effects;
pub mod in_full;
pub mod news;
