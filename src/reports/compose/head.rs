//! The head of the paper: Stichtag, previous report and the order of consultation (Beratungsreihenfolge).

use crate::domain::council::{Committee, Meeting};
use crate::domain::document::{Block, Column, Inline, Term};
use crate::reports::texts::Texts;

use super::Composition;

/// The head.
pub fn write(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let (paper, date) = (&texts.paper, texts.writing.date);
    let term = |term: &str, text: String| Term { term: term.to_owned(), content: vec![text.into()] };
    let mut entries = vec![term(paper.stichtag, date(composition.report.as_of))];
    if let Some(previous) = &composition.previous {
        let as_of = (previous.as_of != previous.day).then(|| date(previous.as_of));
        let committee = previous.committee.as_deref();
        let text = (paper.previous_report)(&date(previous.day), committee, as_of.as_deref());
        entries.push(term(paper.previous, text));
    }
    match &composition.meeting {
        Some(meeting) => vec![Block::Terms { entries }, order(composition, meeting, texts)],
        None => {
            entries.push(term(paper.order, paper.no_meeting.into()));
            vec![Block::Terms { entries }]
        }
    }
}

/// One row for every committee that meets. Number on the agenda and number of the paper are those of the lead
/// committee, on whose agenda the paper stands: "DOS/2/4/23" is no paper of the committee that meets with it.
fn order(composition: &Composition, meeting: &Meeting, texts: &Texts) -> Block {
    let paper = &texts.paper;
    let titles = [
        paper.committee,
        paper.meeting,
        paper.meeting_date,
        paper.publicity,
        paper.role,
        paper.agenda_number,
        paper.paper_number,
    ];
    let item = composition.agenda_item();
    let unknown = || paper.unknown.to_owned();
    let all = [
        meeting.title.clone(),
        (texts.writing.date)(meeting.date),
        item.map_or_else(unknown, |i| (texts.names.publicity)(i.visibility).into()),
        item.and_then(|i| i.consultation_role).map_or_else(unknown, |r| (texts.names.role)(r).into()),
    ];
    let lead = [
        composition.report.agenda_item.clone().unwrap_or_else(unknown),
        item.filter(|i| composition.shows(i)).and_then(|i| i.paper_number.clone()).unwrap_or_else(unknown),
    ];
    let row = |(n, name): (usize, String)| {
        let numbers = if n == 0 { lead.clone() } else { [texts.project.nothing; 2].map(str::to_owned) };
        std::iter::once(name).chain(all.clone()).chain(numbers).map(|text| vec![Inline::Text(text)]).collect()
    };
    let names = composition.committees.iter().map(|Committee { name, .. }| name.clone());
    let mut rows: Vec<_> = names.enumerate().map(row).collect();
    if rows.is_empty() {
        rows.push(row((0, unknown())));
    }
    Block::Table {
        id: "order".into(),
        caption: paper.order.into(),
        columns: titles.map(|title| Column { title: title.into(), numeric: false }).into(),
        rows,
    }
}
