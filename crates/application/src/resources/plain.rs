//! What a resource takes over from its type as it is: its schema, its example, how it is read.

use serde_json::Value;

use domain::payload::Record;
use domain::schema::components;

/// The example that a type's schema carries.
pub fn example_of<T: Record>() -> Value {
    let schemas = components::<T>();
    let own = schemas.into_iter().find(|(name, _)| *name == T::name());
    own.and_then(|(_, schema)| schema.get("example").cloned()).unwrap_or_default()
}

macro_rules! plain {
    ($record:ty) => {
        fn components() -> Vec<(String, serde_json::Value)> {
            domain::schema::components::<$record>()
        }

        fn example() -> serde_json::Value {
            $crate::resources::plain::example_of::<$record>()
        }
    };
    ($record:ty, read) => {
        $crate::resources::plain::plain!($record);

        fn parse(
            _: &$crate::records::scope::Scope,
            value: serde_json::Value,
        ) -> domain::error::Result<domain::payload::Payload> {
            domain::payload::Payload::written::<$record>(value)
        }
    };
}
pub(crate) use plain;
