//! Milestones: what is said of one is a statement of its own, on a day and with a reason where it moves.

use serde_json::Value;

use crate::domain::error::Result;
use crate::domain::forecast;
use crate::domain::milestone::Milestone;
use crate::domain::payload::{Payload, Shape};
use crate::domain::schema::components;
use crate::domain::slices::Slice;
use crate::domain::time::Day;

use super::caller::Edit;
use super::resource::{Filter, Judged, Resource, Scope};
use super::resources::{example_of, plain};

impl Resource for Milestone {
    const SHAPE: Shape = Shape::Milestone;
    const COLLECTION: &'static str = "/v1/projects/{slug}/milestones";
    const OWN: &'static str = "id";
    const ONE: &'static str = "milestone";
    const MANY: &'static str = "milestones";
    const SCHEMA: &'static str = "Milestone";
    const FILTERS: &'static [Filter] = &[Filter::State("state", || vec!["open", "reached"])];
    const HISTORY: &'static str = "So it shows every forecast ever stated, with the day on which it was stated \
                                   (`statedOn`) and its `reason`; those that hold along valid time make the trend.";
    type Write = Edit;

    plain!(Milestone, read);

    fn complete(body: &mut Value, day: Day) {
        forecast::complete(body, day);
    }

    /// Nobody moves a forecast without a reason.
    fn judge(judged: &mut Judged<'_, '_>, before: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
        forecast::check_change(before, after, judged.writing.today())
    }
}
