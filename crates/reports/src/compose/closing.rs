//! What closes the matter: what comes next (Ausblick), what must be decided (Entscheidungsbedarf), what may go wrong
//! (Risiken), and after the decision what is attached (Anlagen).

use domain::attachment::Attachment;
use domain::decision::{Decision, DecisionState};
use domain::document::{Block, Inline};
use domain::milestone::Milestone;
use domain::plan::PlannedDate;
use domain::risk::{Risk, RiskState};
use domain::time::Day;
use kinds::Facts;
use texts::Texts;
use views::overview::next;

use super::composition::{Composition, Steering};

/// The open milestones of all projects, the next one first; those without a date at the end.
pub fn outlook(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let of = |facts| -> Vec<(&Facts, &Milestone)> { Facts::open_milestones(facts).map(|m| (facts, m)).collect() };
    let mut open: Vec<(&Facts, &Milestone)> = composition.projects.iter().flat_map(of).collect();
    open.sort_by_key(|(_, milestone)| milestone.planned().map_or((true, None), |p| (false, Some(p.date.last()))));
    let item = |(facts, milestone): (&Facts, &Milestone)| {
        let next = next(milestone, facts.day);
        let planned = next.planned.as_ref().map_or_else(|| texts.paper.no_date.into(), texts.writing.planned);
        let remark = next.remark(facts.day, texts);
        line((texts.paper.milestone)(&facts.project.title, &milestone.title, &planned, remark))
    };
    list(open.into_iter().map(item).collect())
}

/// The decisions that somebody must take, project by project.
pub fn decisions(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let item = |(facts, decision): (&Facts, &Decision)| {
        let options: Vec<String> = decision
            .options
            .iter()
            .map(|o| (texts.paper.option)(&one_line(&o.title), o.consequences.as_deref().map(one_line).as_deref()))
            .collect();
        let due = decision.due.as_ref().map(|due| due_text(due, facts.day, texts));
        let decider = decision.decider.as_deref();
        let to_decide = (texts.paper.to_decide)(due.as_deref(), decider);
        line((texts.paper.decision)(&facts.project.title, &decision.title, &to_decide, &options))
    };
    let open = steering(composition).flat_map(|(facts, steering)| {
        let open = steering.decisions.iter().filter(|d| d.state == DecisionState::Open);
        open.map(move |decision| (facts, decision))
    });
    list(open.map(item).collect())
}

/// What may go wrong, project by project.
pub fn risks(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let item = |(facts, risk): (&Facts, &Risk)| {
        let measure = risk.measure.as_deref().map(one_line);
        let due = risk.due.as_ref().map(|due| due_text(due, facts.day, texts));
        let severity = (texts.names.severity)(risk.severity);
        line((texts.paper.risk)(&facts.project.title, &risk.title, severity, measure.as_deref(), due.as_deref()))
    };
    let open = steering(composition).flat_map(|(facts, steering)| {
        let open = steering.risks.iter().filter(|risk| risk.state == RiskState::Open);
        open.map(move |risk| (facts, risk))
    });
    list(open.map(item).collect())
}

/// What is attached to the paper.
pub fn attachments(attachments: &[Attachment], texts: &Texts) -> Vec<Block> {
    let item = |Attachment { number, title, file_name, size, .. }: &Attachment| {
        line((texts.paper.attachment)(*number, title, file_name, *size))
    };
    list(attachments.iter().map(item).collect())
}

fn steering(composition: &Composition) -> impl Iterator<Item = (&Facts, &Steering)> {
    composition.projects.iter().filter_map(|facts| Some((facts, composition.steering.get(&facts.project.slug)?)))
}

/// "bis November 2026", and whether that is past.
fn due_text(due: &PlannedDate, day: Day, texts: &Texts) -> String {
    let overdue = due.late_since(day).map(|_| format!(" ({})", texts.project.overdue)).unwrap_or_default();
    format!("{}{overdue}", (texts.writing.planned)(due))
}

/// What somebody typed as one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(text: String) -> Vec<Inline> {
    vec![text.into()]
}

/// A list; of nothing, nothing.
fn list(items: Vec<Vec<Inline>>) -> Vec<Block> {
    if items.is_empty() { Vec::new() } else { vec![Block::List { items }] }
}
