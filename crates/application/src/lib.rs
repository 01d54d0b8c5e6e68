//! What the service does: typed questions and typed answers, as of a day and a change, in a view. No web, no JSON of its own.

pub mod access;
pub mod answer;
pub mod city;
pub mod context;
pub mod council;
pub mod figures;
pub mod history;
pub mod projects;
pub mod records;
pub mod resources;
