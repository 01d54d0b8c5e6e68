//! A change as it is told: who wrote when and why, and what it did.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use analysis::difference::{Effect, FieldChange};
use domain::access::View;
use domain::time::{Bound, Day, Moment};
use store::ChangeInfo;

use crate::answer::{Continued, PageLinks};

/// A change of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Numbers have no gaps.
    #[schema(minimum = 1)]
    pub number: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// A pseudonym.
    pub actor: Uuid,
    /// Why it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// SHA-256 of the canonical entry, which names its predecessor's hash.
    pub hash: String,
    /// Where it is, and where it goes on.
    #[schema(inline)]
    pub links: ChangeLinks,
    /// What reaches further back than was asked for: at most 20 stretches of valid time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub backdated: Option<Vec<BackdatedStretch>>,
    /// True when there is more than is named in `backdated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_backdated: Option<bool>,
    /// The versions that were recorded or superseded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub effects: Option<Vec<VersionEffect>>,
    /// Thing by thing, the stretches of valid time of which something else is said than before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub fields: Option<Vec<StretchChanges>>,
    /// Out of which versions and reasons a text was taken, and which files were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub redacted: Option<Vec<RedactedPlace>>,
}

impl Change {
    /// A change without what it did. The reason of one that the view could not notice says what is none of its business.
    pub fn of(change: &ChangeInfo, view: &View) -> Self {
        Self {
            number: change.number,
            recorded_at: change.recorded_at,
            actor: change.actor,
            reason: change.reason.clone().filter(|_| view.level().sees(change.audience)),
            hash: change.hash.clone(),
            links: ChangeLinks { own: format!("/v1/changes/{}", change.number), page: PageLinks::default() },
            backdated: None,
            more_backdated: None,
            effects: None,
            fields: None,
            redacted: None,
        }
    }
}

impl Continued for Change {
    fn links(&mut self) -> &mut PageLinks {
        &mut self.links.page
    }
}

/// Where a change is, and where it goes on.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChangeLinks {
    /// The change.
    #[serde(rename = "self")]
    pub own: String,
    /// Where it goes on, if it did more than stands on a page.
    #[serde(flatten)]
    pub page: PageLinks,
}

/// A stretch of valid time of which a change says something else of one thing than was known before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangedStretch {
    /// The thing.
    pub id: Uuid,
    /// Its shape.
    pub shape: &'static str,
    /// created: nothing was known of it. entered: nothing was said of these days. updated: what had been said goes on until
    /// then. corrected: what had been said to begin then is replaced. ended: nothing holds from then on. shortened: nothing
    /// holds there any more, but later. retracted: nothing of it is left.
    #[schema(inline)]
    pub effect: Effect,
    /// Its first day.
    pub valid_from: Bound,
    /// The day after its last; absent when it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// Where the thing is.
    #[schema(inline)]
    pub links: ThingLinks,
}

/// Where a thing is, and its history, if it has one of its own.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ThingLinks {
    /// The thing.
    #[serde(rename = "self")]
    pub own: String,
    /// Outlives a retraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<String>,
}

domain::names! {
    /// Whether something was entered that was true already, or something that had been said proved untrue (corrected,
    /// ended, shortened, retracted).
    pub enum Nature {
        /// It was true already (Nachtrag).
        LateEntry = "late_entry",
        /// What had been said proved untrue (Berichtigung).
        Correction = "correction",
    }
}

impl From<Effect> for Nature {
    fn from(effect: Effect) -> Self {
        if effect.is_correction() { Self::Correction } else { Self::LateEntry }
    }
}

/// A stretch of valid time that reaches further back than usual.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackdatedStretch {
    /// What was done to which days.
    #[serde(flatten)]
    pub stretch: ChangedStretch,
    /// Whether something was entered that was true already, or something that had been said proved untrue (corrected,
    /// ended, shortened, retracted).
    #[schema(inline)]
    pub nature: Nature,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Days from validFrom to the day of recording in the city; absent where something untrue had been said as far back as
    /// we know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub days_late: Option<i64>,
}

/// A stretch of valid time with what is said otherwise of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StretchChanges {
    /// What was done to which days.
    #[serde(flatten)]
    pub stretch: ChangedStretch,
    /// What is said otherwise.
    pub changes: FieldChanges,
}

/// Field by field. Lists of the same length are compared place by place, others are given whole.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FieldChanges(#[schema(inline)] pub Vec<FieldChange>);

domain::names! {
    /// What a change did to a version.
    pub enum VersionChange {
        /// It made it.
        Recorded = "recorded",
        /// It closed it.
        Superseded = "superseded",
    }
}

/// A version that a change recorded or superseded.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionEffect {
    /// The thing.
    pub id: Uuid,
    /// Its shape.
    pub shape: &'static str,
    /// What was done to the version.
    #[schema(inline)]
    pub effect: VersionChange,
    /// The first day of the version.
    pub valid_from: Bound,
    /// The day after its last; absent when it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// The resource as that version says it.
    #[schema(value_type = Object)]
    pub resource: Value,
}

domain::names! {
    /// Of what a text was taken out, or what was erased.
    pub enum RedactedWhat {
        /// A version of something.
        Version = "version",
        /// The reason of a change.
        Reason = "reason",
        /// A file.
        File = "file",
    }
}

/// A version or a reason out of which a text was taken, or a file that was erased.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RedactedPlace {
    /// What it is.
    #[schema(inline)]
    pub of: RedactedWhat,
    /// The change that had recorded it.
    #[schema(minimum = 1)]
    pub change: i64,
    /// Of a version: the thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Of a version: the shape of the thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<&'static str>,
    /// Of a version: its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Bound>,
    /// Of a version: where the thing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub links: Option<ThingLinks>,
    /// Of a file: the SHA-256 of what it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: Option<String>,
}
