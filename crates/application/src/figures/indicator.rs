//! An indicator where a request found it: what it says of itself, and how its kind computes it.

use uuid::Uuid;

use crate::context::Context;
use crate::records::representation::stored_as;
use crate::records::scope::{PathParams, Scope, When};
use domain::access::View;
use domain::definitions::Definitions;
use domain::error::{Error, Result};
use domain::indicator::{Aggregation, Indicator};
use domain::measure::Formula;
use domain::time::{Day, ValidInterval};
use kinds::BuiltIn;
use store::Stored;

/// Where an indicator is found.
pub const PATH: &str = "/v1/projects/{slug}/indicators/{key}";

/// An indicator where a request found it.
#[derive(Clone, Debug)]
pub struct IndicatorContext {
    /// The project.
    pub project: Uuid,
    /// The indicator.
    pub id: Uuid,
    /// What its kind knows of it, if it comes with the kind.
    pub built_in: Option<&'static BuiltIn>,
    /// How it is computed, if it is.
    pub formula: Option<Formula>,
    /// What it says of itself.
    pub indicator: Indicator,
    /// Whether a balance is carried on across a break of the definition, because somebody asked for it.
    pub across_breaks: bool,
    /// The days on which it says so, and the change since which that is known.
    said: (ValidInterval, i64),
}

impl IndicatorContext {
    /// Whether it is a flow that is only observed: its value is the last observation, and says nothing of a whole period.
    pub fn flow(&self) -> bool {
        self.formula.is_none() && self.indicator.aggregation == Aggregation::Sum
    }

    /// What the ledger keeps of an indicator, with what its kind knows of it.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub fn of(scope: &Scope, project: Uuid, stored: &Stored) -> Result<Self> {
        let indicator: Indicator = stored_as(stored)?;
        let built_in = scope.kind.and_then(|k| k.built_in(&indicator.key));
        Ok(Self {
            project,
            id: stored.id,
            built_in,
            formula: built_in.and_then(|b| b.formula),
            indicator,
            across_breaks: false,
            said: (stored.span, stored.change),
        })
    }

    /// The indicator of a place, with what the caller sees in its project.
    ///
    /// # Errors
    /// `NotFound` when it is not there for this view as of then.
    pub fn at(cx: &mut Context<'_, '_>, place: &PathParams) -> Result<(Self, View)> {
        let scope = Scope::find(cx.reading, PATH, place, When::AsOf(&cx.as_of), &cx.view)?;
        let (Some(project), Some(indicator)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
        Ok((Self::of(&scope, project, indicator)?, scope.view))
    }

    /// Its definitions along valid time up to D, as known after N.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
    pub fn definitions(&self, cx: &mut Context<'_, '_>) -> Result<Definitions> {
        let slices = cx.reading.timeline(self.id, &cx.as_of)?;
        let definitions = slices.into_iter().map(|slice| {
            let indicator: Indicator = stored_as(&slice)?;
            Ok((slice.span, indicator.definition))
        });
        Ok(Definitions::new(definitions.collect::<Result<_>>()?))
    }

    /// Whether another definition holds on D than on an earlier day. The ledger is asked only where it may be so: where the
    /// indicator said something else on that day, or where less was known.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
    pub fn broken(&self, cx: &mut Context<'_, '_>, earlier: Day) -> Result<bool> {
        let (as_of, (span, change)) = (cx.as_of, self.said);
        if change <= as_of.change && span.contains(earlier) && span.contains(as_of.day) {
            return Ok(false);
        }
        Ok(self.definitions(cx)?.broken(earlier, as_of.day))
    }
}
