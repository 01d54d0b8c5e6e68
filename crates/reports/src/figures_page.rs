//! The figures of a report as a page: each with what was counted, for which day, as known when, and from what.

use chrono_tz::Tz;
use maud::{Markup, html};

use domain::indicator::Tendency;
use domain::time::{Day, Moment};

use super::figure_origin::{
    BeforeBreak, CountedDefinition, CountedItems, FigureOrigin, LaterRemark, NamedItem, StatedObservation,
};
use super::snapshot::FigureRecord;
use documents::formats::shell;
use texts::Texts;
use texts::clean;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct FiguresPage<'a> {
    /// The language of the report.
    pub language: &'a str,
    /// The title of the report.
    pub title: &'a str,
    /// Where the report is read as a page.
    pub report: &'a str,
    /// Its figures, in their order.
    pub figures: &'a [FigureRecord],
    /// The day for which the report holds (Stichtag).
    pub as_of: Day,
    /// When what it says was known (Datenstand).
    pub known_at: Moment,
    /// The city's time zone.
    pub zone: Tz,
}

/// A place in the texts, so that what is written needs no long lists of arguments.
#[derive(Clone, Copy)]
struct Writer {
    texts: &'static Texts,
    zone: Tz,
}

impl FiguresPage<'_> {
    /// The whole page.
    pub fn html(&self) -> String {
        let writer = Writer { texts: texts::of(self.language), zone: self.zone };
        let (texts, words) = (writer.texts, &writer.texts.figures);
        let body = html! {
            main class="paper" {
                h1 { (words.title) }
                p { (words.report) " " a href=(self.report) { (clean(self.title)) } }
                p { (words.introduction) }
                @if self.figures.is_empty() { p { (words.none) } }
                @for figure in self.figures { (writer.figure(figure)) }
            }
            footer class="paper" {
                p { ((texts.paper.holds_for)(&(texts.writing.date)(self.as_of))) }
                p { ((texts.paper.known_at)(&(texts.writing.date_time)(self.known_at, self.zone))) }
            }
        };
        shell(texts.language, words.title, &body).into_string()
    }
}

impl Writer {
    fn figure(self, figure: &FigureRecord) -> Markup {
        let (words, date) = (&self.texts.figures, self.texts.writing.date);
        let origin = FigureOrigin::of(&figure.value);
        let label = origin.label.as_deref().unwrap_or(&figure.indicator);
        let compared = figure.compared.as_ref().map(FigureOrigin::of).map(|origin| (origin.valid_at.map(date), origin));
        html! {
            div class="origin" id=(figure.id) {
                h2 {
                    ((words.heading)(&clean(&figure.text), &clean(label)))
                    @if let Some(part) = &figure.part { ": " (clean(part)) }
                }
                dl class="terms" {
                    (term(words.project, &html! { (clean(&figure.project_title)) }))
                    (term(words.indicator, &html! { (clean(&self.indicator(label, &origin))) }))
                    @if let Some(definition) = &origin.definition {
                        (term(words.definition, &self.definition(definition)))
                    }
                    @if let Some(method) = &origin.counting_method {
                        (term(words.counting, &html! { (clean(method)) }))
                    }
                    (term(self.texts.paper.stichtag, &html! { (date(figure.valid_at)) }))
                    (term(words.known, &html! { ((self.texts.writing.date_time)(figure.known_at, self.zone)) }))
                    (self.behind(&origin, figure.known_at))
                    @if let Some(part) = &figure.part {
                        @let items = origin.part.clone().unwrap_or_default();
                        (self.items(&(words.part)(&clean(part)), &items, &origin, figure.known_at))
                    }
                    (term(words.query, &self.query(figure, label)))
                }
                @if let Some((Some(then), origin)) = compared {
                    p { ((words.difference)(&date(figure.valid_at), &then)) }
                    h3 { ((words.compared)(&then)) }
                    dl class="terms" { (self.behind(&origin, figure.known_at)) }
                }
            }
        }
    }

    fn indicator(self, label: &str, origin: &FigureOrigin) -> String {
        match origin.unit.as_deref().filter(|unit| *unit != label) {
            Some(unit) => (self.texts.figures.in_unit)(label, unit),
            None => label.to_owned(),
        }
    }

    fn definition(self, definition: &CountedDefinition) -> Markup {
        html! {
            @if let Some(text) = &definition.text { (clean(text)) " " }
            @if let Some(version) = definition.version {
                span class="quiet" { ((self.texts.figures.version)(version)) }
            }
        }
    }

    fn query(self, figure: &FigureRecord, label: &str) -> Markup {
        let FigureRecord { project, indicator, valid_at, known_at, .. } = figure;
        let words = &self.texts.figures;
        let href = format!("/v1/projects/{project}/indicators/{indicator}/value?validAt={valid_at}&knownAt={known_at}");
        html! {
            a href=(href) {
                (words.data) span class="unseen" { " " ((words.of_figure)(&clean(&figure.text), &clean(label))) }
            }
        }
    }

    /// A value and what it comes from.
    fn behind(self, origin: &FigureOrigin, known_at: Moment) -> Markup {
        let words = &self.texts.figures;
        html! {
            (term(words.value, &html! { (self.value(origin)) }))
            (term(words.how, &html! {
                ((words.method)(origin.method.as_deref().unwrap_or_default()))
                @if origin.across_break { " " (words.across_break) }
                @if let Some(before) = &origin.before_break { " " (self.before(before)) }
            }))
            @if let Some(later) = &origin.tendency { (term(words.later, &self.later(later))) }
            @if !origin.observations.is_empty() {
                (term(words.observations, &html! {
                    ul class="sources" {
                        @for one in &origin.observations { li { (self.observation(one, origin, known_at)) } }
                    }
                }))
            }
            @if let Some(items) = &origin.items {
                @let since = items.since.map(self.texts.writing.date);
                (self.items(&(words.added)(since.as_deref()), &items.added, origin, known_at))
                @if items.removed.count > 0 {
                    (self.items(&(words.removed)(since.as_deref()), &items.removed, origin, known_at))
                }
            }
        }
    }

    /// The value with its unit, or what is known instead of a number.
    fn value(self, origin: &FigureOrigin) -> String {
        let unit = origin.unit.as_deref().unwrap_or_default();
        match (origin.value, origin.status.as_deref()) {
            (Some(number), _) => clean(&self.texts.value(number, unit)),
            (None, Some("not_applicable")) => self.texts.project.not_applicable.into(),
            (None, _) => self.texts.project.no_value.into(),
        }
    }

    fn before(self, before: &BeforeBreak) -> String {
        let number = before.value.map(self.texts.writing.number);
        (self.texts.figures.before_break)(number.as_deref(), &self.day(before.as_of))
    }

    fn later(self, later: &LaterRemark) -> Markup {
        let words = &self.texts.figures;
        html! {
            @if let Some(tendency) = later.tendency { (self.tendency(tendency)) }
            @if let Some(day) = later.as_of { " (" ((words.as_of)(&(self.texts.writing.date)(day))) ")" }
            @if let Some(text) = &later.text { ": " (clean(text)) }
        }
    }

    /// A change without a figure.
    fn tendency(self, tendency: Tendency) -> &'static str {
        (self.texts.names.tendency)(tendency)
    }

    /// What somebody stated: Stichtag, value, of which part, source and how it was found.
    fn observation(self, observation: &StatedObservation, origin: &FigureOrigin, known_at: Moment) -> Markup {
        let words = &self.texts.figures;
        let unit = origin.unit.as_deref().unwrap_or_default();
        let day = self.day(observation.as_of);
        let number = observation.value.map(|number| self.texts.value(number, unit));
        let tendency = observation.tendency.map(|tendency| self.tendency(tendency).to_owned());
        let absent = || self.texts.project.not_applicable.to_owned();
        let part = observation.dimensions.iter().map(|(name, of)| format!("{name}: {of}"));
        let source = observation.source.as_deref().map(words.source);
        let method = observation.method.as_deref().map(words.found_by);
        let remarks = part.chain(source).chain(method).chain(observation.text.clone());
        html! {
            ((words.as_of)(&day)) ": " strong { (clean(&number.or(tendency).unwrap_or_else(absent))) }
            @for remark in remarks { "; " (clean(&remark)) }
            @if let Some(href) = own(observation.meta.links.own.as_deref()) {
                br;
                a href=(pinned(href, &format!("knownAt={known_at}"))) {
                    (words.observation) span class="unseen" { ", " ((words.as_of)(&day)) }
                }
            }
        }
    }

    /// The items that count: how many, and those that are named.
    fn items(self, title: &str, items: &CountedItems, origin: &FigureOrigin, known_at: Moment) -> Markup {
        let words = &self.texts.figures;
        let rest = items.count.saturating_sub(u64::try_from(items.items.len()).unwrap_or_default());
        let day = origin.valid_at.map(|day| day.to_string()).unwrap_or_default();
        let entry = |n: usize, item: &NamedItem| {
            let title = item.title.as_deref().map_or_else(|| (words.entry)(n + 1), clean);
            html! {
                @match own(item.links.own.as_deref()) {
                    Some(href) => a href=(pinned(href, &format!("validAt={day}&knownAt={known_at}"))) { (title) },
                    None => (title),
                }
            }
        };
        term(
            title,
            &html! {
                ((words.entries)(items.count))
                @if !items.items.is_empty() {
                    ul class="sources" {
                        @for (n, item) in items.items.iter().enumerate() { li { (entry(n, item)) } }
                        @if rest > 0 { li class="quiet" { ((words.more)(rest)) } }
                    }
                }
            },
        )
    }

    /// A day as it is written; nothing where there is none.
    fn day(self, day: Option<Day>) -> String {
        day.map(self.texts.writing.date).unwrap_or_default()
    }
}

fn term(term: &str, content: &Markup) -> Markup {
    html! { div { dt { (term) } dd { (content) } } }
}

/// A link leads to this service, whatever stands in what was frozen.
fn own(href: Option<&str>) -> Option<&str> {
    href.filter(|href| href.starts_with("/v1/"))
}

/// A link to what was known then; what is frozen has such links since they are made with it.
fn pinned(href: &str, times: &str) -> String {
    if href.contains("knownAt=") { href.to_owned() } else { format!("{href}?{times}") }
}
