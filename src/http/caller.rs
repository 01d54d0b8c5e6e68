//! Callers: who asks, and the permission that a handler demands in its signature.

use std::marker::PhantomData;

use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, dev, web};
use uuid::Uuid;

use crate::domain::access::{Caller, Role, View};
use crate::domain::error::{Error, Result};
use crate::store::Author;

use super::{App, blocking, params};

/// A permission: which callers have it.
pub trait Permission: 'static {
    /// The least role, or none for what everybody may do.
    const ROLE: Option<Role>;
}

/// To read; what is shown depends on the caller's view.
#[derive(Debug)]
pub struct Read;
/// To read what only the administration may see.
#[derive(Debug)]
pub struct ReadInternal;
/// To write.
#[derive(Debug)]
pub struct Write;

impl Permission for Read {
    const ROLE: Option<Role> = None;
}
impl Permission for ReadInternal {
    const ROLE: Option<Role> = Some(Role::Viewer);
}
impl Permission for Write {
    const ROLE: Option<Role> = Some(Role::Editor);
}

/// A caller who has the permission `P`. A handler cannot be written without saying which.
#[derive(Clone, Debug)]
pub struct May<P> {
    /// Who it is.
    pub caller: Caller,
    permission: PhantomData<P>,
}

impl<P> May<P> {
    /// What this caller sees.
    pub fn view(&self) -> View {
        self.caller.view()
    }

    /// The author of a change made by this request.
    ///
    /// # Errors
    /// `Unauthenticated` for strangers; `BadRequest` for a bad `Change-Reason`.
    pub fn author(&self, request: &HttpRequest) -> Result<Author> {
        let actor: Uuid = match self.caller {
            Caller::Token { actor, .. } => actor,
            Caller::Anonymous => return Err(Error::Unauthenticated("changes need a token")),
        };
        Ok(Author { actor, reason: params::reason(request)? })
    }
}

impl<P: Permission> FromRequest for May<P> {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let secret = bearer(request);
        let app = request.app_data::<web::Data<App>>().cloned();
        Box::pin(async move {
            let caller = match secret? {
                None => Caller::Anonymous,
                Some(secret) => {
                    let app = app.ok_or_else(|| Error::internal("no application data"))?;
                    let found = blocking(move || app.store.read(|reading| reading.bearer(&secret))).await?;
                    found.ok_or(Error::Unauthenticated("the token is unknown, expired or revoked"))?
                }
            };
            match (&caller, P::ROLE) {
                (Caller::Anonymous, Some(_)) => Err(Error::Unauthenticated("this needs a token")),
                (Caller::Token { role, .. }, Some(least)) if *role < least => {
                    Err(Error::Forbidden("the role of this token does not allow it"))
                }
                _ => Ok(Self { caller, permission: PhantomData }),
            }
        })
    }
}

fn bearer(request: &HttpRequest) -> Result<Option<String>> {
    let Some(header) = request.headers().get(AUTHORIZATION) else { return Ok(None) };
    let malformed = Error::Unauthenticated("the Authorization header must be 'Bearer' and a token");
    let Ok(text) = header.to_str() else { return Err(malformed) };
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim().to_owned())),
        _ => Err(malformed),
    }
}
