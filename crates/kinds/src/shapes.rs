//! Stored values of every shape: read in any format that was ever written, whatever their type.

use serde_json::Value;

use domain::attachment::Attachment;
use domain::council::{Committee, Meeting};
use domain::decision::Decision;
use domain::error::{Error, Result};
use domain::health::HealthRules;
use domain::indicator::{Indicator, Observation};
use domain::milestone::Milestone;
use domain::money::{Cost, Funding};
use domain::office::Office;
use domain::payload::{Payload, Reader, Record, Shape};
use domain::project::Project;
use domain::report::Report;
use domain::report_step::ReportStep;
use domain::risk::Risk;
use domain::status_update::StatusUpdate;

use super::item_type::ItemType;
use super::list::KINDS;

/// Does something with the type of a shape; an item's type stands in its payload.
macro_rules! of_shape {
    ($shape:expr, $does:ident($($argument:expr),*), $item:expr) => {
        match $shape {
            Shape::Office => $does::<Office>($($argument),*),
            Shape::Committee => $does::<Committee>($($argument),*),
            Shape::Meeting => $does::<Meeting>($($argument),*),
            Shape::Project => $does::<Project>($($argument),*),
            Shape::Milestone => $does::<Milestone>($($argument),*),
            Shape::StatusUpdate => $does::<StatusUpdate>($($argument),*),
            Shape::Indicator => $does::<Indicator>($($argument),*),
            Shape::Observation => $does::<Observation>($($argument),*),
            Shape::Report => $does::<Report>($($argument),*),
            Shape::Attachment => $does::<Attachment>($($argument),*),
            Shape::ReportStep => $does::<ReportStep>($($argument),*),
            Shape::Risk => $does::<Risk>($($argument),*),
            Shape::Decision => $does::<Decision>($($argument),*),
            Shape::Cost => $does::<Cost>($($argument),*),
            Shape::Funding => $does::<Funding>($($argument),*),
            Shape::HealthRules => $does::<HealthRules>($($argument),*),
            Shape::Item => $item,
        }
    };
}

fn item_type_of(value: &Value) -> Option<&'static ItemType> {
    let name = value.get("type").and_then(Value::as_str)?;
    KINDS.iter().flat_map(|kind| kind.items).find(|t| t.name == name)
}

/// Reads a stored value of any shape, in any format that was ever written.
///
/// # Errors
/// What its type refuses.
pub fn read(shape: Shape, format: i32, value: Value) -> Result<Payload> {
    fn stored<T: Record>(format: i32, value: Value) -> Result<Payload> {
        Payload::read::<T>(if format == T::FORMAT { value } else { T::upcast(format, value) })
    }
    of_shape!(
        shape,
        stored(format, value),
        match item_type_of(&value) {
            Some(item_type) => (item_type.read)((item_type.upcast)(format, value)),
            None => Err(Error::invalid("/type", "is no type of items")),
        }
    )
}

/// [`read`], in the form in which the ledger is given it.
pub const READER: Reader = read;

/// Brings a stored value of any shape to the present format of its type.
pub fn upcast(shape: Shape, format: i32, value: Value) -> Value {
    fn present<T: Record>(format: i32, value: Value) -> Value {
        if format == T::FORMAT { value } else { T::upcast(format, value) }
    }
    of_shape!(
        shape,
        present(format, value),
        match item_type_of(&value) {
            Some(item_type) => (item_type.upcast)(format, value),
            None => value,
        }
    )
}
