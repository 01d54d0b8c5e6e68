//! What a kind is told when it writes its section.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use domain::indicator::{Tendency, rounded};
use domain::milestone::Milestone;
use domain::office::Office;
use domain::project::{Phase, Project};
use domain::status_update::StatusUpdate;
use domain::time::{Day, Moment};

/// Everything known of one project on the day of the report.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day D for which the report holds.
    pub day: Day,
    /// The project.
    pub project: Project,
    /// Its items on D, in the order of their sort keys.
    pub items: Vec<Item>,
    /// Its indicators by key.
    pub figures: BTreeMap<String, Figure>,
    /// Its milestones, the next one first.
    pub milestones: Vec<Milestone>,
    /// Its approved status updates since the previous report, oldest first; the latest one if there is none since.
    pub updates: Vec<StatusUpdate>,
    /// Whether the previous report knew them already: then there is only the latest one.
    pub updates_told: bool,
    /// The names of the offices.
    pub offices: BTreeMap<Uuid, Office>,
    /// The report with which this one is compared.
    pub previous: Option<Previous>,
}

/// An item as it was on the day.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: Uuid,
    /// Its JSON.
    pub value: Value,
}

impl Item {
    /// The text of one of its fields; nothing where it has none.
    pub fn text(&self, field: &str) -> &str {
        self.value.get(field).and_then(Value::as_str).unwrap_or_default()
    }
}

/// The previous report.
#[derive(Clone, Debug, PartialEq)]
pub struct Previous {
    /// The day of its meeting, else its Stichtag: the day with which figures are compared.
    pub day: Day,
    /// The day for which its figures held.
    pub as_of: Day,
    /// The lead committee to which it was given.
    pub committee: Option<String>,
    /// As known when it was made (Datenstand), if that is known.
    pub known_at: Option<Moment>,
}

/// An indicator on the day of the report, and before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// Its value on the day, if there is one.
    pub value: Option<f64>,
    /// The day to which the value goes back.
    pub as_of: Option<Day>,
    /// The last day for which anything was said of it, in figures or in words.
    pub stated: Option<Day>,
    /// The day of a balance under an older definition, which is no value of what is counted now.
    pub outdated: Option<Day>,
    /// Whether there is nothing to count on the day (nicht zutreffend): then nothing else is said of it, whatever was
    /// counted before.
    pub not_applicable: bool,
    /// A change without a figure since the previous report.
    pub tendency: Option<Tendency>,
    /// The comparison with the previous report.
    pub compared: Option<Compared>,
    /// The next target: the value to be reached.
    pub target: Option<f64>,
}

/// A figure as it was when the previous report was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The day of the previous report's meeting.
    pub day: Day,
    /// The value for that day as it is known now.
    pub value: f64,
    /// What that report itself said, if it said something.
    pub said: Option<f64>,
}

impl Facts {
    /// The figure of this key, if it has a value; where there is nothing to count, an older value is none.
    pub fn figure(&self, key: &str) -> Option<(&Figure, f64)> {
        let figure = self.figures.get(key).filter(|f| !f.not_applicable)?;
        figure.value.map(|value| (figure, value))
    }

    /// How much the figure of this key differs from the previous report.
    pub fn change(&self, key: &str) -> Option<f64> {
        let (figure, value) = self.figure(key)?;
        figure.compared.map(|c| rounded(value - c.value))
    }

    /// The comparison of this figure with the previous report, and the change since: what a sentence may say.
    ///
    /// Nothing when that report was not given before the day of this one, for then nothing can have changed "since".
    pub fn since_previous(&self, key: &str) -> Option<(Compared, f64)> {
        let (figure, _) = self.figure(key)?;
        Some((figure.compared.filter(|c| c.day < self.day)?, self.change(key)?))
    }

    /// How this figure moved after its value was stated, so that the value is known to be out of date.
    ///
    /// A tendency is one since the previous report; only of a value that is not younger can it be said to be later.
    pub fn outdated_by(&self, key: &str) -> Option<Tendency> {
        let (figure, _) = self.figure(key)?;
        let (previous, as_of) = (self.previous.as_ref()?.day, figure.as_of?);
        figure.tendency.filter(|tendency| as_of <= previous && *tendency != Tendency::Unchanged)
    }

    /// "noch " before what has not begun: not where the figure was higher before, for then it has ended.
    pub fn yet(&self, key: &str) -> &'static str {
        let fell = self.since_previous(key).is_some_and(|(_, change)| change < 0.0);
        if fell { "" } else { "noch " }
    }

    /// The milestones that are not reached on the day, the next one first; what is cancelled has none ahead.
    pub fn open_milestones(&self) -> impl Iterator<Item = &Milestone> {
        let given_up = self.project.phase == Phase::Cancelled;
        self.milestones.iter().filter(move |m| !given_up && m.actual.is_none_or(|actual| actual > self.day))
    }

    /// The items of a type, read as `T`; what does not read is left out.
    pub fn items_of<T: serde::de::DeserializeOwned>(&self, item_type: &str) -> Vec<T> {
        self.identified(item_type).into_iter().map(|(_, item)| item).collect()
    }

    /// The items of a type as [`Self::items_of`] has them, with their ids.
    pub fn identified<T: serde::de::DeserializeOwned>(&self, item_type: &str) -> Vec<(Uuid, T)> {
        let of_type = self.items.iter().filter(|i| i.text("type") == item_type);
        of_type.filter_map(|i| Some((i.id, T::deserialize(&i.value).ok()?))).collect()
    }

    /// The short name of an office.
    pub fn office(&self, id: Uuid) -> Option<&str> {
        self.offices.get(&id).map(|o| o.short_name.as_str())
    }
}
