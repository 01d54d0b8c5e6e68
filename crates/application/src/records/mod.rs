//! Records: everything that the ledger keeps is read and written in one way.

pub mod address;
pub mod history;
pub mod list;
pub mod matching;
pub mod named;
pub mod observations;
pub mod precondition;
pub mod read;
pub mod recorded;
pub mod representation;
pub mod resource;
pub mod rows;
pub mod rules;
pub mod scope;
pub mod table;
pub mod write;
