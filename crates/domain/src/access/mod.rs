//! Who may do what: roles, where they are given, and what a caller may see.

mod caller;
mod grant;
mod view;
mod visibility;

pub use caller::{Caller, Identity};
pub use grant::{Grant, GrantScope, NamedGrant, NamedGrantScope, Role, TokenScope};
pub use view::{Level, View};
pub use visibility::Visibility;

#[cfg(test)]
mod tests;
