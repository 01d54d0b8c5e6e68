//! What the ledger keeps: JSON that a Rust type has validated, with the few things that the ledger must know of it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Visibility;
use super::error::{Error, Result, Violation};
use super::measure::Measure;
use super::schema;
use super::states::States;
use super::text;
use super::time::ValidInterval;

macro_rules! shapes {
    ($($(#[$doc:meta])* $shape:ident = $name:tt => $kind:tt,)*) => {
        crate::names! {
            /// The shapes of what is kept: few, and the two-time history is the same for all.
            #[derive(Hash)]
            pub enum Shape { $($(#[$doc])* $shape = $name),* }
        }
    };
}

crate::for_each_shape!(shapes);

impl Shape {
    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.name() == name)
    }
}

/// What a type says of itself for the indexed columns; nothing else of a payload is asked of SQL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The kind of a project, the type of an item.
    pub class: Option<String>,
    /// The phase or state.
    pub state: Option<String>,
    /// The responsible office.
    pub office: Option<Uuid>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Its place in lists, compared bytewise.
    pub sort_key: String,
}

/// Something that a payload refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where in the payload.
    pub pointer: String,
    /// What it must be.
    pub shape: Shape,
    /// Which one.
    pub id: Uuid,
}

impl Reference {
    /// A reference at `pointer`.
    pub fn new(pointer: impl Into<String>, shape: Shape, id: Uuid) -> Self {
        Self { pointer: pointer.into(), shape, id }
    }

    /// What is said where it leads to nothing.
    pub fn missing(shape: Shape) -> String {
        format!("there is no {} with this id", shape.name().replace('_', " "))
    }
}

/// What a shape has to do with valid time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeline {
    /// It changes from day to day and has a history along valid time.
    Dated,
    /// Its payload says when it holds (an observation from its Stichtag on, a status update always).
    Fixed(ValidInterval),
}

/// A type whose values the ledger keeps.
pub trait Record: Serialize + DeserializeOwned + ToSchema + 'static {
    /// Its shape.
    const SHAPE: Shape;
    /// The version of its JSON; when it rises, [`Record::upcast`] must read the older ones.
    const FORMAT: i32 = 1;

    /// Brings the JSON of an older format to the present one.
    fn upcast(_format: i32, value: Value) -> Value {
        value
    }

    /// A name that is unique for ever among its siblings (slug, key), if it has one.
    fn key(&self) -> Option<&str> {
        None
    }

    /// For the indexed columns.
    fn index(&self) -> Index;

    /// What it has to do with valid time.
    fn timeline(&self) -> Timeline {
        Timeline::Dated
    }

    /// Its states and the moves between them.
    fn states() -> Option<&'static States> {
        None
    }

    /// The only fields that may still change, once the rest is settled.
    fn open_fields(&self) -> Option<&'static [&'static str]> {
        None
    }

    /// What it adds to counts.
    fn measures(&self) -> Vec<Measure> {
        Vec::new()
    }

    /// What it refers to.
    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    /// Rules that a schema cannot express.
    fn check(&self, _violations: &mut Vec<Violation>) {}
}

/// A validated value of some [`Record`], with the type forgotten: all that ledger and kinds know of each other.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The shape of its type.
    pub shape: Shape,
    /// The version of its JSON.
    pub format: i32,
    /// The JSON, without `null`, fields in the order in which the type declares them.
    pub value: Value,
    /// Brings a value of its type to the form in which texts are kept now.
    pub normalise: fn(&mut Value) -> Result<Vec<Violation>>,
    /// See [`Record::key`].
    pub key: Option<String>,
    /// See [`Record::index`].
    pub index: Index,
    /// See [`Record::timeline`].
    pub timeline: Timeline,
    /// See [`Record::states`].
    pub states: Option<&'static States>,
    /// See [`Record::open_fields`].
    pub open_fields: Option<&'static [&'static str]>,
    /// See [`Record::measures`].
    pub measures: Vec<Measure>,
    /// See [`Record::references`].
    pub references: Vec<Reference>,
}

impl PartialEq for Payload {
    /// Everything else follows from shape and JSON; what was once written in other letters means the same.
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape && (self.value == other.value || self.meant() == other.meant())
    }
}

impl Payload {
    /// Takes a value of type `T` that somebody writes, with its texts in the form in which they are kept.
    ///
    /// # Errors
    /// `Invalid` with every violation.
    pub fn written<T: Record>(mut value: Value) -> Result<Self> {
        let wrong = text::normalise::<T>(&mut value)?;
        let told = |violation: &Violation| wrong.iter().any(|wrong| wrong.pointer == violation.pointer);
        let mut all = match Self::read::<T>(value) {
            Ok(payload) if wrong.is_empty() => return Ok(payload),
            Ok(_) => Vec::new(),
            Err(Error::Invalid(all)) => all.into_iter().filter(|violation| !told(violation)).collect(),
            Err(error) => return Err(error),
        };
        all.extend(wrong);
        Err(Error::Invalid(all))
    }

    /// Its JSON with its texts in the form in which they are kept now. What was recorded before there was a rule may break it:
    /// then it means what it says.
    fn meant(&self) -> Value {
        let mut normal = self.value.clone();
        let right = (self.normalise)(&mut normal).is_ok_and(|wrong| wrong.is_empty());
        if right { normal } else { self.value.clone() }
    }

    /// Reads a value of type `T` as it is; the error names every violation.
    ///
    /// # Errors
    /// `Invalid` with every violation.
    pub fn read<T: Record>(value: Value) -> Result<Self> {
        let record: T = body(value)?;
        let mut violations = Vec::new();
        record.check(&mut violations);
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        Self::of(&record)
    }

    /// Takes a value that is known to be right.
    pub fn of<T: Record>(record: &T) -> Result<Self> {
        Ok(Self {
            shape: T::SHAPE,
            format: T::FORMAT,
            value: schema::compact(serde_json::to_value(record).map_err(Error::internal)?),
            normalise: text::normalise::<T>,
            key: record.key().map(str::to_owned),
            index: record.index(),
            timeline: record.timeline(),
            states: T::states(),
            open_fields: record.open_fields(),
            measures: record.measures(),
            references: record.references(),
        })
    }
}

/// Reads a value that somebody sent; the error names everything that its schema refuses.
pub fn body<T: DeserializeOwned + ToSchema + 'static>(value: Value) -> Result<T> {
    let value = schema::compact(value);
    let violations = schema::violations::<T>(&value)?;
    if violations.is_empty() { typed(&value) } else { Err(Error::Invalid(violations)) }
}

/// Reads a stored value that its type has once accepted.
pub fn typed<T: DeserializeOwned>(value: &Value) -> Result<T> {
    // Schemas know most of what types demand; the rest (an impossible planned date) comes to light here, with its place.
    serde_path_to_error::deserialize(value).map_err(|error| {
        let steps = error.path().iter().filter_map(|step| match step {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        let place = steps.fold(String::new(), |place, step| schema::pointer(&place, &step));
        Error::invalid(place, error.inner().to_string())
    })
}

/// How the ledger learns the type of a stored value: the list of kinds lives above it.
pub type Reader = fn(Shape, i32, Value) -> Result<Payload>;
