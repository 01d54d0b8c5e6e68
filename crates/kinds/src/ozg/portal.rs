//! BayernPortal: the list of an authority's services (REST v3). Its JSON is made from XML: a list of one can stand without
//! brackets or be wrapped in an object of its name, a text can be `{"value": …}`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::Portal;
use domain::error::{Error, Result, Violation};

use super::indicators::{ONLINE_SERVICES, PORTAL_SERVICES};

/// BayernPortal.
pub const PORTAL: Portal = Portal {
    key: "bayernportal",
    label: "BayernPortal",
    recognises: |text| ID.iter().any(|name| text.contains(&format!("\"{name}\""))),
    read,
    field: "portalId",
    states: ("online", "offline"),
    counted: ONLINE_SERVICES,
    listed: PORTAL_SERVICES,
};

/// As the fields are called; the first is the usual one.
const ID: &[&str] = &["leistungId", "leistungID"];
const NAME: &[&str] = &["leistungBezeichnung", "bezeichnung"];
const URL: &[&str] = &["leistungUrl", "url"];
const ONLINE: &[&str] = &["onlineverfahren", "onlineVerfahren"];

/// Everything in the file that can be done online, each once: what has no online procedure is information only.
///
/// # Errors
/// `Invalid` with every entry that has no id or no name.
fn read(file: &Value) -> Result<Vec<Map<String, Value>>> {
    let mut found = Vec::new();
    services(file, &mut found);
    if found.is_empty() {
        return Err(Error::invalid("", "lists no service (leistungId): this is no file of BayernPortal"));
    }
    let (mut all, mut violations) = (BTreeMap::<String, Map<String, Value>>::new(), Vec::new());
    for (n, service) in found.into_iter().enumerate() {
        let procedures = field(service, ONLINE).map(|list| items(list, ONLINE)).unwrap_or_default();
        if procedures.is_empty() {
            continue;
        }
        let mut needed = |names: &[&str]| {
            let text = field(service, names).and_then(text);
            if text.is_none() {
                let name = names.first().copied().unwrap_or_default();
                violations.push(Violation::at(format!("/{n}/{name}"), "is required"));
            }
            text.unwrap_or_default()
        };
        let (id, name) = (needed(ID), needed(NAME));
        let known = all.entry(id.clone()).or_insert_with(|| {
            Map::from_iter([("portalId".to_owned(), json!(id)), ("name".to_owned(), json!(shortened(&name, 300)))])
        });
        // The portal fills what it knows; what it does not say stays as it is here.
        let web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        if let Some(url) = field(service, URL).and_then(text).filter(web) {
            known.insert("url".into(), json!(url));
        }
        for (own, theirs) in [
            ("languages", &["sprache", "sprachen"][..]),
            ("authenticationMeans", &["identifizierungsmittel"]),
            ("paymentMethods", &["zahlungsweise", "zahlungsweisen"]),
        ] {
            let mut texts: Vec<String> =
                known.get(own).and_then(Value::as_array).into_iter().flatten().filter_map(text).collect();
            for one in procedures.iter().filter_map(|p| field(p, theirs)).flat_map(|list| items(list, theirs)) {
                let one = text(one).map(|one| shortened(&one, 200));
                texts.extend(one.filter(|one| !texts.contains(one)));
            }
            texts.truncate(50);
            if !texts.is_empty() {
                known.insert(own.into(), json!(texts));
            }
        }
    }
    if violations.is_empty() { Ok(all.into_values().collect()) } else { Err(Error::Invalid(violations)) }
}

/// Every object with the id of a service, however deep it is wrapped.
fn services<'f>(value: &'f Value, found: &mut Vec<&'f Value>) {
    match value {
        Value::Object(_) if field(value, ID).is_some() => found.push(value),
        Value::Object(fields) => fields.values().for_each(|inner| services(inner, found)),
        Value::Array(items) => items.iter().for_each(|inner| services(inner, found)),
        _ => {}
    }
}

fn field<'f>(value: &'f Value, names: &[&str]) -> Option<&'f Value> {
    names.iter().find_map(|name| value.get(name)).filter(|value| !value.is_null())
}

/// The items of a list that may be wrapped (`{"sprache": […]}`) or stand alone; nothing of an empty one.
fn items<'f>(list: &'f Value, names: &[&str]) -> Vec<&'f Value> {
    match list {
        Value::Array(items) => items.iter().flat_map(|item| self::items(item, names)).collect(),
        Value::Object(fields) if fields.is_empty() => Vec::new(),
        Value::Object(_) => match field(list, names) {
            Some(inner) => items(inner, names),
            // A single name for one in a list of many: `{"onlineverfahren": {"verfahren": […]}}`.
            None => match only_list(list) {
                Some(inner) => items(inner, names),
                None => vec![list],
            },
        },
        Value::Null => Vec::new(),
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        other => vec![other],
    }
}

fn only_list(value: &Value) -> Option<&Value> {
    let mut fields = value.as_object()?.values();
    fields.next().filter(|first| first.is_array() && fields.next().is_none())
}

/// A text or number, alone or as `{"value": …}`.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(_) => return text(field(value, &["value", "bezeichnung", "name"])?),
        _ => return None,
    };
    // What no text of ours may contain is not worth refusing a file for.
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Some(clean).filter(|text| !text.is_empty())
}

fn shortened(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(file: Value) -> Vec<String> {
        read(&file).unwrap().iter().filter_map(|s| text(&s["portalId"])).collect()
    }

    #[test]
    fn every_shape_of_a_file_is_read() {
        let plain = json!([
            {"leistungId": "1", "leistungBezeichnung": "Bewohnerparkausweis", "leistungUrl": "https://x.example/1",
             "onlineverfahren": [{"id": "9", "kurzbeschreibung": "x", "sprache": ["de", "en"], "identifizierungsmittel": ["BundID"],
                "zahlungsweise": ["PayPal"]}]},
            {"leistungId": "2", "leistungBezeichnung": "Nur Auskunft", "onlineverfahren": []},
            {"leistungId": "3", "leistungBezeichnung": "Auch nur Auskunft"},
        ]);
        let wrapped = json!({"leistungen": {"leistung": [
            {"leistungId": {"value": 1}, "leistungBezeichnung": {"value": "Bewohnerparkausweis"},
             "leistungUrl": {"value": "https://x.example/1"},
             "onlineVerfahren": {"onlineVerfahren": [{"id": {"value": "9"}, "sprache": {"sprache": [{"value": "de"}, {"value": "en"}]},
                "identifizierungsmittel": {"value": "BundID"}, "zahlungsweise": {"zahlungsweise": "PayPal"}}]}},
            {"leistungId": {"value": 2}, "leistungBezeichnung": {"value": "Nur Auskunft"}, "onlineVerfahren": {}},
            {"leistungId": {"value": 3}, "leistungBezeichnung": {"value": "Auch nur Auskunft"}, "onlineVerfahren": null},
        ]}});
        let wanted = json!([{"portalId": "1", "name": "Bewohnerparkausweis", "url": "https://x.example/1",
            "languages": ["de", "en"], "authenticationMeans": ["BundID"], "paymentMethods": ["PayPal"]}]);
        for file in [plain, wrapped] {
            assert!((PORTAL.recognises)(&file.to_string()));
            assert_eq!(json!(read(&file).unwrap()), wanted);
        }
    }

    #[test]
    fn one_service_is_one_whatever_it_stands_in() {
        let service = json!({"leistungId": 7, "leistungBezeichnung": "x", "onlineverfahren": {"id": 1}});
        assert_eq!(ids(service.clone()), ["7"]);
        assert_eq!(ids(json!({"leistung": service.clone()})), ["7"]);
        assert_eq!(ids(json!([service.clone(), service])), ["7"]);
    }

    #[test]
    fn what_is_no_list_of_services_is_refused() {
        assert!(read(&json!([{"name": "x"}])).is_err());
        assert!(read(&json!([{"leistungId": 1, "onlineverfahren": [{"id": 1}]}])).is_err());
    }
}
