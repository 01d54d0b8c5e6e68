//! What became of a row, as it is answered and as it is kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use application::answer::PageLinks;
use domain::error::{Error, Result};
use domain::table::Conversion;
use store::ImportRow as KeptRow;

domain::names! {
    /// What became, or would become, of a row.
    pub enum RowOutcome {
        /// It is new.
        Created = "created",
        /// It was something else.
        Changed = "changed",
        /// It was so already.
        Unchanged = "unchanged",
        /// The file lists it no longer.
        Ended = "ended",
        /// It breaks rules.
        Refused = "refused",
    }
}
domain::from_name!(RowOutcome);

/// How many rows there were, and of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowCounts {
    /// All rows.
    #[schema(minimum = 0)]
    pub total: i64,
    /// Those that are new.
    #[schema(minimum = 0)]
    pub created: i64,
    /// Those that were something else.
    #[schema(minimum = 0)]
    pub changed: i64,
    /// Those that were so already.
    #[schema(minimum = 0)]
    pub unchanged: i64,
    /// Those that the file lists no longer.
    #[schema(minimum = 0)]
    pub ended: i64,
    /// Those that break rules.
    #[schema(minimum = 0)]
    pub refused: i64,
}

impl RowCounts {
    /// Counts another row.
    pub fn add(&mut self, outcome: RowOutcome) {
        let count = match outcome {
            RowOutcome::Created => &mut self.created,
            RowOutcome::Changed => &mut self.changed,
            RowOutcome::Unchanged => &mut self.unchanged,
            RowOutcome::Ended => &mut self.ended,
            RowOutcome::Refused => &mut self.refused,
        };
        *count += 1;
        self.total += 1;
    }

    /// How many rows had this outcome.
    pub fn of(&self, outcome: RowOutcome) -> i64 {
        match outcome {
            RowOutcome::Created => self.created,
            RowOutcome::Changed => self.changed,
            RowOutcome::Unchanged => self.unchanged,
            RowOutcome::Ended => self.ended,
            RowOutcome::Refused => self.refused,
        }
    }
}

/// What became, or would become, of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportRow {
    /// Its number in the file, without the header.
    #[schema(minimum = 1)]
    pub row: i64,
    /// What became of it.
    #[schema(inline)]
    pub outcome: RowOutcome,
    /// The resource that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// By what a person knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it says otherwise than before, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(inline)]
    pub changes: Vec<RowChange>,
    /// What was read otherwise than it stands in the file: a day as a spreadsheet shows it, a decimal comma.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(inline)]
    pub conversions: Vec<Conversion>,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(inline)]
    pub violations: Vec<RowViolation>,
    /// Where the resource is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub links: Option<RowLinks>,
}

/// A field of a row that says something else than before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RowChange {
    /// Its name.
    pub field: String,
    /// What stood there; absent when nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What stands there; absent when nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// What is wrong with a column of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RowViolation {
    /// The column; empty when it is the row as a whole.
    pub column: String,
    /// What is wrong and what would be right.
    pub detail: String,
}

impl RowViolation {
    /// In a column, told in short.
    pub fn new(column: impl Into<String>, detail: &str) -> Self {
        Self { column: column.into(), detail: short(detail) }
    }
}

/// Where the resource of a row is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RowLinks {
    /// Its path.
    pub resource: String,
}

/// A page of what became of rows.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ImportRowPage {
    /// The rows, in the order of the file.
    pub data: Vec<ImportRow>,
    /// Where it goes on.
    pub links: PageLinks,
}

/// Everything about a row but its number and outcome, as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Details {
    /// The resource that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Where that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<RowViolation>,
    /// By what a person knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it says otherwise than before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<RowChange>,
    /// What was read otherwise than it stands in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conversions: Vec<Conversion>,
}

impl Details {
    /// As it is answered.
    pub fn of_row(self, row: i64, outcome: RowOutcome) -> ImportRow {
        let Self { id, path, violations, label, changes, conversions } = self;
        let links = path.map(|resource| RowLinks { resource });
        ImportRow { row, outcome, id, label, changes, conversions, violations, links }
    }
}

impl TryFrom<KeptRow> for ImportRow {
    type Error = Error;

    fn try_from(kept: KeptRow) -> Result<Self> {
        let outcome = kept.outcome.parse().map_err(|error: String| Error::internal(error))?;
        let details: Details = serde_json::from_value(kept.answer).map_err(Error::internal)?;
        Ok(details.of_row(kept.number, outcome))
    }
}

/// What is told of a row is short, however long its cells are.
pub fn short(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_of_a_row_is_answered_in_the_order_of_the_document() {
        let id = "0187bcd2-5c00-7000-8000-000000000001";
        let kept = |outcome: &str, answer| KeptRow { number: 7, outcome: outcome.to_owned(), answer };
        let answered = |kept| serde_json::to_string(&ImportRow::try_from(kept).unwrap()).unwrap();
        let changed = json!({
            "id": id, "path": "/v1/offices/it", "label": "IT", "changes": [{"field": "amount", "old": 1.5, "new": 2}],
        });
        let expected = format!(
            "{{\"row\":7,\"outcome\":\"changed\",\"id\":\"{id}\",\"label\":\"IT\",\"changes\":[{{\"field\":\"amount\",\
             \"old\":1.5,\"new\":2}}],\"links\":{{\"resource\":\"/v1/offices/it\"}}}}"
        );
        assert_eq!(answered(kept("changed", changed)), expected);
        let refused = json!({"violations": [{"column": "name", "detail": "is required"}]});
        let expected = r#"{"row":7,"outcome":"refused","violations":[{"column":"name","detail":"is required"}]}"#;
        assert_eq!(answered(kept("refused", refused)), expected);
    }

    #[test]
    fn a_row_is_kept_as_it_was_kept_before() {
        let violations = vec![RowViolation::new("name", "is required")];
        let refused = Details { violations, label: Some("IT".into()), ..Details::default() };
        let expected = r#"{"violations":[{"column":"name","detail":"is required"}],"label":"IT"}"#;
        assert_eq!(serde_json::to_string(&refused).unwrap(), expected);
    }
}
