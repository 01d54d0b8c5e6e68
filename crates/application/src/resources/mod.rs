//! Resources: what is particular about each thing that the API keeps.

pub mod city;
pub mod milestone;
pub mod plain;
pub mod registry;
pub mod status_update;
pub mod steering;
