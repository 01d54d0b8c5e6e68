//! Roles, and where they are given.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

crate::names! {
    /// What a caller may do. Every role also sees what a viewer sees; admin includes all others.
    pub enum Role {
        /// Sees what is internal.
        Viewer = "viewer",
        /// Writes projects, items, milestones, indicators, observations and drafts of status updates; for the city,
        /// offices as well.
        Editor = "editor",
        /// Writes reports, committees and meetings.
        Author = "author",
        /// Approves what somebody else submitted.
        Approver = "approver",
        /// Everything, tokens and personal data included.
        Admin = "admin",
    }
}

impl Role {
    /// Whether this role may do what `needed` may.
    pub fn includes(self, needed: Self) -> bool {
        self == needed || self == Self::Admin || needed == Self::Viewer
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
        known.ok_or_else(|| format!("'{text}' is not a role: viewer, editor, author, approver or admin"))
    }
}

crate::names! {
    /// What a token may be used for, whatever its roles.
    #[derive(Default)]
    pub enum TokenScope {
        /// Reading alone.
        Read = "read",
        /// Reading and writing.
        #[default]
        Write = "write",
    }
}

impl FromStr for TokenScope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|s| s.name() == text);
        known.ok_or_else(|| format!("'{text}' is not a scope: read or write"))
    }
}

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantScope {
    /// Everywhere.
    City,
    /// In one project.
    Project(Uuid),
    /// In the projects and for the items of which one office is responsible.
    Office(Uuid),
}

impl GrantScope {
    /// The project or office.
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::City => None,
            Self::Project(id) | Self::Office(id) => Some(id),
        }
    }
}

/// A role, and where it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub place: GrantScope,
}

impl Grant {
    /// A role for the city.
    pub fn city(role: Role) -> Self {
        Self { role, place: GrantScope::City }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            GrantScope::City => self.role.fmt(f),
            GrantScope::Project(id) => write!(f, "{}:project:{id}", self.role),
            GrantScope::Office(id) => write!(f, "{}:office:{id}", self.role),
        }
    }
}

/// A role as people and identity providers write it: `viewer`, `editor:project:ozg`, `editor:office:UUID`. What it
/// names is looked up by the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedGrant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub place: NamedGrantScope,
}

/// A place as people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedGrantScope {
    /// Everywhere.
    City,
    /// A project, by its slug or id.
    Project(String),
    /// An office, by its id.
    Office(Uuid),
}

impl fmt::Display for NamedGrantScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::City => f.write_str("city"),
            Self::Project(project) => write!(f, "project '{project}'"),
            Self::Office(office) => write!(f, "office {office}"),
        }
    }
}

impl FromStr for NamedGrant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, ':');
        let role = parts.next().unwrap_or_default();
        let place = match (parts.next(), parts.next()) {
            (None, None) => NamedGrantScope::City,
            (Some("project"), Some(slug)) if !slug.is_empty() => NamedGrantScope::Project(slug.to_owned()),
            (Some("office"), Some(id)) => {
                NamedGrantScope::Office(id.parse().map_err(|_| format!("'{id}' is not the id of an office"))?)
            }
            _ => return Err(format!("'{text}' is not a role, ROLE:project:SLUG or ROLE:office:ID")),
        };
        Ok(Self { role: role.parse()?, place })
    }
}
