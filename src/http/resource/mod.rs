//! Resources over the web: listed, read, created, replaced, changed and retracted in one way.

mod describe;
mod read;
mod write;

pub use describe::endpoints;
pub use write::begun;
