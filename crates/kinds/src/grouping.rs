//! Groupings: by what the value of an indicator can be taken apart, and what the groups are called in German.

use serde_json::Value;

/// By what a value can be taken apart (Gliederung).
#[derive(Debug)]
pub struct Grouping {
    /// Its name in the query: `groupBy=topic`.
    pub name: &'static str,
    /// Where in the JSON of an item the group stands, as JSON pointers; of several, all make the group. Without one it is a
    /// dimension of observations.
    pub fields: &'static [&'static str],
    /// What the groups are called.
    pub labels: Labels,
}

/// What groups are called.
#[derive(Debug)]
pub enum Labels {
    /// In these German words, in this order.
    Words(&'static [(&'static str, &'static str)]),
    /// As the office whose id it is.
    Offices,
    /// As it is written.
    AsWritten,
}

impl Grouping {
    /// By the responsible office.
    pub const OFFICE: Self = Self { name: "office", fields: &["/office"], labels: Labels::Offices };

    /// By an enumeration in the field at `fields`.
    pub const fn of(
        name: &'static str,
        fields: &'static [&'static str],
        words: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { name, fields, labels: Labels::Words(words) }
    }

    /// By a free text.
    pub const fn as_written(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { name, fields, labels: Labels::AsWritten }
    }

    /// By a dimension of observations.
    pub const fn dimension(name: &'static str, words: &'static [(&'static str, &'static str)]) -> Self {
        Self { name, fields: &[], labels: Labels::Words(words) }
    }

    /// The group to which an item belongs; nothing when it does not say so.
    pub fn group(&self, item: &Value) -> Option<String> {
        let parts = self.fields.iter().map(|field| match item.pointer(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        });
        parts.collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
    }

    /// The German words for a group, with its place among the others; nothing for what has no words of its own.
    pub fn words(&self, group: &str) -> Option<(usize, &'static str)> {
        let Labels::Words(words) = self.labels else { return None };
        words.iter().enumerate().find(|(_, (name, _))| *name == group).map(|(place, (_, label))| (place, *label))
    }
}
