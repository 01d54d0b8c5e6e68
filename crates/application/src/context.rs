//! The context of a read: one snapshot of the ledger, as of a day and a change, in what somebody sees.

use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::time::{AsOf, Day, Moment};
use store::{Page, Query, Reading, Stored};
use texts::Texts;

/// As of when something is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    /// The day for which the answer is to hold (D, `validAt`); today without it.
    pub valid_at: Option<Day>,
    /// The moment at which it was known (K, `knownAt`); now without it.
    pub known_at: Option<Moment>,
}

impl Times {
    /// D and N, with the Datenstand that this view may know.
    ///
    /// # Errors
    /// `BadRequest` for a moment in the future.
    pub fn resolve(&self, reading: &mut Reading<'_>, view: &View) -> Result<AsOf> {
        let as_of = reading.as_of(self.valid_at, self.known_at)?;
        reading.noticed(as_of, view)
    }
}

/// What every function of this room is asked in: a snapshot, a day and a change, a view, and a language.
pub struct Context<'r, 'a> {
    /// The snapshot.
    pub reading: &'r mut Reading<'a>,
    /// D and N.
    pub as_of: AsOf,
    /// What the caller sees.
    pub view: View,
    /// The language in which sentences are written.
    pub texts: &'static Texts,
}

impl<'r, 'a> Context<'r, 'a> {
    /// In German, as of a day and a change, in a view.
    pub fn new(reading: &'r mut Reading<'a>, as_of: AsOf, view: View) -> Self {
        Self { reading, as_of, view, texts: &texts::GERMAN }
    }

    /// As of the times that somebody asks for.
    ///
    /// # Errors
    /// `BadRequest` for a moment in the future.
    pub fn resolve(reading: &'r mut Reading<'a>, times: &Times, view: View) -> Result<Self> {
        let as_of = times.resolve(reading, &view)?;
        Ok(Self::new(reading, as_of, view))
    }

    /// The same on another day.
    pub fn on(&mut self, day: Day) -> Context<'_, 'a> {
        let as_of = AsOf { day, ..self.as_of };
        self.at(as_of)
    }

    /// The same as of another day and change.
    pub fn at(&mut self, as_of: AsOf) -> Context<'_, 'a> {
        Context { reading: self.reading, as_of, view: self.view.clone(), texts: self.texts }
    }

    /// The same as somebody else sees it, or as the same caller sees it inside something.
    pub fn seen_by(&mut self, view: View) -> Context<'_, 'a> {
        Context { reading: self.reading, as_of: self.as_of, view, texts: self.texts }
    }

    /// Everything of a shape that a query asks for.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn list(&mut self, shape: Shape, query: &Query) -> Result<Page> {
        self.reading.list(shape, query, &self.as_of, &self.view)
    }

    /// Everything of a shape that belongs to `parent`, in the order of the sort keys.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn children(&mut self, shape: Shape, parent: Uuid) -> Result<Vec<Stored>> {
        Ok(self.list(shape, &Query { parent: Some(parent), ..Query::default() })?.rows)
    }
}
