//! The head of the paper: what it corrects (Berichtigung), Stichtag, previous report and the order of consultation (Beratungsreihenfolge).

use domain::council::Committee;
use domain::document::{Block, Column, Inline, Term};
use texts::Texts;

use super::composition::{Composition, Consulted};

/// The head.
pub fn write(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let (paper, date) = (&texts.paper, texts.writing.date);
    let term = |term: &str, text: String| Term { term: term.to_owned(), content: vec![text.into()] };
    let mut entries = Vec::new();
    if let Some(corrected) = &composition.corrected {
        let as_of = (corrected.as_of != corrected.day).then(|| date(corrected.as_of));
        entries.push(term(paper.correction, (paper.corrects)(&date(corrected.day), as_of.as_deref())));
    }
    entries.push(term(paper.stichtag, date(composition.report.as_of)));
    if let Some(previous) = &composition.previous {
        let as_of = (previous.as_of != previous.day).then(|| date(previous.as_of));
        let committee = previous.committee.as_deref();
        let text = (paper.previous_report)(&date(previous.day), committee, as_of.as_deref());
        entries.push(term(paper.previous, text));
    }
    if composition.meeting.is_none() && composition.consultations.is_empty() {
        entries.push(term(paper.order, paper.no_meeting.into()));
        return vec![Block::Terms { entries }];
    }
    vec![Block::Terms { entries }, order(composition, texts)]
}

/// The meetings by their days, and one row for every committee that meets.
fn order(composition: &Composition, texts: &Texts) -> Block {
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
    let own = composition.meeting.iter().map(|meeting| Consulted {
        meeting: meeting.clone(),
        committees: composition.committees.clone(),
        agenda_item: composition.report.agenda_item.clone(),
    });
    let mut all: Vec<Consulted> = own.chain(composition.consultations.iter().cloned()).collect();
    all.sort_by_key(|consulted| consulted.meeting.date);
    Block::Table {
        id: "order".into(),
        caption: paper.order.into(),
        columns: titles.map(|title| Column { title: title.into(), numeric: false }).into(),
        rows: all.iter().flat_map(|consulted| rows(composition, consulted, texts)).collect(),
    }
}

/// The rows of a meeting. Number on the agenda and number of the paper are those of the lead
/// committee, on whose agenda the paper stands: "DOS/2/4/23" is no paper of the committee that meets with it.
fn rows(composition: &Composition, consulted: &Consulted, texts: &Texts) -> Vec<Vec<Vec<Inline>>> {
    let Consulted { meeting, committees, agenda_item } = consulted;
    let item = meeting.agenda.iter().find(|item| Some(&item.number) == agenda_item.as_ref());
    let unknown = || texts.paper.unknown.to_owned();
    let all = [
        Inline::Text(meeting.title.clone()),
        Inline::day((texts.writing.date)(meeting.date), meeting.date),
        Inline::Text(item.map_or_else(unknown, |i| (texts.names.publicity)(i.visibility).into())),
        Inline::Text(item.and_then(|i| i.consultation_role).map_or_else(unknown, |r| (texts.names.role)(r).into())),
    ];
    let lead = [
        agenda_item.clone().unwrap_or_else(unknown),
        item.filter(|i| composition.shows(i)).and_then(|i| i.paper_number.clone()).unwrap_or_else(unknown),
    ];
    let row = |(n, name): (usize, String)| {
        let numbers = if n == 0 { lead.clone() } else { [texts.project.nothing; 2].map(str::to_owned) };
        let cells = std::iter::once(Inline::Text(name)).chain(all.clone()).chain(numbers.map(Inline::Text));
        cells.map(|cell| vec![cell]).collect()
    };
    let names = committees.iter().map(|Committee { name, .. }| name.clone());
    let mut rows: Vec<_> = names.enumerate().map(row).collect();
    if rows.is_empty() {
        rows.push(row((0, unknown())));
    }
    rows
}
