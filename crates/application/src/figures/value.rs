//! The answer of a value: the figure, and everything it comes from.

use serde_json::{Value, json};
use uuid::Uuid;

use analysis::{series, targets};
use domain::access::View;
use domain::indicator::{Observation, Tendency, shortest_if_any};
use domain::measure::Formula;
use domain::schema::compact;
use domain::time::AsOf;

use crate::records::representation::represent;

use super::compute::Computed;
use crate::figures::indicator::Found;

/// The answer as JSON; `path` is that of the indicator. At most `most` of the items behind it are named.
pub fn value_json(found: &Found, computed: &Computed, as_of: &AsOf, path: &str, most: usize) -> Value {
    let project = path.split("/indicators/").next().unwrap_or_default();
    let indicator = &found.indicator;
    let method = match (found.formula, computed.sources.is_empty()) {
        (None, _) if computed.of_parts => "sum_of_parts",
        (None, _) => "observed",
        (Some(Formula::Percent(..)), _) => "share_of_items",
        (Some(_), false) => "balance_and_items",
        (Some(_), true) => "items",
    };
    let status = status(computed);
    let observations = computed
        .sources
        .iter()
        .map(|stored| represent::<Observation>(stored, &format!("{path}/observations/{}", stored.id), &View::PUBLIC));
    let named = |ids: &[Uuid]| named_items(project, ids, most);
    let mut answer = json!({
        "indicator": indicator.key, "label": indicator.label, "unit": indicator.unit,
        "validAt": as_of.day, "knownAt": as_of.known, "status": status,
    });
    let Some(fields) = answer.as_object_mut() else { return answer };
    if status == "value" {
        fields.insert("value".into(), number(computed.value));
        computed.as_of.iter().for_each(|day| drop(fields.insert("asOf".into(), json!(day))));
    }
    if computed.across_break {
        fields.insert("acrossBreak".into(), json!(true));
    }
    if let Some(outdated) = &computed.outdated {
        let observation = format!("{path}/observations?validAt={}", outdated.as_of);
        let before = json!({"value": outdated.value.map(|v| number(Some(v))), "asOf": outdated.as_of, "links": {"observations": observation}});
        fields.insert("beforeBreak".into(), compact(before));
    }
    if let Some(remark) = &computed.remark {
        let tendency = remark.tendency.map(Tendency::name);
        fields.insert(
            "tendency".into(),
            compact(json!({"tendency": tendency, "asOf": remark.as_of, "text": remark.text})),
        );
    }
    fields.insert("method".into(), json!(method));
    fields.insert("observations".into(), observations.collect::<Vec<_>>().into());
    if found.formula.is_some() {
        let since = computed.sources.first().and_then(|b| b.value.get("asOf").cloned());
        let items = json!({"since": since, "added": named(&computed.added), "removed": named(&computed.removed)});
        fields.insert("items".into(), compact(items));
    }
    fields.insert("definition".into(), json!(indicator.definition));
    indicator.counting_method.iter().for_each(|m| drop(fields.insert("countingMethod".into(), json!(m))));
    if let Some(target) = series::target(&indicator.targets, as_of.day) {
        fields.insert("target".into(), number(Some(target)));
    }
    if !indicator.targets.is_empty() {
        let judged = indicator.targets.iter().map(|target| {
            let judged = computed.value.filter(|_| !found.flow());
            let status = targets::status(target, indicator.direction, judged, as_of.day);
            let due = target.due.date.last();
            json!({
                "value": number(Some(target.value)), "due": target.due, "status": status.name(),
                "links": {"value": format!("{path}/value?validAt={due}")},
            })
        });
        fields.insert("targets".into(), judged.collect());
    }
    fields.insert(
        "links".into(),
        json!({
            "indicator": path, "series": format!("{path}/series"), "observations": format!("{path}/observations"),
            "items": format!("{project}/items?validAt={}", as_of.day),
        }),
    );
    answer
}

/// Items of a project: how many, and the first of them, at most so many.
pub fn named_items(project: &str, ids: &[Uuid], most: usize) -> Value {
    let named = ids.iter().take(most).map(|id| json!({"id": id, "links": {"self": format!("{project}/items/{id}")}}));
    json!({"count": ids.len(), "items": named.collect::<Vec<_>>()})
}

/// Missing, not applicable and 0 are three different things.
fn status(computed: &Computed) -> &'static str {
    match computed.value {
        _ if computed.not_applicable => "not_applicable",
        Some(_) => "value",
        None => "missing",
    }
}

/// The figure alone, where it stands beside another.
pub fn stated(computed: &Computed) -> Value {
    let status = status(computed);
    let value = (status == "value").then(|| number(computed.value));
    compact(json!({"status": status, "value": value, "asOf": computed.as_of.filter(|_| status == "value")}))
}

/// A whole number is written as one: 117, not 117.0.
pub(super) fn number(value: Option<f64>) -> Value {
    shortest_if_any(&value, serde_json::value::Serializer).unwrap_or_default()
}
