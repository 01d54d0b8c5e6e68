//! Records: everything that the ledger keeps is read and written in one way.

pub mod matching;
pub mod precondition;
pub mod read;
pub mod representation;
pub mod resource;
pub mod rows;
pub mod scope;
pub mod write;
