//! The sign-off of a document (Freigabe): functions and days, never names, and the hash of what it was made from. It is
//! added to what was frozen, and no part of it.

use chrono_tz::Tz;

use domain::document::{Block, Document, Term};
use domain::sections;
use domain::time::Moment;

/// Who let a report go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// In which function, where it was said.
    pub function: Option<String>,
    /// When.
    pub at: Moment,
}

/// How far a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It changes with the facts (Entwurf).
    Draft,
    /// What it says is frozen, and waits to be approved (In Prüfung).
    InReview,
    /// Approved, and frozen (Freigegeben).
    Approved {
        /// Who submitted it.
        submitted: Signed,
        /// Who approved it.
        approved: Signed,
    },
}

/// The document as it stands; `snapshot` is the SHA-256 of what it was made from, `zone` the city's time zone.
pub fn signed(document: &Document, standing: &Standing, snapshot: Option<&str>, zone: Tz) -> Document {
    let mut document = document.clone();
    let texts = texts::of(&document.language);
    let words = &texts.sign_off;
    match standing {
        Standing::Draft => document.foot.push(words.draft.into()),
        Standing::InReview => document.foot.push(words.in_review.into()),
        Standing::Approved { submitted, approved } => {
            let line = |term: &str, signed: &Signed| {
                let day = (texts.writing.date)(signed.at.day_in(zone));
                let content = (words.signed)(&day, signed.function.as_deref());
                Term { term: term.into(), content: vec![content.into()] }
            };
            let entries = vec![line(words.submitted, submitted), line(words.approved, approved)];
            document.blocks.push(Block::section(2, sections::SIGN_OFF, words.heading));
            document.blocks.push(Block::Terms { entries });
        }
    }
    document.foot.extend(snapshot.map(words.snapshot));
    document
}
