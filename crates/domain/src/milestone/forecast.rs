//! Forecasts: when somebody thinks that a milestone will be reached, said on a day, with a reason where it moves.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::period::PlannedPeriod;
use crate::plan::{Modality, PlannedDate};
use crate::time::Day;

/// A forecast (Prognose): the date that is expected, since when that is said, and why it is another than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Forecast {
    /// The date in the precision in which it is known.
    pub date: PlannedPeriod,
    /// How it is meant.
    pub modality: Modality,
    /// Whether "earliest" or "latest" is itself only expected (voraussichtlich ab …, voraussichtlich bis …).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hedged: bool,
    /// The day on which it was stated (Stand der Prognose), never later than the day of the write. Without it the day of
    /// `validFrom`, else today; the same forecast stated on another day confirms it. Only forecasts of long ago have none.
    pub stated_on: Option<Day>,
    /// Why it is another than the last one (Begründung): required then. A merge patch that names `forecast` takes neither
    /// `reason` nor `statedOn` over from the old one.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: Option<String>,
}

impl Forecast {
    /// What is expected, no matter who says so and when.
    pub fn planned(&self) -> PlannedDate {
        PlannedDate { date: self.date, modality: self.modality, hedged: self.hedged }
    }
}

/// Adds to a body what its author left to the service: the forecast in it is stated on `day`, and not later than the day
/// on which the milestone was reached. What a merge patch says of a forecast is a statement of its own: it takes no
/// reason over from the one before, or none would ever have to be given.
pub fn complete(body: &mut Value, day: Day) {
    let actual = body.get("actual").and_then(Value::as_str).and_then(|text| text.parse::<Day>().ok());
    let Some(fields) = body.get_mut("forecast").and_then(Value::as_object_mut) else { return };
    if fields.get("statedOn").is_none_or(Value::is_null) {
        fields.insert("statedOn".into(), json!(actual.map_or(day, |actual| actual.min(day))));
    }
    fields.entry("reason").or_insert(Value::Null);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2024-07-01";

    #[test]
    fn a_body_is_completed() {
        let completed = |mut body: Value| {
            complete(&mut body, TODAY.parse().unwrap());
            body["forecast"].clone()
        };
        assert_eq!(completed(json!({"title": "Ziel"})), Value::Null);
        assert_eq!(completed(json!({"forecast": null})), Value::Null);
        assert_eq!(completed(json!({"forecast": "bald"})), "bald", "what is wrong with it is said later");
        let stated_today = json!({"date": "2025", "statedOn": TODAY, "reason": null});
        assert_eq!(completed(json!({"forecast": {"date": "2025"}})), stated_today);
        assert_eq!(completed(json!({"forecast": {"date": "2025", "statedOn": null}})), stated_today);
        let whole = json!({"date": "2025", "statedOn": "2024-01-01", "reason": "Lieferverzug"});
        assert_eq!(completed(json!({"forecast": whole})), whole);
        let reached = json!({"forecast": {"date": "2025"}, "actual": "2024-05-01"});
        assert_eq!(completed(reached)["statedOn"], "2024-05-01");
    }
}
