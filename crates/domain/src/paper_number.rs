//! The number of a paper in the council's minutes (SP-Nr.), read and written: `4DOS/2/4/23` is number 4 on the agenda
//! (TOP) followed by the SP-Nr. `DOS/2/4/23`, which is committee, meeting, running number and year.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

/// A number of a paper (SP-Nr.). Its running number is not the number on the agenda.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaperNumber {
    /// The short name of the committee (Gremium), in capitals.
    pub committee: String,
    /// Which meeting of that committee in its year (Sitzung), from 1.
    pub meeting: u32,
    /// The running number of the paper (laufende Nummer), from 1.
    pub running: u32,
    /// The year in two digits.
    pub year: u8,
}

/// What stands in minutes where number on the agenda and number of the paper are written together. Before the meeting
/// there is the first without the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgendaPlace {
    /// The number on the agenda (TOP-Nr.), such as "4" or "4.1".
    pub agenda_item: Option<String>,
    /// The number of the paper.
    pub paper: Option<PaperNumber>,
}

/// Longest short name of a committee, in characters; that of [`super::council::Committee`].
const LONGEST_NAME: usize = 30;

impl fmt::Display for PaperNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{:02}", self.committee, self.meeting, self.running, self.year)
    }
}

impl FromStr for PaperNumber {
    type Err = String;

    /// Small letters are read as well (`pl/3/1/16`), and a year of four digits; both are written in the usual form.
    fn from_str(text: &str) -> Result<Self, String> {
        let complaint =
            || format!("'{text}' is no number of a paper: committee/meeting/running number/year (DOS/2/4/23)");
        let parts: Vec<&str> = text.trim().split('/').map(str::trim).collect();
        let [committee, meeting, running, year] = parts.as_slice() else { return Err(complaint()) };
        let named = committee.starts_with(char::is_alphabetic)
            && committee.chars().count() <= LONGEST_NAME
            && committee.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
        let count = |digits: &str| {
            let digits = Some(digits).filter(|d| d.len() <= 6 && d.bytes().all(|b| b.is_ascii_digit()))?;
            digits.parse::<u32>().ok().filter(|n| *n > 0)
        };
        let year = match year.as_bytes() {
            [_, _] => Some(*year),
            [b'1' | b'2', _, _, _] => year.get(2..),
            _ => None,
        };
        let year = year.filter(|y| y.bytes().all(|b| b.is_ascii_digit())).and_then(|y| y.parse().ok());
        match (named, count(meeting), count(running), year) {
            (true, Some(meeting), Some(running), Some(year)) => {
                Ok(Self { committee: committee.to_uppercase(), meeting, running, year })
            }
            _ => Err(complaint()),
        }
    }
}

impl fmt::Display for AgendaPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.agenda_item.as_deref().unwrap_or_default())?;
        self.paper.iter().try_for_each(|paper| paper.fmt(f))
    }
}

impl FromStr for AgendaPlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        // Names of committees begin with a letter, numbers on the agenda with a digit.
        let (item, paper) = text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()));
        let item = item.trim();
        if !item.is_empty() && !is_agenda_number(item) {
            return Err(format!("'{item}' is no number on an agenda (4 or 4.1)"));
        }
        // Committees are written in one case: of "4aDOS" nobody knows whether the letter belongs to the 4.
        let committee = paper.split('/').next().unwrap_or_default();
        if !item.is_empty() && committee.starts_with(char::is_lowercase) && committee.contains(char::is_uppercase) {
            return Err(format!("'{item}{committee}' can be read in two ways: leave a committee in one case"));
        }
        Ok(Self {
            agenda_item: (!item.is_empty()).then(|| item.to_owned()),
            paper: if paper.is_empty() { None } else { Some(paper.parse()?) },
        })
    }
}

/// Whether this is digits, with points between them.
fn is_agenda_number(text: &str) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Takes apart what was copied from minutes into `paperNumber` of an agenda item: the number on the agenda goes to where
/// it belongs, unless another stands there. What cannot be read stays, and is refused with its place.
pub fn complete(item: &mut Value) {
    let Some(fields) = item.as_object_mut() else { return };
    let Some(place) = fields.get("paperNumber").and_then(Value::as_str).and_then(|t| t.parse::<AgendaPlace>().ok())
    else {
        return;
    };
    let Some(paper) = place.paper else { return };
    match (place.agenda_item, fields.get("number")) {
        (Some(copied), Some(known)) if *known != json!(copied) => return,
        (Some(copied), None) => drop(fields.insert("number".into(), json!(copied))),
        _ => {}
    }
    fields.insert("paperNumber".into(), json!(paper.to_string()));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(text: &str) -> (Option<String>, Option<String>) {
        let place: AgendaPlace = text.parse().unwrap();
        (place.agenda_item, place.paper.map(|p| p.to_string()))
    }

    #[test]
    fn numbers_of_minutes_are_taken_apart() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(place("4DOS/2/4/23"), (some("4"), some("DOS/2/4/23")));
        assert_eq!(place("pl/3/1/16"), (None, some("PL/3/1/16")), "the case varies");
        assert_eq!(place("4.1 dos/2/4/2023"), (some("4.1"), some("DOS/2/4/23")));
        assert_eq!(place("4"), (some("4"), None), "before the meeting there is no number of the paper");
        assert_eq!(place(" "), (None, None));
        assert_eq!("1ÄR/1/12/09".parse::<AgendaPlace>().unwrap().to_string(), "1ÄR/1/12/09");
        for wrong in ["DOS/2/4", "DOS/2/4/23/1", "DOS/0/4/23", "DOS/2/x/23", "DOS/2/4/123", "4/2/4/23", "D;S/1/1/23"] {
            assert!(wrong.parse::<PaperNumber>().is_err(), "{wrong}");
        }
        for unclear in ["4..1DOS/2/4/23", "4aDOS/2/4/23", "4a DOS/2/4/23"] {
            assert!(unclear.parse::<AgendaPlace>().is_err(), "{unclear}");
        }
    }

    #[test]
    fn what_was_copied_goes_where_it_belongs() {
        let completed = |mut item: Value| {
            complete(&mut item);
            item
        };
        let both = json!({"paperNumber": "DOS/2/4/23", "number": "4"});
        assert_eq!(completed(json!({"paperNumber": "4dos/2/4/23"})), both);
        assert_eq!(completed(json!({"paperNumber": "4DOS/2/4/23", "number": "4"})), both);
        let contradicting = json!({"paperNumber": "5DOS/2/4/23", "number": "4"});
        assert_eq!(completed(contradicting.clone()), contradicting);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            name in "[A-ZÄÖÜ][A-Z0-9-]{0,6}", meeting in 1u32..99, running in 1u32..999, year in 0u8..100,
            item in proptest::option::of("[1-9][0-9]?(\\.[1-9])?"),
        ) {
            let paper = PaperNumber { committee: name, meeting, running, year };
            prop_assert_eq!(paper.to_string().parse(), Ok(paper.clone()));
            prop_assert_eq!(paper.to_string().to_lowercase().parse(), Ok(paper.clone()));
            let place = AgendaPlace { agenda_item: item, paper: Some(paper) };
            prop_assert_eq!(place.to_string().parse(), Ok(place));
        }

        #[test]
        fn nothing_that_is_typed_panics(text in "\\PC{0,40}") {
            let _ = (text.parse::<AgendaPlace>(), text.parse::<PaperNumber>());
        }
    }
}
