//! Cells: what stands in one, and how it is read back. Every content comes back as it was.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use utoipa::ToSchema;

use super::profile::Profile;
use crate::indicator::whole;
use crate::time::Day;

/// What stands in the cells of a column. An empty cell says that there is nothing: no type of ours has an empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A day, `start`, or a planned date in its precision.
    Day,
    /// Several texts with `|` between them; `\|` and `\\` stand for themselves, `\e` for an empty one.
    Texts,
    /// Anything else, as JSON.
    Json,
}

/// A cell that was read otherwise than it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Conversion {
    /// The name of its column.
    pub column: String,
    /// What stands there.
    pub from: String,
    /// As what it was read.
    pub to: String,
}

impl Cell {
    /// How a cell was read, where this profile would have written its value otherwise.
    pub fn converted(self, column: &str, cell: &str, value: &Value, profile: Profile) -> Option<Conversion> {
        let differs = matches!(self, Self::Number | Self::Boolean | Self::Day) && self.write(value, profile) != cell;
        let to = || self.write(value, Profile::Open);
        differs.then(|| Conversion { column: column.to_owned(), from: cell.to_owned(), to: to() })
    }

    /// The cell of a value.
    pub fn write(self, value: &Value, profile: Profile) -> String {
        match (self, value) {
            (_, Value::Null) => String::new(),
            // A day is one to a spreadsheet as well; of a month it would make a day.
            (Self::Day, Value::String(text)) => match text.parse::<Day>() {
                Ok(_) => profile.day(text),
                Err(_) => profile.text(text),
            },
            (Self::Texts, Value::Array(items)) => {
                let items = items.iter().map(|item| escaped(item.as_str().unwrap_or_default()));
                profile.text(&items.collect::<Vec<_>>().join("|"))
            }
            (Self::Json, value) => profile.text(&value.to_string()),
            (_, Value::String(text)) => profile.text(text),
            (_, Value::Number(number)) => profile.number(&number.to_string()),
            (_, value) => value.to_string(),
        }
    }

    /// The value of a cell; `null` for an empty one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(self, cell: &str, profile: Profile) -> Result<Value, String> {
        if cell.is_empty() || (self != Self::Text && cell.trim().is_empty()) {
            return Ok(Value::Null);
        }
        match self {
            Self::Text => profile.intact(cell).map(|text| text.into()),
            Self::Day => Ok(Profile::read_day(profile.read_text(cell)).into()),
            Self::Number => profile.read_number(cell).and_then(|text| number(&text)),
            Self::Boolean => boolean(cell),
            Self::Texts => texts(profile.read_text(cell)).map(Value::from),
            Self::Json => serde_json::from_str(profile.read_text(cell)).map_err(|e| format!("is not JSON: {e}")),
        }
    }
}

fn number(text: &str) -> Result<Value, String> {
    let complaint = || "is not a number".to_owned();
    let number: Number = serde_json::from_str(text).map_err(|_| complaint())?;
    // 7.0 is the whole number 7 (JSON Schema, section 4.2.3).
    match number.as_f64().filter(|_| number.is_f64()).and_then(whole) {
        Some(whole) => Ok(whole.into()),
        None => Ok(number.into()),
    }
}

fn boolean(cell: &str) -> Result<Value, String> {
    match cell.to_lowercase().as_str() {
        "true" | "wahr" | "ja" => Ok(true.into()),
        "false" | "falsch" | "nein" => Ok(false.into()),
        _ => Err("must be true or false".to_owned()),
    }
}

fn escaped(text: &str) -> String {
    if text.is_empty() { "\\e".to_owned() } else { text.replace('\\', "\\\\").replace('|', "\\|") }
}

fn texts(cell: &str) -> Result<Vec<String>, String> {
    let (mut all, mut text) = (Vec::new(), String::new());
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '|' => all.push(std::mem::take(&mut text)),
            '\\' => match letters.next() {
                Some(escaped @ ('|' | '\\')) => text.push(escaped),
                Some('e') => {}
                _ => return Err("'\\' must be followed by '|', '\\' or 'e'".to_owned()),
            },
            letter => text.push(letter),
        }
    }
    all.push(text);
    Ok(all)
}
