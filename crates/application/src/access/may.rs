//! The permission of a caller, as a value: a function that takes it knows that it was checked.

use std::marker::PhantomData;

use uuid::Uuid;

use domain::access::{Caller, Identity, Role, TokenScope, View};
use domain::error::{Error, Result};
use store::{Author, By};

use super::permission::Permission;

/// A caller who has the permission `P`, at least somewhere. A handler cannot be written without saying which.
#[derive(Clone, Debug)]
pub struct May<P> {
    /// Who it is.
    pub caller: Caller,
    // A function, because the permission itself is never there and must not decide which thread this may go to.
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> May<P> {
    /// The permission of this caller, where which one is needed shows in the request only.
    ///
    /// # Errors
    /// `Unauthenticated` or `Forbidden` when the caller has it nowhere.
    pub fn of(caller: Caller) -> Result<Self> {
        permit::<P>(&caller)?;
        Ok(Self { caller, permission: PhantomData })
    }

    /// What this caller sees.
    pub fn view(&self) -> View {
        self.caller.view()
    }

    /// By whom a change of this caller is made.
    ///
    /// # Errors
    /// `Unauthenticated` for strangers.
    pub fn by(&self) -> Result<By> {
        match &self.caller.identity {
            Identity::Anonymous => Err(Error::Unauthenticated("changes need a token")),
            Identity::Token { actor, .. } => Ok(By::Actor(*actor)),
            Identity::Person { issuer, subject, name } => {
                Ok(By::Person { issuer: issuer.clone(), subject: subject.clone(), name: name.clone() })
            }
        }
    }

    /// The author of a change of this caller, with the reason given for it.
    ///
    /// # Errors
    /// `Unauthenticated` for strangers.
    pub fn author(&self, reason: Option<String>) -> Result<Author> {
        Ok(Author { by: self.by()?, reason, view: self.view() })
    }

    /// The permission holds for something that is, belongs to or is in the care of one of `ids`.
    ///
    /// # Errors
    /// `Forbidden` when it holds elsewhere only.
    pub fn here(&self, ids: &[Uuid]) -> Result<()> {
        if P::ROLES.iter().any(|role| self.caller.may(*role, ids)) { Ok(()) } else { Err(elsewhere()) }
    }

    /// As [`May::here`], when it is not known yet in the care of which office something will be.
    ///
    /// # Errors
    /// `Forbidden` when the permission holds in other projects only.
    pub fn here_or_for_an_office(&self, ids: &[Uuid]) -> Result<()> {
        if P::ROLES.iter().any(|role| self.caller.has_for_an_office(*role)) { Ok(()) } else { self.here(ids) }
    }
}

fn elsewhere() -> Error {
    Error::Forbidden("the roles of this caller do not hold here")
}

fn permit<P: Permission>(caller: &Caller) -> Result<()> {
    let enough = |role: &Role| if P::CITY { caller.may(*role, &[]) } else { caller.has(*role) };
    if P::KNOWN && caller.is_anonymous() {
        return Err(Error::Unauthenticated("this needs a token"));
    }
    if !P::ROLES.is_empty() && !P::ROLES.iter().any(enough) {
        return Err(Error::Forbidden("the roles of this caller do not allow it"));
    }
    if P::WRITES && caller.scope != TokenScope::Write {
        return Err(Error::Forbidden("this token is for reading only"));
    }
    Ok(())
}
