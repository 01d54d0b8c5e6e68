//! The council: committees, meetings and their agenda (OParl: Organization, Meeting, AgendaItem).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::{View, Visibility};
use super::error::Violation;
use super::paper_number::{self, PaperNumber};
use super::payload::{Index, Record, Reference, Shape, Timeline};
use super::sorting::sort_key;
use super::time::{Day, ValidInterval};

/// A committee of the council (Gremium).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"name": "Digitalisierungs- und Organisationssenat", "shortName": "DOS"}))]
pub struct Committee {
    /// Full name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Short name, the first part of the numbers of its papers (SP-Nr.).
    #[schema(min_length = 1, max_length = 30)]
    pub short_name: String,
}

impl Record for Committee {
    const SHAPE: Shape = Shape::Committee;

    fn index(&self) -> Index {
        Index { visibility: Visibility::Public, sort_key: sort_key(&self.name), ..Index::default() }
    }
}

crate::names! {
    /// What a committee is asked to do with a paper (Beratungstyp).
    pub enum ConsultationRole {
        /// It decides (Beschließend).
        Deciding = "deciding",
        /// It prepares the decision of another (Vorberatend).
        Preparing = "preparing",
        /// It takes note (Kenntnisnahme).
        Noting = "noting",
        /// It is heard (Anhörung).
        Hearing = "hearing",
    }
}

crate::names! {
    /// What came out (Beschlussergebnis).
    pub enum Outcome {
        /// Taken note of (zur Kenntnis genommen).
        Noted = "noted",
        /// Taken note of with approval (zustimmend zur Kenntnis genommen).
        NotedWithApproval = "noted_with_approval",
        /// Adopted (angenommen).
        Adopted = "adopted",
        /// Adopted with changes (geändert angenommen).
        AdoptedAmended = "adopted_amended",
        /// Rejected (abgelehnt).
        Rejected = "rejected",
        /// Put off (vertagt).
        Deferred = "deferred",
        /// Taken off the agenda (zurückgezogen).
        Withdrawn = "withdrawn",
    }
}

impl Outcome {
    /// Whether something was resolved by it, so that there are words of a resolution (Beschlusstext).
    pub fn resolves(self) -> bool {
        matches!(self, Self::Noted | Self::NotedWithApproval | Self::Adopted | Self::AdoptedAmended)
    }
}

/// A vote (Abstimmungsergebnis). 0 : 0 means that no vote was taken, never that the motion failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Votes {
    /// In favour (Dafür).
    #[schema(maximum = 10000)]
    pub in_favour: u32,
    /// Against (Dagegen).
    #[schema(maximum = 10000)]
    pub against: u32,
    /// Abstentions (Enthaltungen); not known in Bavaria.
    #[schema(maximum = 10000)]
    pub abstentions: Option<u32>,
}

impl Votes {
    /// Whether anybody voted.
    pub fn taken(&self) -> bool {
        self.in_favour + self.against + self.abstentions.unwrap_or(0) > 0
    }
}

/// An item of the agenda (Tagesordnungspunkt, TOP).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgendaItem {
    /// Its number on the agenda (TOP-Nr.), such as "4" or "4.1"; not the running number of the paper.
    #[schema(min_length = 1, max_length = 20)]
    pub number: String,
    /// Its title.
    #[schema(min_length = 1, max_length = 500)]
    pub title: String,
    /// Public (ö) or not (nö).
    #[serde(default)]
    pub visibility: Visibility,
    /// What the committee is asked to do.
    pub consultation_role: Option<ConsultationRole>,
    /// Number of the paper (SP-Nr.): committee/meeting/running number/year; known only after the meeting. As it stands in
    /// minutes, with the number on the agenda before it (4DOS/2/4/23), it is taken apart.
    #[schema(min_length = 1, max_length = 40, example = "DOS/2/4/23")]
    pub paper_number: Option<String>,
    /// The decision as taken (Beschluss).
    #[schema(min_length = 1, max_length = 10000)]
    pub resolution: Option<String>,
    /// What came out.
    pub outcome: Option<Outcome>,
    /// How it was voted.
    pub votes: Option<Votes>,
}

/// A meeting (Sitzung), of one committee or of several together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "title": "2. Sitzung des Digitalisierungs- und Organisationssenates", "date": "2023-04-26",
    "committees": ["0187bcd2-5c00-7000-8000-000000000001"],
    "agenda": [{"number": "4", "title": "Sachstandsbericht", "visibility": "public", "consultationRole": "deciding"}]
}))]
pub struct Meeting {
    /// Its name.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// The day on which it is held (Sitzungsdatum).
    pub date: Day,
    /// Whose meeting it is, the lead committee first; empty as long as that is not known.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub committees: Vec<Uuid>,
    /// The agenda (Tagesordnung).
    #[serde(default)]
    #[schema(max_items = 200)]
    pub agenda: Vec<AgendaItem>,
}

impl Meeting {
    /// Reads numbers of papers as they stand in minutes.
    pub fn complete(body: &mut Value) {
        let agenda = body.get_mut("agenda").and_then(Value::as_array_mut);
        agenda.into_iter().flatten().for_each(paper_number::complete);
    }

    /// Takes out of the JSON of a meeting the agenda items that `view` does not see.
    pub fn show(value: &mut Value, view: &View) {
        if let Some(agenda) = value.get_mut("agenda").and_then(Value::as_array_mut) {
            agenda.retain(|item| view.sees(visibility(item), []));
        }
    }

    /// Takes out what `view` does not see today, as the meeting is then: an agenda item of the same number or title that
    /// is hidden now hides the earlier one, unless one of the same number and title is seen today.
    pub fn withdraw(value: &mut Value, today: &Value, view: &View) {
        let now = today.get("agenda").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (seen, hidden): (Vec<&Value>, Vec<&Value>) = now.iter().partition(|item| view.sees(visibility(item), []));
        if let Some(agenda) = value.get_mut("agenda").and_then(Value::as_array_mut) {
            let alike = |one: &Value, other: &Value| ["number", "title"].map(|name| one.get(name) == other.get(name));
            agenda.retain(|item| {
                let still = seen.iter().any(|other| alike(item, other) == [true, true]);
                still || !hidden.iter().any(|other| alike(item, other).contains(&true))
            });
        }
    }
}

/// The visibility of an agenda item.
fn visibility(item: &Value) -> Visibility {
    item.get("visibility").and_then(|v| serde_json::from_value(v.clone()).ok()).unwrap_or_default()
}

impl Record for Meeting {
    const SHAPE: Shape = Shape::Meeting;

    fn index(&self) -> Index {
        let sort_key = format!("{} {}", self.date, sort_key(&self.title));
        Index { visibility: Visibility::Public, sort_key, ..Index::default() }
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::ALWAYS)
    }

    fn references(&self) -> Vec<Reference> {
        let place = |n| format!("/committees/{n}");
        self.committees.iter().enumerate().map(|(n, id)| Reference::new(place(n), Shape::Committee, *id)).collect()
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        for (n, item) in self.agenda.iter().enumerate() {
            if self.agenda.iter().take(n).any(|other| other.number == item.number) {
                violations.push(Violation::at(format!("/agenda/{n}/number"), "stands on this agenda already"));
            }
            if let Some(Err(detail)) = item.paper_number.as_deref().map(str::parse::<PaperNumber>) {
                violations.push(Violation::at(format!("/agenda/{n}/paperNumber"), detail));
            }
            if item.outcome == Some(Outcome::Rejected) && item.votes.as_ref().is_some_and(|votes| !votes.taken()) {
                let detail = "0 : 0 means that no vote was taken, and nothing is rejected without one";
                violations.push(Violation::at(format!("/agenda/{n}/outcome"), detail));
            }
        }
        for (n, id) in self.committees.iter().enumerate() {
            if self.committees.iter().take(n).any(|other| other == id) {
                violations.push(Violation::at(format!("/committees/{n}"), "is named twice"));
            }
        }
    }
}
