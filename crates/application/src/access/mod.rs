//! Access: who asks, and what a caller may do.

pub mod may;
pub mod permission;
