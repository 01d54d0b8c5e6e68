//! What holds for every kind; and what their sections say, in the files beside.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::*;
use domain::document::{Block, Inline, plain};
use domain::error::Error;
use domain::indicator::Indicator;
use domain::measure::Formula;
use domain::payload::{Payload, Shape};

mod counts;
mod licences;
mod rollouts;
mod time;

/// A project of this kind with these figures: key, value, value before.
fn facts(kind: &str, figures: &[(&str, f64, Option<f64>)]) -> Facts {
    let project = json!({"slug": kind, "kind": kind, "title": kind, "phase": "rollout"});
    let day = "2023-04-06".parse().unwrap();
    let before = "2022-11-24".parse().unwrap();
    let figures = figures.iter().map(|(key, value, compared)| {
        let compared = compared.map(|value| Compared { day: before, value, said: None });
        ((*key).to_owned(), Figure { value: Some(*value), compared, ..Figure::default() })
    });
    Facts {
        day,
        project: serde_json::from_value(project).unwrap(),
        items: Vec::new(),
        figures: figures.collect(),
        milestones: Vec::new(),
        updates: Vec::new(),
        updates_told: false,
        offices: BTreeMap::new(),
        previous: Some(Previous {
            day: before,
            as_of: before,
            committee: Some("Digitalisierungssenat".into()),
            known_at: None,
        }),
    }
}

fn said(facts: &Facts) -> String {
    let blocks = (kind(&facts.project.kind).unwrap().section)(facts);
    let texts = blocks.iter().map(|b| match b {
        Block::Paragraph { content, .. } => plain(content),
        other => panic!("{other:?}"),
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The figures that a section refers to: indicator and text.
fn references(facts: &Facts) -> Vec<(String, String)> {
    let blocks = (kind(&facts.project.kind).unwrap().section)(facts);
    let runs =
        blocks.into_iter().filter_map(|b| if let Block::Paragraph { content, .. } = b { Some(content) } else { None });
    let figures =
        runs.flatten().filter_map(|i| if let Inline::Figure(f) = i { Some((f.indicator, f.text)) } else { None });
    figures.collect()
}

/// Adds an item of a project.
fn with_item(mut facts: Facts, value: Value) -> Facts {
    facts.items.push(Item { id: uuid::Uuid::nil(), value });
    facts
}

#[test]
fn the_examples_of_every_format_are_still_read_and_say_the_same() {
    for item_type in item_types() {
        let example: Value = serde_json::from_str(item_type.example).unwrap();
        assert_eq!(example["type"], item_type.name);
        let payload = read(Shape::Item, 1, example.clone()).unwrap();
        assert_eq!(payload.value, example, "{}", item_type.name);
        assert_eq!(payload.index.class.as_deref(), Some(item_type.name));
    }
}

#[test]
fn kinds_are_whole() {
    for kind in KINDS {
        let facts = facts(kind.key, &[]);
        for item_type in kind.items {
            let value = serde_json::from_str(item_type.example).unwrap();
            let item = Item { id: uuid::Uuid::nil(), value };
            assert!(!facts.title(&item).is_empty(), "{}", item_type.name);
        }
        assert!(kind.built_in(kind.key_figure).is_some(), "{}", kind.key);
        let keys: BTreeSet<_> = kind.indicators.iter().map(|i| i.key).collect();
        assert_eq!(keys.len(), kind.indicators.len(), "{}", kind.key);
        for built_in in kind.indicators {
            Payload::read::<Indicator>(serde_json::to_value(built_in.indicator()).unwrap()).unwrap();
        }
    }
}

#[test]
fn every_state_is_known_and_can_be_reached() {
    for item_type in item_types() {
        let example = serde_json::from_str(item_type.example).unwrap();
        let Some(states) = (item_type.read)(example).unwrap().states else { continue };
        let names: BTreeSet<_> = states.0.iter().map(|s| s.name).collect();
        let next: BTreeSet<_> = states.0.iter().flat_map(|s| s.next).copied().chain([states.first()]).collect();
        assert_eq!(names, next, "{}", item_type.name);
    }
}

#[test]
fn a_project_takes_the_items_of_its_kind_only() {
    let pool: Value =
        serde_json::from_str(item_types().iter().find(|t| t.name == "LicencePool").unwrap().example).unwrap();
    assert!(kind("dms").unwrap().read_item(pool.clone()).is_ok());
    let Err(Error::Invalid(violations)) = kind("ozg").unwrap().read_item(pool) else { panic!("accepted") };
    assert_eq!(violations[0].pointer.as_deref(), Some("/type"));
    let unit: Value = serde_json::from_str(rollout::ROLLOUT_UNIT.example).unwrap();
    assert!(kind("ereb").unwrap().read_item(unit.clone()).is_ok());
    let Err(Error::Invalid(violations)) = kind("dms").unwrap().read_item(unit) else { panic!("accepted") };
    assert_eq!(violations[0].pointer.as_deref(), Some("/module"));
}

/// Every name of an enumeration has words, and there are words for nothing else.
pub fn labelled(words: &[(&str, &str)], names: impl IntoIterator<Item = &'static str>) {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let named: BTreeSet<&str> = words.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, names);
    assert_eq!(named.len(), words.len(), "each once");
}

#[test]
fn the_groups_of_an_indicator_are_found_in_its_items() {
    for kind in KINDS {
        for built_in in kind.indicators {
            let by_office = built_in.groupings.iter().all(|g| matches!(g.labels, Labels::Offices));
            let of_groups = |terms: &[domain::measure::Term]| {
                !terms.iter().all(|term| matches!(term, domain::measure::Term::Sum(_)))
            };
            match built_in.formula {
                Some(Formula::Sum(terms)) => {
                    assert!(by_office || !of_groups(terms), "{}", built_in.key);
                    assert!(built_in.groupings.iter().all(|g| !g.fields.is_empty()), "{}", built_in.key);
                }
                Some(Formula::Percent(..)) => assert!(built_in.groupings.is_empty(), "shares are not added up"),
                None => assert!(built_in.groupings.iter().all(|g| g.fields.is_empty()), "{}", built_in.key),
            }
            for grouping in built_in.groupings.iter().filter(|g| !g.fields.is_empty()) {
                let known = kind.items.iter().any(|item_type| {
                    let (_, schema) = (item_type.components)().into_iter().find(|(n, _)| n == item_type.name).unwrap();
                    grouping.fields.iter().all(|field| {
                        let first = field.trim_start_matches('/').split('/').next().unwrap();
                        schema["properties"].get(first).is_some()
                    })
                });
                assert!(known, "{} by {}", built_in.key, grouping.name);
            }
        }
    }
    let maturity = kind("ozg").unwrap().built_in("online-services").unwrap();
    let maturity = maturity.groupings.iter().find(|g| g.name == "maturity").unwrap();
    let group = maturity.group(&json!({"maturity": {"model": "1.1", "level": 3}})).unwrap();
    assert_eq!((group.as_str(), maturity.words(&group).unwrap().0), ("1.1/3", 3));
    assert_eq!(maturity.group(&json!({"name": "x"})), None);
}
