//! Callers: who asks, and the permission that a handler demands in its signature.

mod oidc;
mod permission;

use std::marker::PhantomData;

use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, dev, web};
use uuid::Uuid;

use crate::domain::access::{Caller, Identity, Role, TokenScope, View};
use crate::domain::error::{Error, Result};
use crate::store::{Author, By};

use super::{App, blocking, params};

pub use oidc::Issuer;
pub use permission::{
    Administer, Edit, ImportTables, Known, ManageOffices, Permission, Read, ReadAccounts, ReadChanges, SignReports,
    Tell, WriteReports,
};

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

    /// The author of a change made by this request.
    ///
    /// # Errors
    /// `Unauthenticated` for strangers; `BadRequest` for a bad `Change-Reason`.
    pub fn author(&self, request: &HttpRequest) -> Result<Author> {
        Ok(Author { by: self.by()?, reason: params::reason(request)?, view: self.view() })
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

impl<P: Permission> FromRequest for May<P> {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let secret = bearer(request);
        let app = request.app_data::<web::Data<App>>().cloned();
        Box::pin(async move {
            let caller = match secret? {
                None => Caller::anonymous(),
                Some(secret) => {
                    let app = app.ok_or_else(|| Error::internal("no application data"))?;
                    let found = blocking(move || identify(&app, &secret)).await?;
                    found.ok_or(Error::Unauthenticated("the token is unknown, expired or revoked"))?
                }
            };
            Self::of(caller)
        })
    }
}

/// Tokens of this service begin with `sst_`; every other is for the identity provider, if there is one.
fn identify(app: &App, secret: &str) -> Result<Option<Caller>> {
    match &app.issuer {
        Some(issuer) if !secret.starts_with("sst_") => issuer.identify(&app.store, secret),
        _ => app.store.bearer(secret),
    }
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

fn bearer(request: &HttpRequest) -> Result<Option<String>> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(header) = headers.next() else { return Ok(None) };
    let malformed = Error::Unauthenticated("the Authorization header must be 'Bearer' and a token");
    let (Ok(text), None) = (header.to_str(), headers.next()) else { return Err(malformed) };
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim().to_owned())),
        _ => Err(malformed),
    }
}
