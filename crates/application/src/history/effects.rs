//! What a change did to one thing, as a caller sees it.

use uuid::Uuid;

use super::catalogue::{CatalogueEntry, path_of};
use super::change::{ChangedStretch, ThingLinks, VersionChange, VersionEffect};
use analysis::difference::{Difference, along};
use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::schema::compact;
use domain::slices::Slice;
use store::Reading;

/// What a change did to one thing.
pub struct Touched {
    /// Its id.
    pub id: Uuid,
    /// Its shape.
    pub shape: Shape,
    /// The versions that were opened or closed.
    pub effects: Vec<VersionEffect>,
    /// On which days something else is said than before, and what.
    pub differences: Vec<Difference>,
}

impl Touched {
    /// What change `number` did to something; nothing if the view does not see it.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn load(reading: &mut Reading<'_>, number: i64, id: Uuid, view: &View) -> Result<Option<Self>> {
        if reading.hidden(id, view)? {
            return Ok(None);
        }
        let (mut effects, mut before, mut after, mut known) = (Vec::new(), Vec::new(), Vec::new(), None);
        for one in reading.around(number, id)? {
            if !view.level().sees(one.stored.visibility) {
                continue;
            }
            let (shape, span) = (one.stored.shape, one.stored.span);
            let (opened, closed) = (one.stored.change == number, one.closed == Some(number));
            let payload = CatalogueEntry::shape(shape).value(reading, one.stored, view, view)?;
            if opened || closed {
                effects.push(VersionEffect {
                    id,
                    shape: shape.name(),
                    effect: if opened { VersionChange::Recorded } else { VersionChange::Superseded },
                    valid_from: span.from,
                    valid_to: span.to.day(),
                    resource: compact(payload.clone()),
                });
            }
            if !opened {
                before.push(Slice { span, payload: payload.clone() });
            }
            if !closed {
                after.push(Slice { span, payload });
            }
            known = Some(shape);
        }
        Ok(known.map(|shape| {
            let differences = along(&before, &after, CatalogueEntry::shape(shape).dated);
            Self { id, shape, effects, differences }
        }))
    }

    /// Of one difference: which days it concerns, and what was done.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn stretch(&self, reading: &mut Reading<'_>, difference: &Difference) -> Result<ChangedStretch> {
        Ok(ChangedStretch {
            id: self.id,
            shape: self.shape.name(),
            effect: difference.effect,
            valid_from: difference.span.from,
            valid_to: difference.span.to.day(),
            links: links(reading, self.id)?,
        })
    }
}

/// Where a thing is, and its history, if it has one of its own, which outlives a retraction.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn links(reading: &mut Reading<'_>, id: Uuid) -> Result<ThingLinks> {
    let own = path_of(reading, id)?;
    let shape = reading.lineage(id)?.first().map(|(_, shape, _)| *shape);
    let history =
        shape.is_some_and(|shape| CatalogueEntry::shape(shape).has_history()).then(|| format!("{own}/history"));
    Ok(ThingLinks { own, history })
}
