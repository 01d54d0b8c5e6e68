//! The front page: the overview for people, with the ways to the reports, the data and the interface.

use chrono_tz::Tz;
use maud::{Markup, html};

use analysis::health::Difference;
use domain::attention::AttentionKind;
use domain::project::{Assessment, Light};
use domain::time::{Day, Moment};

use super::health::{ComputedHealth, ComputedLight, sign};
use super::overview::{KeyFigure, LastStatusUpdate, NextMilestone, OverviewHealth, OverviewRow};
use documents::formats::shell;
use texts::clean;
use texts::{GERMAN, Texts};

/// What the front page shows.
#[derive(Clone, Debug)]
pub struct FrontPage {
    /// The projects, in the order of the report.
    pub rows: Vec<OverviewRow>,
    /// How many things of each kind need a person.
    pub attention: Vec<(AttentionKind, usize)>,
    /// The reports, in the order in which they are to be listed.
    pub reports: Vec<ReportLink>,
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// When what it says was known (Datenstand).
    pub known_at: Moment,
    /// The city's time zone.
    pub zone: Tz,
}

/// A report and where it is found.
#[derive(Clone, Debug)]
pub struct ReportLink {
    /// Title.
    pub title: String,
    /// The day for which its figures hold (Stichtag).
    pub as_of: Day,
    /// Its address.
    pub href: String,
    /// Whether another one corrects and replaces it.
    pub superseded: bool,
}

impl FrontPage {
    /// The whole page.
    pub fn html(&self) -> String {
        let texts = &GERMAN;
        let page = &texts.page;
        let date = texts.writing.date;
        let body = html! {
            header class="page" {
                h1 { (page.title) }
                p { (page.introduction) }
            }
            main class="page" {
                section aria-labelledby="projects" {
                    h2 id="projects" { (page.projects) }
                    @if self.rows.is_empty() { p { (page.no_projects) } } @else {
                        ul class="cards" { @for row in &self.rows { li { (card(row, self.as_of, texts)) } } }
                    }
                }
                section aria-labelledby="attention" {
                    h2 id="attention" { (page.attention) }
                    @if self.attention.iter().all(|(_, count)| *count == 0) { p { (page.no_attention) } }
                    ul class="counts" { @for (kind, count) in &self.attention { li { (attention(*kind, *count, texts)) } } }
                }
                section aria-labelledby="reports" {
                    h2 id="reports" { (page.reports) }
                    @if self.reports.is_empty() { p { (page.no_reports) } } @else {
                        ul class="links" {
                            @for report in &self.reports {
                                li {
                                    a href=(report.href) { (clean(&report.title)) }
                                    " " span class="quiet" {
                                        (texts.paper.stichtag) " " (date(report.as_of))
                                        @if report.superseded { "; " (page.superseded) }
                                    }
                                }
                            }
                        }
                    }
                }
                section aria-labelledby="data" {
                    h2 id="data" { (page.data) }
                    ul class="links" { @for (href, text) in page.links { li { a href=(href) { (text) } } } }
                }
            }
            footer class="page" {
                p { ((texts.paper.holds_for)(&date(self.as_of))) }
                p { ((texts.paper.known_at)(&(texts.writing.date_time)(self.known_at, self.zone))) }
            }
        };
        shell(texts.language, page.title, &body).into_string()
    }
}

/// A count with the way to what it counts; where there is nothing, there is no way.
fn attention(kind: AttentionKind, count: usize, texts: &Texts) -> Markup {
    let heading = (texts.explanations.attention_heading)(kind);
    html! {
        @if count > 0 {
            a href={ "/v1/attention?format=html&kind=" (kind.name()) } { (heading) ": " strong { (count) } }
        } @else {
            span class="quiet" { (heading) ": " (count) }
        }
    }
}

fn card(row: &OverviewRow, day: Day, texts: &Texts) -> Markup {
    let words = &texts.project;
    let unknown = html! { span class="quiet" { (words.unknown) } };
    html! {
        article {
            h3 { (clean(&row.title)) }
            (key_figure(row, texts))
            dl {
                div { dt { (words.phase) } dd { ((texts.names.phase)(row.phase)) } }
                div { dt { (words.health) } dd { @match &row.health { Some(h) => (health(h, row.computed_health.as_ref(), texts)), None => (unknown) } } }
                div {
                    dt { (words.milestone) }
                    dd { @match &row.next_milestone { Some(next) => (milestone(next, day, texts)), None => (unknown) } }
                }
                div {
                    dt { (words.update) }
                    dd { @match &row.last_status_update { Some(last) => (update(last, texts)), None => (unknown) } }
                }
            }
            p class="source" {
                a href={ "/v1/projects/" (row.slug) } {
                    (texts.page.json) span class="unseen" { " " ((texts.page.data_of)(&clean(&row.title))) }
                }
            }
        }
    }
}

/// The label and what is known: "Freigegebene Prozessmodelle: 1" reads well beside every number.
fn key_figure(row: &OverviewRow, texts: &Texts) -> Markup {
    let Some(figure) = &row.key_figure else { return html! {} };
    html! {
        p class="key" {
            span class="label" { (clean(&figure.label)) ":" } " "
            @match (figure.value, figure.tendency) {
                (Some(value), _) => {
                    a class="figure" href={ "/v1/projects/" (row.slug) "/indicators/" (figure.indicator) "/value" }
                        title=(texts.paper.origin) { (texts.value(value, &figure.unit)) }
                },
                // Words are not set as large as a number, or what is missing would catch the eye first.
                (None, Some(tendency)) => strong { ((texts.names.tendency)(tendency)) },
                (None, None) if figure.not_applicable => span class="quiet" { (texts.project.not_applicable) },
                (None, None) => span class="quiet" { (texts.project.no_value) },
            }
            @if let Some(change) = change(figure, texts) { " " span class="change" { (change) } }
        }
    }
}

fn change(figure: &KeyFigure, texts: &Texts) -> Option<String> {
    if let Some(tendency) = figure.tendency.filter(|_| figure.outdated) {
        return Some((texts.project.moved_since)((texts.names.tendency)(tendency)));
    }
    let (difference, day) = (figure.difference?, (texts.writing.date)(figure.compared_with?));
    let unchanged = difference == 0.0;
    Some(if unchanged {
        (texts.project.unchanged)(&day)
    } else {
        (texts.project.since)(&(texts.writing.difference)(difference), &day)
    })
}

/// The worst light; and the three, as soon as they say more than it does or something else follows from the facts.
fn health(health: &OverviewHealth, computed: Option<&ComputedHealth>, texts: &Texts) -> Markup {
    let OverviewHealth { worst, schedule, budget, result } = health;
    let of = |choose: fn(&ComputedHealth) -> &ComputedLight| computed.map(choose);
    let three = [
        ("schedule", schedule, of(|c| &c.schedule)),
        ("budget", budget, of(|c| &c.budget)),
        ("result", result, of(|c| &c.result)),
    ];
    let reason = |a: &Assessment| a.reason.clone().filter(|_| a.light != Light::Green);
    let differs = |declared: &Assessment, computed: &ComputedLight| {
        matches!(Difference::of(declared.light, computed.light), Difference::DeclaredBetter | Difference::DeclaredWorse)
    };
    let more = three.iter().any(|(_, declared, computed)| {
        declared.light != *worst || reason(declared).is_some() || computed.is_some_and(|c| differs(declared, c))
    });
    html! {
        (light(*worst, texts))
        @if more {
            ul class="lights" {
                @for (name, assessment, computed) in three {
                    li {
                        ((texts.names.dimension)(name)) ": " (light(assessment.light, texts))
                        @if let Some(reason) = reason(assessment) { " – " (clean(&reason)) }
                        @if let Some(computed) = computed.filter(|c| differs(assessment, c)) {
                            span class="computed" {
                                (texts.project.computed) " " (light(computed.light, texts)) " – " (clean(&computed.explanation))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A light in a word and a shape.
fn light(light: Light, texts: &Texts) -> Markup {
    html! {
        span class={ "light " (light.name()) } {
            span aria-hidden="true" { (sign(light)) } " " ((texts.names.light)(light))
        }
    }
}

fn milestone(next: &NextMilestone, day: Day, texts: &Texts) -> Markup {
    html! {
        (clean(&next.title)) ", "
        @match &next.planned {
            Some(planned) => ((texts.writing.planned)(planned)),
            None => (texts.paper.unknown),
        }
        @if let Some(remark) = next.remark(day, texts) {
            " " strong class=[next.overdue.then_some("late")] { "(" (remark) ")" }
        }
    }
}

fn update(last: &LastStatusUpdate, texts: &Texts) -> Markup {
    html! {
        ((texts.writing.date)(last.as_of)) " " span class="quiet" { "(" ((texts.project.age)(last.age_days)) ")" }
    }
}
