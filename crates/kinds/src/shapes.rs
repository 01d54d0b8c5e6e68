//! Stored values of every shape: read in any format that was ever written, whatever their type.

use serde_json::Value;

use domain::error::{Error, Result};
use domain::payload::{Payload, Reader, Record, Shape};

use super::item_type::ItemType;
use super::list::KINDS;

/// How the values of a shape are read.
struct StoredType {
    read: fn(i32, Value) -> Result<Payload>,
    upcast: fn(i32, Value) -> Value,
}

impl StoredType {
    const fn of<T: Record>() -> Self {
        Self { read: |format, value| Payload::read::<T>(present::<T>(format, value)), upcast: present::<T> }
    }

    /// The type of an item stands in its payload.
    const ITEM: Self = Self {
        read: |format, value| match item_type_of(&value) {
            Some(item_type) => (item_type.read)((item_type.upcast)(format, value)),
            None => Err(Error::invalid("/type", "is no type of items")),
        },
        upcast: |format, value| match item_type_of(&value) {
            Some(item_type) => (item_type.upcast)(format, value),
            None => value,
        },
    };
}

fn present<T: Record>(format: i32, value: Value) -> Value {
    if format == T::FORMAT { value } else { T::upcast(format, value) }
}

fn item_type_of(value: &Value) -> Option<&'static ItemType> {
    let name = value.get("type").and_then(Value::as_str)?;
    KINDS.iter().flat_map(|kind| kind.items).find(|t| t.name == name)
}

macro_rules! stored_type {
    ((items)) => {
        StoredType::ITEM
    };
    ((single $record:ty)) => {
        StoredType::of::<$record>()
    };
    (($record:ty)) => {
        StoredType::of::<$record>()
    };
}

macro_rules! stored_types {
    ($($(#[$doc:meta])* $shape:ident = $name:literal => $kind:tt,)*) => {
        fn stored_type(shape: Shape) -> StoredType {
            match shape { $(Shape::$shape => stored_type!($kind),)* }
        }
    };
}

domain::for_each_shape!(stored_types);

/// Reads a stored value of any shape, in any format that was ever written.
///
/// # Errors
/// `Invalid` when its type refuses it.
pub fn read(shape: Shape, format: i32, value: Value) -> Result<Payload> {
    (stored_type(shape).read)(format, value)
}

/// [`read`], in the form in which the ledger is given it.
pub const READER: Reader = read;

/// Brings a stored value of any shape to the present format of its type.
pub fn upcast(shape: Shape, format: i32, value: Value) -> Value {
    (stored_type(shape).upcast)(format, value)
}
