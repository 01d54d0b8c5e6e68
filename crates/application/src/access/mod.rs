//! Access: who asks, what a caller may do, and what is kept of those who do.

pub mod actors;
pub mod grants;
pub mod may;
pub mod permission;
pub mod tokens;
