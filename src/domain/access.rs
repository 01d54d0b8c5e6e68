//! Who may do what: roles, and what a caller may see.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

crate::names! {
    /// Who may see something (Sichtbarkeit). The default is internal.
    #[derive(Default)]
    pub enum Visibility {
        /// Everybody (öffentlich, ö).
        Public = "public",
        /// The administration (verwaltungsintern).
        #[default]
        Internal = "internal",
        /// Not public in the sense of the council's rules (nichtöffentlich, nö).
        NonPublic = "non_public",
    }
}

impl Visibility {
    /// From its name; what cannot be read is kept from everybody.
    pub fn stored(name: &str) -> Self {
        Self::ALL.iter().copied().find(|v| v.name() == name).unwrap_or(Self::NonPublic)
    }
}

crate::names! {
    /// What a caller may do; each role includes the ones before it.
    pub enum Role {
        /// Sees what is internal.
        Viewer = "viewer",
        /// Writes projects, items, milestones, observations, status updates and reports.
        Editor = "editor",
        /// Gives tokens and sees what is not public.
        Admin = "admin",
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|r| r.name() == text);
        known.ok_or_else(|| format!("'{text}' is not a role: viewer, editor or admin"))
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A stranger.
    Anonymous,
    /// The bearer of a valid token.
    Token {
        /// The pseudonym under which changes are recorded.
        actor: Uuid,
        /// What the token may do.
        role: Role,
    },
}

impl Caller {
    /// What this caller may see.
    pub fn view(&self) -> View {
        match self {
            Self::Anonymous => View::Public,
            Self::Token { role: Role::Admin, .. } => View::Everything,
            Self::Token { .. } => View::Internal,
        }
    }
}

/// How much a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Only what is public.
    Public,
    /// What is public or internal.
    Internal,
    /// Everything.
    Everything,
}

impl View {
    /// The view of something of this visibility: what everybody sees who sees it.
    pub fn of(visibility: Visibility) -> Self {
        match visibility {
            Visibility::Public => Self::Public,
            Visibility::Internal => Self::Internal,
            Visibility::NonPublic => Self::Everything,
        }
    }

    /// Whether something of this visibility is seen.
    pub fn sees(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Public => true,
            Visibility::Internal => self >= Self::Internal,
            Visibility::NonPublic => self == Self::Everything,
        }
    }

    /// The names of the visibilities that are seen, as a pair: a fixed number of values makes the same SQL every time,
    /// and databases keep what they have prepared. [`View::Everything`] is not asked of SQL.
    pub fn visible(self) -> (&'static str, &'static str) {
        let public = Visibility::Public.name();
        (public, if self == Self::Public { public } else { Visibility::Internal.name() })
    }
}
