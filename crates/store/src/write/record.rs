//! What a write records: the versions that it closes and opens, and the change itself.

use diesel::prelude::*;
use uuid::Uuid;

use crate::author::Author;
use crate::chain;
use crate::chain::{Closed, Entry, Lists, Opened};
use crate::changes::widest;
use crate::connection::database;
use crate::find::uuid;
use crate::ledger::{Reading, last_change};
use crate::listing::lists;
use crate::schema::{change, version};
use domain::access::Visibility;
use domain::error::Result;
use domain::payload::Payload;
use domain::slices;
use domain::slices::Slice;
use domain::time::Bound;

use super::rows::{close_version, erase_version, insert_version};
use super::writing::Writing;

impl<'a> Writing<'a> {
    /// Closes what no longer is so and opens what is so from now on.
    pub(super) fn replace(
        &mut self,
        id: Uuid,
        parent: Option<Uuid>,
        before: &[Slice<Payload>],
        after: &[Slice<Payload>],
    ) -> Result<()> {
        let (gone, new) = slices::difference(before, after);
        for slice in gone {
            self.close(id, slice.span.from)?;
        }
        self.check_references(id, new.iter().map(|slice| &slice.payload))?;
        for slice in new {
            self.open(id, parent, slice)?;
        }
        Ok(())
    }

    fn close(&mut self, id: Uuid, from: Bound) -> Result<()> {
        let (recorded_from, visibility, parent): (i64, String, Option<String>) = version::table
            .filter(version::subject.eq(id.to_string()))
            .filter(version::valid_from.eq(from.number()))
            .filter(version::recorded_to.is_null())
            .select((version::recorded_from, version::visibility, version::parent))
            .first(self.reading.connection)
            .map_err(database)?;
        let row = Closed { recorded_from, subject: id, valid_from: from };
        if recorded_from == self.number {
            // Opened by this very change: nobody has seen it, it leaves no trace.
            erase_version(self.reading.connection, &row)
        } else {
            close_version(self.reading.connection, &row, self.number)?;
            self.noticed_by(Visibility::stored(&visibility), parent.as_deref().map(uuid).transpose()?);
            Ok(())
        }
    }

    fn open(&mut self, id: Uuid, parent: Option<Uuid>, slice: &Slice<Payload>) -> Result<()> {
        let salt = self.salt();
        let digest = chain::digest(&salt, &chain::canonical(&slice.payload.value)?);
        let row = Opened {
            digest,
            format: slice.payload.format,
            subject: id,
            valid_from: slice.span.from,
            valid_to: slice.span.to,
        };
        insert_version(self.reading.connection, &row, &salt, self.number, parent, &slice.payload)?;
        self.noticed_by(slice.payload.index.visibility, parent);
        Ok(())
    }

    /// Who sees what is opened, closed or blanked, and that to which it belongs, could notice this change.
    pub(super) fn noticed_by(&mut self, visibility: Visibility, parent: Option<Uuid>) {
        self.touched.insert((visibility, parent));
    }

    /// A new salt: 128 random bits in hexadecimal.
    pub(super) fn salt(&self) -> String {
        let mut salt = [0; 16];
        self.source.fill(&mut salt);
        hex::encode(salt)
    }

    /// Completes the row of the change, or takes it back if nothing changed, and turns into a reading that knows it.
    pub(super) fn record(mut self, author: &Author, previous: Option<String>) -> Result<Reading<'a>> {
        let lists = lists(self.reading.connection, self.number, self.listed)?;
        let files = !self.files.is_empty() || !self.erased.is_empty();
        if lists.is_empty() && self.redacted.is_empty() && !files {
            diesel::delete(change::table.find(self.number)).execute(self.reading.connection).map_err(database)?;
            return Ok(self.reading);
        }
        let reason_salt = author.reason.as_ref().map(|_| self.salt());
        let reason = author.reason.as_ref().zip(reason_salt.as_ref()).map(|(text, salt)| chain::digest(salt, text));
        let Lists { closed, opened, subjects } = lists;
        let entry = Entry {
            actor: self.actor,
            closed,
            erased: self.erased,
            files: self.files,
            number: self.number,
            opened,
            previous,
            reason,
            recorded_at: self.moment,
            redacted: self.redacted,
            subjects,
        };
        let text = entry.canonical()?;
        let audience = widest(self.reading.connection, self.touched, self.number)?;
        diesel::update(change::table.find(self.number))
            .set((
                change::reason.eq(author.reason.as_deref()),
                change::reason_salt.eq(reason_salt),
                change::audience.eq(audience.name()),
                change::hash.eq(chain::hash(&text)),
                change::entry.eq(text),
            ))
            .execute(self.reading.connection)
            .map_err(database)?;
        self.reading.last = last_change(self.reading.connection)?;
        Ok(self.reading)
    }
}
