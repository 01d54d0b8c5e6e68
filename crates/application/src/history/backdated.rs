//! Changes that reach back: what was entered later than it was true, and what proved untrue afterwards.

use chrono_tz::Tz;

use analysis::difference::Late;
use domain::access::View;
use domain::duration::CalendarDuration;
use domain::error::Result;
use domain::time::{AsOf, Bound};
use store::{ChangeInfo, Reading, Thing, Which};

use super::catalogue::CatalogueEntry;
use super::change::{BackdatedStretch, Change};
use super::effects::Touched;

/// Changes that are looked at with one question to the ledger.
const AT_ONCE: i64 = 1_000;
/// Changes that are looked at for one page, at most.
const MOST_LOOKED_AT: i64 = 50_000;
/// Things that are looked at with one question, at most.
const THINGS: i64 = 200;
/// Stretches that are named of one change, at most; that there are more is said.
const MOST_NAMED: usize = 20;

/// What is looked for.
pub struct Search<'a> {
    /// By how much something must have been late.
    pub more_than: CalendarDuration,
    /// What the caller sees.
    pub view: &'a View,
    /// The city's time zone.
    pub zone: Tz,
}

impl Search<'_> {
    /// Changes after number `after`, at most `limit`, and the number after which to go on, if there is more to look at.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn page(
        &self,
        reading: &mut Reading<'_>,
        after: i64,
        as_of: &AsOf,
        limit: i64,
    ) -> Result<(Vec<Change>, Option<i64>)> {
        let limit = usize::try_from(limit).unwrap_or_default();
        let (mut found, mut done) = (Vec::new(), after);
        let enough = after.saturating_add(MOST_LOOKED_AT).min(as_of.change);
        while done < enough {
            let changes = reading.changes(done, as_of, AT_ONCE.min(enough - done))?;
            let Some(last) = changes.last() else { break };
            // Moments rise with the numbers, so the bound of the last change lets through what any of them could need.
            let (until, perhaps) = (last.number, reading.perhaps_late(done, last.number, self.bound(last))?);
            for change in &changes {
                if perhaps.get(&change.number).is_none_or(|earliest| *earliest >= self.bound(change)) {
                    continue;
                }
                let Some(shown) = self.evaluate(reading, change)? else { continue };
                found.push(shown);
                if found.len() >= limit {
                    return Ok((found, (change.number < as_of.change).then_some(change.number)));
                }
            }
            done = until;
        }
        Ok((found, (done < as_of.change).then_some(done)))
    }

    /// Only what begins before this day can have been entered too late with a change.
    fn bound(&self, change: &ChangeInfo) -> Bound {
        self.more_than.before(change.recorded_at.day_in(self.zone)).into()
    }

    /// A change with what was late in it; nothing if the view sees nothing of the sort.
    fn evaluate(&self, reading: &mut Reading<'_>, change: &ChangeInfo) -> Result<Option<Change>> {
        let recorded = change.recorded_at.day_in(self.zone);
        let which = Which { before: self.bound(change), view: self.view.clone() };
        let (mut named, mut more, mut place): (Vec<BackdatedStretch>, bool, Option<Thing>) = (Vec::new(), false, None);
        loop {
            let things = reading.touched(change.number, &which, place.as_ref(), THINGS)?;
            'things: for (_, id) in &things {
                let Some(touched) = Touched::load(reading, change.number, *id, self.view)? else { continue };
                let dated = CatalogueEntry::shape(touched.shape).dated;
                for difference in &touched.differences {
                    let Some(late) = difference.late(recorded, self.more_than, dated) else { continue };
                    if named.len() >= MOST_NAMED {
                        more = true;
                        break 'things;
                    }
                    named.push(BackdatedStretch {
                        stretch: touched.stretch(reading, difference)?,
                        nature: difference.effect.into(),
                        recorded_at: change.recorded_at,
                        days_late: match late {
                            Late::Days(days) => Some(days),
                            Late::Start => None,
                        },
                    });
                }
            }
            let full = usize::try_from(THINGS).is_ok_and(|most| things.len() >= most);
            place = things.into_iter().next_back();
            if more || !full {
                break;
            }
        }
        if named.is_empty() {
            return Ok(None);
        }
        let more_backdated = more.then_some(true);
        Ok(Some(Change { backdated: Some(named), more_backdated, ..Change::of(change, self.view) }))
    }
}
