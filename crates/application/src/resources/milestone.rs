//! Milestones: what is said of one is a statement of its own, on a day and with a reason where it moves.

use serde_json::Value;

use domain::error::Result;
use domain::forecast;
use domain::milestone::Milestone;
use domain::milestone_history;
use domain::payload::{Payload, Shape};
use domain::slices::Slice;
use domain::time::Day;

use crate::access::permission::Edit;
use crate::records::resource::{Filter, Judged, Resource};
use crate::resources::plain::plain;

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
        milestone_history::check_change(before, after, judged.writing.today())
    }
}
