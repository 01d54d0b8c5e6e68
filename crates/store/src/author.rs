//! Authors: who writes, and why.

use uuid::Uuid;

use domain::access::View;

/// By whom a change is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// By a known pseudonym.
    Actor(Uuid),
    /// By a person, who gets a pseudonym with the first change.
    Person {
        /// The identity provider.
        issuer: String,
        /// As whom it knows the person.
        subject: String,
        /// The name to display.
        name: Option<String>,
    },
}

/// Who writes, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// By whom it is written.
    pub by: By,
    /// The reason given.
    pub reason: Option<String>,
    /// What the author sees: what lies outside is neither referred to nor named in a refusal.
    pub view: View,
}

impl Author {
    /// Somebody who sees everything and gives no reason.
    pub fn new(actor: Uuid) -> Self {
        Self { by: By::Actor(actor), reason: None, view: View::EVERYTHING }
    }
}
