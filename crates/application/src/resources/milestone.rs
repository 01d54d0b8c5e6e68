//! Milestones: what is said of one is a statement of its own, on a day and with a reason where it moves.

use serde_json::Value;

use domain::error::Result;
use domain::milestone::Milestone;
use domain::milestone::{forecast, validation};
use domain::payload::{Payload, Shape};
use domain::slices::Slice;
use domain::time::Day;

use crate::access::permission::Edit;
use crate::records::address::{Address, Segment};
use crate::records::resource::{Filter, Resource};
use crate::records::rules::{PendingWrite, Rules};
use crate::resources::plain::plain;

impl Resource for Milestone {
    const SHAPE: Shape = Shape::Milestone;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/milestones",
        id_segment: Segment::Id,
        singular: "milestone",
        plural: "milestones",
        schema: "Milestone",
        about: "Baseline, forecast, actual, and the trend of the forecasts.",
    };
    const FILTERS: &'static [Filter] = &[Filter::State("state", || vec!["open", "reached"])];
    const HISTORY: &'static str = "So it shows every forecast ever stated, with the day on which it was stated \
                                   (`statedOn`) and its `reason`; those that hold along valid time make the trend.";
    type Write = Edit;

    plain!(Milestone, read);
}

impl Rules for Milestone {
    fn complete(body: &mut Value, day: Day) {
        forecast::complete(body, day);
    }

    /// Nobody moves a forecast without a reason.
    fn authorize(
        pending: &mut PendingWrite<'_, '_>,
        before: &[Slice<Payload>],
        after: &[Slice<Payload>],
    ) -> Result<()> {
        validation::check_change(before, after, pending.writing.today())
    }
}
