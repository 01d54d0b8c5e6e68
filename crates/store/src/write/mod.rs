//! Writing: one change with the versions that it makes, under the write lock.

mod begin;
mod blank;
mod checks;
mod record;
mod rows;
mod writing;

use uuid::Uuid;

use domain::error::{Error, Result};
use domain::payload::{Payload, Timeline};
use domain::slices;
use domain::slices::Slice;
use domain::time::{Bound, ValidInterval};

use super::chain::Subject;
pub use blank::{Redacted, Redaction};
use checks::{check_moves, check_settled, forbid_window, window_span};
pub use writing::{New, Window, Writing};

pub(super) use rows::{close_version, insert_subject, insert_version};

impl<'a> Writing<'a> {
    /// Creates something. `today` is since when, unless the window says otherwise.
    ///
    /// # Errors
    /// Every violation: a name that is taken, a reference to nothing, a state that needs a day.
    pub fn create(&mut self, new: New<'_>) -> Result<Uuid> {
        let payload = new.payload;
        let span = self.first_span(payload, new.window)?;
        let id = new.id.unwrap_or_else(|| self.source.id(self.moment));
        if let Some(key) = &payload.key
            && self.reading.subject_of(payload.shape, new.parent, key)?.is_some()
        {
            let detail = format!(
                "the name '{key}' is or was given to another {}; it is never given again",
                payload.shape.name()
            );
            return Err(Error::conflict("name-taken", detail));
        }
        self.check_parent(new.parent)?;
        let row = Subject { id, key: payload.key.clone(), parent: new.parent, shape: payload.shape.name().to_owned() };
        insert_subject(self.reading.connection, &row, self.number)?;
        self.replace(id, new.parent, &[], &[Slice { span, payload: payload.clone() }])?;
        Ok(id)
    }

    /// Replaces what holds from `window.from` (today, unless named) on.
    ///
    /// # Errors
    /// A conflict that lists later slices, unless `window.to` is given; an impossible move; a reference to nothing.
    pub fn put(&mut self, id: Uuid, window: Window, payload: &Payload) -> Result<()> {
        let before = self.slices(id)?;
        if before.is_empty() {
            // What was retracted begins anew, under the rules of a beginning.
            let span = self.first_span(payload, window)?;
            return self.revise(id, &before, vec![Slice { span, payload: payload.clone() }]);
        }
        if let Timeline::Fixed(span) = payload.timeline {
            forbid_window(payload.shape, window)?;
            return self.revise(id, &before, vec![Slice { span, payload: payload.clone() }]);
        }
        let span = window_span(window, self.today)?;
        let after = slices::put(&before, span.from, window.to, payload.clone())?;
        self.revise(id, &before, after)
    }

    /// Changes every slice in the window (from today on, unless named) by `change`.
    ///
    /// # Errors
    /// Those of `change`; a conflict when nothing holds in the window; an impossible move; a reference to nothing.
    pub fn patch(
        &mut self,
        id: Uuid,
        window: Window,
        mut change: impl FnMut(&Payload) -> Result<Payload>,
    ) -> Result<()> {
        let before = self.slices(id)?;
        if let [Slice { payload, .. }] = before.as_slice()
            && matches!(payload.timeline, Timeline::Fixed(_))
        {
            forbid_window(payload.shape, window)?;
            let payload = change(payload)?;
            let Timeline::Fixed(span) = payload.timeline else { return Err(Error::internal("timeline changed")) };
            return self.revise(id, &before, vec![Slice { span, payload }]);
        }
        let span = window_span(window, self.today)?;
        if before.iter().all(|s| s.span.and(&span).is_empty()) {
            return Err(Error::conflict(
                "nothing-there",
                format!("nothing holds from {} on that could be changed", span.from),
            ));
        }
        let after = slices::patch(&before, span, |payload, _| change(payload))?;
        self.revise(id, &before, after)
    }

    /// Without a window: it never was so (retraction). With `from`: it ends then; with both, there is a gap.
    ///
    /// # Errors
    /// A conflict that names the referrers of something that is to be retracted, or says that it is settled.
    pub fn delete(&mut self, id: Uuid, window: Window) -> Result<()> {
        let before = self.slices(id)?;
        if let Some(Slice { payload, .. }) = before.first()
            && matches!(payload.timeline, Timeline::Fixed(_))
        {
            forbid_window(payload.shape, window)?;
            check_settled(payload, None)?;
        }
        let span = match window {
            Window { from: None, to: None } => ValidInterval::ALWAYS,
            Window { from: None, to: Some(_) } => {
                window_span(Window { from: Some(Bound::START), ..window }, self.today)?
            }
            window => window_span(window, self.today)?,
        };
        let after = slices::delete(&before, span);
        if after.is_empty() {
            self.forbid_referrers(id)?;
        }
        self.revise(id, &before, after)
    }

    /// What is known now, as slices along valid time.
    pub fn slices(&mut self, id: Uuid) -> Result<Vec<Slice<Payload>>> {
        let reader = self.reading.reader;
        let rows = self.reading.open_versions(id)?;
        rows.into_iter().map(|s| Ok(Slice { span: s.span, payload: reader(s.shape, s.format, s.value)? })).collect()
    }

    fn revise(&mut self, id: Uuid, before: &[Slice<Payload>], after: Vec<Slice<Payload>>) -> Result<()> {
        let subject = self.reading.subject(id)?.ok_or(Error::NotFound)?;
        if before.is_empty() && !after.is_empty() {
            self.check_parent(subject.parent)?;
        }
        self.check_names(&subject, &after)?;
        check_moves(before, &after)?;
        self.replace(id, subject.parent, before, &after)
    }
}
