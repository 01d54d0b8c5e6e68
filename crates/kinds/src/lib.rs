//! What a city digitises: one folder per kind of project, and the list of them. A seventh kind is a folder and a line.

mod built_in;
mod chart;
mod communication;
mod dms;
mod ereb;
mod facts;
mod grouping;
mod item_tag;
mod item_type;
mod kind;
mod list;
mod ozg;
mod participation;
mod phrases;
mod portal;
mod processes;
mod rollout;
mod sentence;
mod shapes;

pub use built_in::BuiltIn;
pub use chart::{Bars, ChartData, StageRow, Stages};
pub use facts::{Compared, Facts, Figure, Item, Previous};
pub use grouping::{Grouping, Labels};
pub use item_type::ItemType;
pub use kind::Kind;
pub use list::{KINDS, item_states, item_types, kind, names};
pub use portal::Portal;
pub use rollout::{ItemSlice, Part, Rollout, Stage, Unit};
pub use sentence::Sentence;
pub use shapes::{READER, read, upcast};

#[cfg(test)]
mod tests;
