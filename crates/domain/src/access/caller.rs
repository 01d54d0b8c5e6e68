//! Who asks.

use uuid::Uuid;

use super::{Grant, GrantScope, Level, Role, TokenScope, View};

/// As whom a caller is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Not at all.
    Anonymous,
    /// The bearer of a token that this service made.
    Token {
        /// The token.
        id: Uuid,
        /// The pseudonym under which changes are recorded.
        actor: Uuid,
    },
    /// A person whom an identity provider (OIDC) vouches for. The pseudonym is given with the first write.
    Person {
        /// The provider.
        issuer: String,
        /// As whom the provider knows the person (`sub`).
        subject: String,
        /// The name the provider gives, for display.
        name: Option<String>,
    },
}

/// Who asks, and what was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// As whom.
    pub identity: Identity,
    /// The roles and where they hold.
    pub grants: Vec<Grant>,
    /// What may be done with this token at all.
    pub scope: TokenScope,
}

impl Caller {
    /// A stranger.
    pub fn anonymous() -> Self {
        Self { identity: Identity::Anonymous, grants: Vec::new(), scope: TokenScope::Read }
    }

    /// Whether it is a stranger.
    pub fn is_anonymous(&self) -> bool {
        self.identity == Identity::Anonymous
    }

    /// What this caller may see. What is not public (nö) is for authors, approvers and admins of the city; a role in a
    /// project or for an office shows what is internal there.
    pub fn view(&self) -> View {
        let city = |grant: &&Grant| grant.place == GrantScope::City;
        let level = self.grants.iter().filter(city).map(|grant| match grant.role {
            Role::Viewer | Role::Editor => Level::Internal,
            Role::Author | Role::Approver | Role::Admin => Level::Everything,
        });
        View::new(level.max().unwrap_or(Level::Public), self.grants.iter().filter_map(|g| g.place.id()).collect())
    }

    /// Whether this caller has the role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role.includes(role))
    }

    /// Whether this caller has the role for something that is, belongs to or is in the care of one of `ids`.
    pub fn may(&self, role: Role, ids: &[Uuid]) -> bool {
        let there = |place: GrantScope| place.id().is_none_or(|id| ids.contains(&id));
        self.grants.iter().any(|grant| grant.role.includes(role) && there(grant.place))
    }

    /// Whether this caller has the role for some office.
    pub fn has_for_an_office(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role.includes(role) && matches!(grant.place, GrantScope::Office(_)))
    }
}
