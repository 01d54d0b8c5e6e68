//! Actors: who is behind the pseudonyms of the ledger, as far as that is kept and not erased.

use std::fmt;

use diesel::prelude::*;
use uuid::Uuid;

use crate::author::By;
use crate::connection::{AnyConnection, database};
use crate::find::uuid;
use crate::ledger::{Reading, Store};
use crate::schema::actor;
use domain::error::{Error, Result};
use domain::time::{Moment, Source};

/// What is kept of an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorInfo {
    /// The pseudonym.
    pub id: Uuid,
    /// The name of the token or of the person.
    pub name: Option<String>,
    /// The identity provider of a person.
    pub issuer: Option<String>,
    /// As whom the provider knows the person.
    pub subject: Option<String>,
    /// Since when it is kept.
    pub created_at: Moment,
    /// When the rest was erased.
    pub erased_at: Option<Moment>,
}

type Row = (String, Option<String>, Option<String>, Option<String>, i64, Option<i64>);

fn info((id, name, issuer, subject, created, erased): Row) -> Result<ActorInfo> {
    Ok(ActorInfo {
        id: uuid(&id)?,
        name,
        issuer,
        subject,
        created_at: Moment::from_micros(created),
        erased_at: erased.map(Moment::from_micros),
    })
}

pub(super) fn insert(connection: &mut AnyConnection, row: &ActorInfo) -> Result<()> {
    diesel::insert_into(actor::table)
        .values((
            actor::id.eq(row.id.to_string()),
            actor::name.eq(row.name.as_deref()),
            actor::issuer.eq(row.issuer.as_deref()),
            actor::subject.eq(row.subject.as_deref()),
            actor::created_at.eq(row.created_at.micros()),
        ))
        .execute(connection)
        .map(|_| ())
        .map_err(database)
}

fn of_person(connection: &mut AnyConnection, issuer: &str, subject: &str) -> Result<Option<Uuid>> {
    let id: Option<String> = actor::table
        .filter(actor::issuer.eq(issuer))
        .filter(actor::subject.eq(subject))
        .select(actor::id)
        .first(connection)
        .optional()
        .map_err(database)?;
    id.as_deref().map(uuid).transpose()
}

impl fmt::Display for By {
    /// For the log: without anything that names a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(id) => id.fmt(f),
            Self::Person { issuer, .. } => write!(f, "a person known to {issuer}"),
        }
    }
}

impl By {
    /// The pseudonym; a person who has none gets one.
    pub(crate) fn pseudonym(&self, connection: &mut AnyConnection, source: &dyn Source) -> Result<Uuid> {
        let (issuer, subject, name) = match self {
            Self::Actor(id) => return Ok(*id),
            Self::Person { issuer, subject, name } => (issuer, subject, name),
        };
        if let Some(id) = of_person(connection, issuer, subject)? {
            return Ok(id);
        }
        let created_at = source.now();
        let id = source.id(created_at);
        let (issuer, subject) = (Some(issuer.clone()), Some(subject.clone()));
        insert(connection, &ActorInfo { id, name: name.clone(), issuer, subject, created_at, erased_at: None })?;
        Ok(id)
    }
}

impl Reading<'_> {
    /// What is kept of an actor.
    pub fn actor(&mut self, id: Uuid) -> Result<Option<ActorInfo>> {
        let row: Option<Row> = actor::table.find(id.to_string()).first(self.connection).optional().map_err(database)?;
        row.map(info).transpose()
    }

    /// What is kept of the caller; nothing of a person who has changed nothing yet.
    pub fn actor_of(&mut self, by: &By) -> Result<Option<ActorInfo>> {
        let id = match by {
            By::Actor(id) => Some(*id),
            By::Person { issuer, subject, .. } => of_person(self.connection, issuer, subject)?,
        };
        id.map_or(Ok(None), |id| self.actor(id))
    }
}

impl Store {
    /// Erases the name of an actor, and as whom an identity provider knows the person. The pseudonym stays: the ledger
    /// is not touched.
    ///
    /// # Errors
    /// `NotFound` when there is no such actor.
    pub fn erase_personal_data(&self, id: Uuid) -> Result<()> {
        let now = self.source.now().micros();
        let nothing: Option<String> = None;
        let erased = self.exclusive(|connection| {
            diesel::update(actor::table.find(id.to_string()))
                .set((
                    actor::name.eq(&nothing),
                    actor::issuer.eq(&nothing),
                    actor::subject.eq(&nothing),
                    actor::erased_at.eq(now),
                ))
                .execute(connection)
                .map_err(database)
        })?;
        if erased == 1 { Ok(()) } else { Err(Error::NotFound) }
    }
}
