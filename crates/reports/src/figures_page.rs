//! The figures of a report as a page: each with what was counted, for which day, as known when, and from what.

use chrono_tz::Tz;
use maud::{Markup, html};
use serde_json::Value;

use domain::indicator::Tendency;
use domain::time::{Day, Moment};

use super::snapshot::FigureRecord;
use documents::formats::shell;
use texts;
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
        let label = string(&figure.value, "label").unwrap_or(&figure.indicator);
        let compared = figure.compared.as_ref().map(|value| (value, self.day(value, "validAt")));
        html! {
            div class="origin" id=(figure.id) {
                h2 {
                    ((words.heading)(&clean(&figure.text), &clean(label)))
                    @if let Some(part) = &figure.part { ": " (clean(part)) }
                }
                dl class="terms" {
                    (term(words.project, &html! { (clean(&figure.project_title)) }))
                    (term(words.indicator, &html! { (clean(&self.indicator(label, &figure.value))) }))
                    @if let Some(definition) = figure.value.get("definition") {
                        (term(words.definition, &self.definition(definition)))
                    }
                    @if let Some(method) = string(&figure.value, "countingMethod") {
                        (term(words.counting, &html! { (clean(method)) }))
                    }
                    (term(self.texts.paper.stichtag, &html! { (date(figure.valid_at)) }))
                    (term(words.known, &html! { ((self.texts.writing.date_time)(figure.known_at, self.zone)) }))
                    (self.behind(&figure.value, figure.known_at))
                    @if let Some(part) = &figure.part {
                        (self.items(&(words.part)(&clean(part)), figure.value.get("part"), &figure.value, figure.known_at))
                    }
                    (term(words.query, &self.query(figure, label)))
                }
                @if let Some((value, Some(then))) = compared {
                    p { ((words.difference)(&date(figure.valid_at), &then)) }
                    h3 { ((words.compared)(&then)) }
                    dl class="terms" { (self.behind(value, figure.known_at)) }
                }
            }
        }
    }

    fn indicator(self, label: &str, value: &Value) -> String {
        match string(value, "unit").filter(|unit| *unit != label) {
            Some(unit) => (self.texts.figures.in_unit)(label, unit),
            None => label.to_owned(),
        }
    }

    fn definition(self, definition: &Value) -> Markup {
        let version = definition.get("version").and_then(Value::as_u64);
        html! {
            @if let Some(text) = string(definition, "text") { (clean(text)) " " }
            @if let Some(version) = version { span class="quiet" { ((self.texts.figures.version)(version)) } }
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
    fn behind(self, value: &Value, known_at: Moment) -> Markup {
        let words = &self.texts.figures;
        let observations = list(value, "observations");
        let across = value.get("acrossBreak").and_then(Value::as_bool).unwrap_or_default();
        html! {
            (term(words.value, &html! { (self.said(value)) }))
            (term(words.how, &html! {
                ((words.method)(string(value, "method").unwrap_or_default()))
                @if across { " " (words.across_break) }
                @if let Some(before) = value.get("beforeBreak") { " " (self.before(before)) }
            }))
            @if let Some(later) = value.get("tendency") { (term(words.later, &self.later(later))) }
            @if !observations.is_empty() {
                (term(words.observations, &html! {
                    ul class="sources" { @for one in observations { li { (self.observation(one, value, known_at)) } } }
                }))
            }
            @if let Some(items) = value.get("items") {
                @let since = self.day(items, "since");
                (self.items(&(words.added)(since.as_deref()), items.get("added"), value, known_at))
                @if counted(items.get("removed")) > 0 {
                    (self.items(&(words.removed)(since.as_deref()), items.get("removed"), value, known_at))
                }
            }
        }
    }

    /// The value with its unit, or what is known instead of a number.
    fn said(self, value: &Value) -> String {
        let unit = string(value, "unit").unwrap_or_default();
        match (value.get("value").and_then(Value::as_f64), string(value, "status")) {
            (Some(number), _) => clean(&self.texts.value(number, unit)),
            (None, Some("not_applicable")) => self.texts.project.not_applicable.into(),
            (None, _) => self.texts.project.no_value.into(),
        }
    }

    fn before(self, before: &Value) -> String {
        let number = before.get("value").and_then(Value::as_f64).map(self.texts.writing.number);
        let day = self.day(before, "asOf").unwrap_or_default();
        (self.texts.figures.before_break)(number.as_deref(), &day)
    }

    fn later(self, later: &Value) -> Markup {
        let words = &self.texts.figures;
        html! {
            @if let Some(tendency) = self.tendency(later) { (tendency) }
            @if let Some(day) = self.day(later, "asOf") { " (" ((words.as_of)(&day)) ")" }
            @if let Some(text) = string(later, "text") { ": " (clean(text)) }
        }
    }

    /// A change without a figure.
    fn tendency(self, of: &Value) -> Option<&'static str> {
        let name = string(of, "tendency")?;
        let tendency = Tendency::ALL.iter().find(|tendency| tendency.name() == name)?;
        Some((self.texts.names.tendency)(*tendency))
    }

    /// What somebody stated: Stichtag, value, of which part, source and how it was found.
    fn observation(self, observation: &Value, value: &Value, known_at: Moment) -> Markup {
        let words = &self.texts.figures;
        let unit = string(value, "unit").unwrap_or_default();
        let day = self.day(observation, "asOf").unwrap_or_default();
        let number = observation.get("value").and_then(Value::as_f64).map(|number| self.texts.value(number, unit));
        let tendency = self.tendency(observation).map(str::to_owned);
        let absent = || self.texts.project.not_applicable.to_owned();
        let part = observation.get("dimensions").and_then(Value::as_object).into_iter().flatten();
        let part = part.filter_map(|(name, of)| Some(format!("{name}: {}", of.as_str()?)));
        let source = string(observation, "source").map(words.source);
        let method = string(observation, "method").map(words.found_by);
        let remarks = part.chain(source).chain(method).chain(string(observation, "text").map(str::to_owned));
        let href = observation.pointer("/meta/links/self").and_then(Value::as_str);
        html! {
            ((words.as_of)(&day)) ": " strong { (clean(&number.or(tendency).unwrap_or_else(absent))) }
            @for remark in remarks { "; " (clean(&remark)) }
            @if let Some(href) = own(href) {
                br;
                a href=(pinned(href, &format!("knownAt={known_at}"))) {
                    (words.observation) span class="unseen" { ", " ((words.as_of)(&day)) }
                }
            }
        }
    }

    /// The items that count: how many, and those that are named.
    fn items(self, title: &str, items: Option<&Value>, value: &Value, known_at: Moment) -> Markup {
        let words = &self.texts.figures;
        let count = counted(items);
        let named = items.map(|items| list(items, "items")).unwrap_or_default();
        let rest = count.saturating_sub(u64::try_from(named.len()).unwrap_or_default());
        let day = string(value, "validAt").unwrap_or_default();
        let entry = |n: usize, item: &Value| {
            let title = string(item, "title").map_or_else(|| (words.entry)(n + 1), clean);
            let href = item.pointer("/links/self").and_then(Value::as_str);
            html! {
                @match own(href) {
                    Some(href) => a href=(pinned(href, &format!("validAt={day}&knownAt={known_at}"))) { (title) },
                    None => (title),
                }
            }
        };
        term(
            title,
            &html! {
                ((words.entries)(count))
                @if !named.is_empty() {
                    ul class="sources" {
                        @for (n, item) in named.iter().enumerate() { li { (entry(n, item)) } }
                        @if rest > 0 { li class="quiet" { ((words.more)(rest)) } }
                    }
                }
            },
        )
    }

    fn day(self, value: &Value, field: &str) -> Option<String> {
        Some((self.texts.writing.date)(string(value, field)?.parse().ok()?))
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

fn string<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field).and_then(Value::as_str)
}

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn counted(items: Option<&Value>) -> u64 {
    items.and_then(|items| items.get("count")).and_then(Value::as_u64).unwrap_or_default()
}
