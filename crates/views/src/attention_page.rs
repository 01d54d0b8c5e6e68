//! What needs a person, as a page: one section for each rule, one entry for each thing that it found.

use chrono_tz::Tz;
use maud::{Markup, html};

use domain::attention::{AttentionKind, Finding};
use domain::time::{Day, Moment};

use documents::formats::shell;
use texts::clean;
use texts::{GERMAN, Texts};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AttentionPage {
    /// What was found, in the order of the rules.
    pub entries: Vec<Entry>,
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// When what it says was known (Datenstand).
    pub known_at: Moment,
    /// The city's time zone.
    pub zone: Tz,
}

/// One thing that needs a person.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The title of its project.
    pub project: String,
    /// What was found.
    pub finding: Finding,
    /// Where the thing is found.
    pub href: String,
}

impl AttentionPage {
    /// The whole page.
    pub fn html(&self) -> String {
        let texts = &GERMAN;
        let page = &texts.page;
        let body = html! {
            header class="page" {
                p { a href="/" { (page.title) } }
                h1 { (page.attention) }
            }
            main class="page" {
                @if self.entries.is_empty() { p { (page.no_attention) } }
                @for kind in AttentionKind::ALL { (self.section(*kind, texts)) }
            }
            footer class="page" {
                p { ((texts.paper.holds_for)(&(texts.writing.date)(self.as_of))) }
                p { ((texts.paper.known_at)(&(texts.writing.date_time)(self.known_at, self.zone))) }
            }
        };
        shell(texts.language, page.attention, &body).into_string()
    }

    fn section(&self, kind: AttentionKind, texts: &Texts) -> Markup {
        let found: Vec<&Entry> = self.entries.iter().filter(|entry| entry.finding.kind == kind).collect();
        html! {
            @if !found.is_empty() {
                section aria-labelledby=(kind.name()) {
                    h2 id=(kind.name()) { ((texts.explanations.attention_heading)(kind)) ": " (found.len()) }
                    p class="quiet" { ((texts.explanations.attention_rule)(kind)) }
                    ul class="findings" { @for entry in found { li { (entry.html(texts)) } } }
                }
            }
        }
    }
}

impl Entry {
    fn html(&self, texts: &Texts) -> Markup {
        let finding = &self.finding;
        // The project itself need not be named twice.
        let of_project = finding.subject != self.project;
        html! {
            strong { a href=(self.href) { (clean(&finding.subject)) } }
            @if of_project { " " span class="quiet" { "– " (clean(&self.project)) } }
            br;
            (clean(&finding.explanation))
            @if let Some(since) = finding.since {
                " " span class="quiet" { ((texts.page.found_since)(&(texts.writing.date)(since))) }
            }
        }
    }
}
