//! Imports: tables come in row by row, as one change or not at all.

pub mod file;
pub mod outcome;
pub mod portal;
pub mod run;
pub mod summary;
pub mod target;
