//! Publishing: from a draft to what stays the same for ever.

pub mod asked;
pub mod checks;
pub mod comparison;
pub mod document;
pub mod figures;
pub mod file_type;
pub mod files;
pub mod frozen_texts;
pub mod load;
pub mod one_off;
pub mod provenance;
pub mod publish;
pub mod redaction;
pub mod snapshot;
pub mod states;
pub mod steps;
pub mod submission;
pub mod upload;
