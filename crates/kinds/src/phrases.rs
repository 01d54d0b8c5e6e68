//! What every kind says alike: milestones, status updates, and changes of which nobody knows the size.

use domain::document::Block;
use domain::indicator::Tendency;
use domain::milestone::Milestone;
use domain::plan::{Modality, PlannedDate};
use texts::grammar::{date, planned, was_planned};

use super::Facts;

impl Facts {
    /// Milestones that are not reached: first those whose time is over, then those ahead, each with its date.
    pub fn milestone_paragraph(&self) -> Option<Block> {
        let (passed, ahead): (Vec<_>, Vec<_>) =
            self.open_milestones().partition(|m| m.planned().is_some_and(|p| p.date.last() < self.day));
        let passed = passed.into_iter().filter_map(|m| Some(passed_sentence(m, &m.planned()?)));
        let mut sentences: Vec<String> = passed.collect();
        let ahead: Vec<String> = ahead
            .into_iter()
            .map(|m| {
                format!(
                    "„{}“ ({})",
                    m.title,
                    m.planned().map_or_else(|| "noch ohne Termin".into(), |plan| planned(&plan))
                )
            })
            .collect();
        match ahead.as_slice() {
            [] => {}
            [one] => sentences.push(format!("Nächster Meilenstein: {one}.")),
            many => sentences.push(format!("Nächste Meilensteine: {}.", many.join("; "))),
        }
        if sentences.is_empty() { None } else { Some(Block::paragraph(sentences.join(" "))) }
    }

    /// The approved status updates, as paragraphs; each with its day where the reader would take it for a newer one.
    pub fn update_paragraphs(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for update in &self.updates {
            let mut lines = update.text.lines().map(str::trim).filter(|line| !line.is_empty());
            let Some(first) = lines.next() else { continue };
            blocks.push(Block::paragraph(match (self.updates_told, self.prints_days()) {
                (true, _) => format!(
                    "Seit dem vorigen Bericht liegt kein neuer Sachstand vor. Der letzte vom {} lautet: {first}",
                    date(update.as_of)
                ),
                (false, true) => format!("Stand {}: {first}", date(update.as_of)),
                (false, false) => first.to_owned(),
            }));
            blocks.extend(lines.map(Block::paragraph));
        }
        blocks
    }

    /// Whether status updates are printed with their days; what is not, is read as of the report's day.
    pub fn prints_days(&self) -> bool {
        self.updates.len() > 1 || self.updates_told
    }

    /// What is said of a figure without a new number: that it moved, and what it was before, if that is known.
    ///
    /// `what` is a feminine noun ("Zahl der Lizenzen"), `verb` goes with "erhöht" and "verringert" ("wurde").
    pub fn without_number(&self, key: &str, what: &str, verb: &str) -> Option<Block> {
        let figure = self.figures.get(key).filter(|f| !f.not_applicable)?;
        let moved = |tendency| if tendency == Tendency::Increased { "erhöht" } else { "verringert" };
        let Some((_, value)) = self.figure(key) else {
            return Some(Block::paragraph(match figure.tendency? {
                Tendency::Unchanged => format!("Die {what} ist unverändert."),
                tendency => format!("Die {what} {verb} {}.", moved(tendency)),
            }));
        };
        let tendency = self.outdated_by(key)?;
        let text = self.sentence().say(format!("Die {what} lag am {} bei ", date(figure.as_of?))).figure(key, value);
        let rest = format!(" und {verb} danach {}; die neue Zahl ist noch nicht bekannt.", moved(tendency));
        Some(text.say(rest).paragraph())
    }
}

/// A milestone whose time is over; what was planned not before a day is not late, but it is not reached either.
fn passed_sentence(milestone: &Milestone, plan: &PlannedDate) -> String {
    let rest = if plan.modality == Modality::Earliest { "ist noch nicht erreicht" } else { "steht noch aus" };
    format!("Der Meilenstein „{}“ war {} und {rest}.", milestone.title, was_planned(plan))
}
