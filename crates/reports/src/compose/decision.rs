//! The decision: before the meeting what is proposed (Beschlussvorschlag), afterwards what was decided, and the vote.

use domain::council::{AgendaItem, Votes};
use domain::document::{Block, ChoiceOption, Term};
use domain::report::{Climate, ClimateDirection, ClimateRelevance, CostStatement, Edition, Report, StatedAmount};
use domain::sections;
use texts::Texts;

use super::composition::Composition;

/// The level of its headings.
const LEVEL: u8 = 2;

/// The part of the paper that says what is decided: the invitation proposes it, whatever became of it since.
pub fn write(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let recorded = composition.edition == Edition::Record;
    let item = composition.agenda_item().filter(|_| recorded);
    let decided = item.filter(|i| i.resolution.is_some() || i.outcome.is_some());
    let hidden = decided.is_some_and(|i| !composition.shows(i));
    let mut blocks = match decided.filter(|_| !hidden) {
        Some(item) => resolution(item, &composition.report, texts),
        None => proposal(&composition.report, texts),
    };
    blocks.extend(climate(composition.report.climate.as_ref(), texts));
    blocks.extend(costs(composition.report.costs.as_ref(), texts));
    if !recorded {
        return blocks;
    }
    blocks.push(Block::heading(LEVEL + 1, texts.paper.result));
    blocks.push(match item.filter(|i| composition.shows(i)) {
        _ if hidden => Block::paragraph(texts.paper.not_public),
        Some(item) => result(item, texts),
        None => Block::paragraph(texts.paper.no_result),
    });
    blocks
}

fn resolution(item: &AgendaItem, report: &Report, texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![Block::section(LEVEL, sections::RESOLUTION, texts.paper.resolution)];
    let Some(text) = &item.resolution else {
        blocks.extend(first_point(texts.paper.no_resolution));
        // Whether the proposal was taken over word for word is not known, so it is not called a decision.
        if let Some(proposal) = &report.proposal {
            blocks.push(Block::paragraph(texts.paper.proposal_was));
            blocks.extend(paragraphs(proposal));
        }
        return blocks;
    };
    blocks.extend(first_point(text));
    blocks
}

fn proposal(report: &Report, texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![Block::section(LEVEL, sections::RESOLUTION, texts.paper.proposal)];
    blocks.extend(first_point(report.proposal.as_deref().unwrap_or(texts.paper.no_proposal)));
    blocks
}

/// The text as point I; climate and costs follow as II and III.
fn first_point(text: &str) -> Vec<Block> {
    let text = text.trim_start();
    if text.starts_with("I.") { paragraphs(text) } else { paragraphs(&format!("I. {text}")) }
}

/// One paragraph for every line that says something.
fn paragraphs(text: &str) -> Vec<Block> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Block::paragraph).collect()
}

fn climate(climate: Option<&Climate>, texts: &Texts) -> Vec<Block> {
    let paper = &texts.paper;
    let mut blocks = vec![Block::heading(LEVEL + 1, paper.climate)];
    let Some(climate) = climate else {
        blocks.push(Block::paragraph(paper.no_climate));
        return blocks;
    };
    let marked = |text: &str, marked| ChoiceOption { text: text.to_owned(), marked };
    let relevance = ClimateRelevance::ALL.iter().map(|r| marked((texts.names.climate)(*r), *r == climate.relevance));
    blocks.push(Block::Choice { label: paper.climate_scale.into(), options: relevance.collect() });
    if let Some(direction) = climate.direction {
        let options = ClimateDirection::ALL.iter().map(|d| marked((texts.names.greenhouse)(*d), *d == direction));
        blocks.push(Block::Choice { label: paper.climate_direction.into(), options: options.collect() });
    }
    match &climate.explanation {
        Some(text) => blocks.extend(paragraphs(&(paper.explanation)(text))),
        None if climate.relevance == ClimateRelevance::Low => {}
        None => blocks.push(Block::paragraph(paper.no_explanation)),
    }
    blocks
}

fn costs(costs: Option<&CostStatement>, texts: &Texts) -> Vec<Block> {
    let paper = &texts.paper;
    let mut blocks = vec![Block::heading(LEVEL + 1, paper.costs)];
    let Some(costs) = costs else {
        blocks.push(Block::paragraph(paper.no_costs));
        return blocks;
    };
    let options = [(paper.yes, costs.incurred), (paper.no, !costs.incurred)];
    let options = options.map(|(text, marked)| ChoiceOption { text: text.into(), marked });
    blocks.push(Block::Choice { label: paper.costs_question.into(), options: options.into() });
    let amount = |stated: &StatedAmount| {
        let money = (texts.writing.money)(stated.amount.cents());
        vec![(paper.amount)(&money, stated.year, stated.purpose.as_deref()).into()]
    };
    if !costs.amounts.is_empty() {
        blocks.push(Block::List { items: costs.amounts.iter().map(amount).collect() });
    }
    blocks.extend(costs.explanation.iter().flat_map(|text| paragraphs(&(paper.explanation)(text))));
    blocks
}

fn result(item: &AgendaItem, texts: &Texts) -> Block {
    let paper = &texts.paper;
    let term = |term: &str, text: String| Term { term: term.to_owned(), content: vec![text.into()] };
    let outcome = item.outcome.map(|o| term(paper.outcome, (texts.names.outcome)(o).into()));
    let vote = item.votes.as_ref().map(|v| term(paper.vote, votes(v, texts)));
    let entries: Vec<Term> = outcome.into_iter().chain(vote).collect();
    if entries.is_empty() { Block::paragraph(paper.no_result) } else { Block::Terms { entries } }
}

/// 0 : 0 is no vote, never a motion that failed.
fn votes(votes: &Votes, texts: &Texts) -> String {
    if !votes.taken() {
        return texts.paper.no_vote.into();
    }
    (texts.paper.votes)(votes.in_favour, votes.against, votes.abstentions)
}
