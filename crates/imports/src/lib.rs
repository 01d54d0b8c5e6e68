//! Imports: tables come in row by row, as one change or not at all.

pub mod dispatch;
pub mod encoding;
pub mod file;
pub mod job;
pub mod kept;
pub mod outcome;
pub mod portal;
pub mod row;
pub mod run;
pub mod summary;
pub mod tally;
pub mod target;
