//! A write under way.

use std::collections::BTreeSet;

use uuid::Uuid;

use domain::access::{View, Visibility};
use domain::payload::Payload;
use domain::time::{Bound, Day, Moment, Source};

use crate::chain::{Blanked, KeptFile};
use crate::ledger::Reading;

/// The stretch of valid time that a write names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First day, if named.
    pub from: Option<Bound>,
    /// Day after the last, if named.
    pub to: Option<Bound>,
}

/// Something to be created.
pub struct New<'a> {
    /// Its id, when it is given from outside (imports); a new one otherwise.
    pub id: Option<Uuid>,
    /// To what it belongs.
    pub parent: Option<Uuid>,
    /// What it is.
    pub payload: &'a Payload,
    /// Since when it is so.
    pub window: Window,
}

/// A write under way.
pub struct Writing<'a> {
    /// Reads see what this write has done so far.
    pub reading: Reading<'a>,
    pub(super) view: View,
    pub(super) actor: Uuid,
    pub(super) number: i64,
    pub(super) moment: Moment,
    pub(super) today: Day,
    pub(super) source: &'a dyn Source,
    /// How many rows its entry names.
    pub(super) listed: i64,
    // What it closes, opens and creates stands in the tables and is read from there at the end: a change may be longer than
    // what fits into memory.
    pub(super) redacted: Vec<Blanked>,
    pub(super) files: Vec<KeptFile>,
    pub(super) erased: Vec<String>,
    /// The visibility of what was opened, closed or blanked, and to what it belongs.
    pub(super) touched: BTreeSet<(Visibility, Option<Uuid>)>,
}

impl<'a> Writing<'a> {
    /// When this change is recorded.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// Which day it is in the city: that of the clock, whatever moment the change is recorded at.
    pub fn today(&self) -> Day {
        self.today
    }

    /// The number of this change.
    pub(crate) fn number(&self) -> i64 {
        self.number
    }

    /// Its entry names a file that is kept.
    pub(crate) fn keeps(&mut self, file: KeptFile) {
        self.files.push(file);
    }

    /// Its entry names a file that was erased.
    pub(crate) fn erases(&mut self, sha256: String) {
        self.erased.push(sha256);
    }

    /// The pseudonym of the person who makes this change.
    pub fn actor(&self) -> Uuid {
        self.actor
    }
}
