//! The trend of milestones as a picture: told apart without colour, whatever stands in it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::MilestoneTrendChart;
use analysis::trend::{Held, Trend, trend};
use domain::time::{Bound, Day, ValidInterval};
use fixture::TEXTS;
use texts::GERMAN;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The trend of a milestone with these forecasts: day of the statement, date.
fn of(title: &str, baseline: Option<&str>, stated: &[(&str, &str)], actual: Option<&str>) -> Trend {
    let plan = |date: &str| json!({"date": date, "modality": "expected"});
    let mut held = Vec::new();
    let slice = |from: &str, to: Option<&str>, forecast: Value| {
        let value = json!({"title": title, "baseline": baseline.map(plan), "forecast": forecast, "actual": actual});
        let to = to.map_or(Bound::END, |to| to.parse().unwrap());
        Held {
            span: ValidInterval { from: from.parse().unwrap(), to },
            milestone: serde_json::from_value(value).unwrap(),
        }
    };
    for (n, (on, date)) in stated.iter().enumerate() {
        let mut forecast = plan(date);
        forecast["statedOn"] = json!(on);
        held.push(slice(on, stated.get(n + 1).map(|next| next.0), forecast));
    }
    if held.is_empty() {
        held.push(slice("start", None, Value::Null));
    }
    trend(&held, day("2026-11-02"), day("2026-01-01")).unwrap()
}

fn draw(trends: &[Trend]) -> String {
    let chart = MilestoneTrendChart {
        prefix: "mta-ozg",
        project: "Umsetzung OZG",
        as_of: day("2026-11-02"),
        known_on: day("2026-11-03"),
        trends,
    };
    chart.draw(&GERMAN).svg
}

const REPORTS: [&str; 6] = ["2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01", "2026-11-01"];

fn usual() -> Vec<Trend> {
    let series = |dates: [&'static str; 6]| REPORTS.into_iter().zip(dates).collect::<Vec<_>>();
    let first = series(["2026-04-15", "2026-04-15", "2026-05-10", "2026-05-10", "2026-05-10", "2026-05-10"]);
    vec![
        of("Nutzerkonto angebunden", Some("2026-04-15"), &first[..3], Some("2026-05-10")),
        of(
            "Formularserver produktiv",
            Some("2026-06"),
            &series(["2026-05-31", "2026-06-20", "2026-07-15", "2026-08-15", "2026-09-01", "2026-09-01"]),
            None,
        ),
        of(
            "E-Payment in allen Ämtern",
            None,
            &series(["2026-10", "2026-10", "2026-10", "2026-09", "2026-10", "2026-11"]),
            None,
        ),
        of(
            "Abnahme Gesamtprojekt",
            Some("2026-12"),
            &series(["2026-12", "2026-12", "2027-01", "2027-02", "2027-02", "2027-03"]),
            None,
        ),
    ]
}

/// The picture as a tree, and what everything in it says.
fn said(svg: &str) -> (Vec<String>, String) {
    let tree = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("{e}\n{svg}"));
    let of = |name: &str| {
        tree.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", name))).collect::<Vec<_>>()
    };
    let texts = of("text").iter().map(|n| n.text().unwrap_or_default().to_owned()).collect();
    let root = tree.root_element();
    assert_eq!((root.attribute("role"), root.attribute("lang")), (Some("img"), Some("de")));
    let labelled: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
    let ids: Vec<&str> = tree.descendants().filter_map(|n| n.attribute("id")).collect();
    assert_eq!(labelled, ids, "title and description are the only ids");
    assert!(ids.iter().all(|id| id.starts_with("mta-ozg-")));
    for node in tree.descendants().filter(|n| n.is_element()) {
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on") && attribute.name() != "href", "{attribute:?}");
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf"), "{attribute:?}");
        }
        assert!(!["script", "style", "image", "foreignObject"].contains(&node.tag_name().name()));
    }
    let description = of("desc").first().and_then(|n| n.text()).unwrap().to_owned();
    (texts, description)
}

#[test]
fn a_chart_says_in_words_what_it_shows() {
    let (texts, description) = said(&draw(&usual()));
    for text in [
        "Meilensteintrend",
        "Stand 02.11.2026, Datenstand 03.11.2026, Umsetzung OZG",
        "voraussichtlich am 01.09.2026 – überfällig",
        "Prognose abgegeben am",
        "Termin erreicht",
        "Formularserver produktiv",
        "erreicht am 10.05.2026",
        "voraussichtlich im März 2027",
        "90 Tage später als im Basisplan",
    ] {
        assert!(texts.iter().any(|t| t == text), "{text}: {texts:?}");
    }
    for sentence in [
        "Stand 02.11.2026. Waagerecht",
        "„Nutzerkonto angebunden“: Basisplan voraussichtlich am 15.04.2026; 3 Prognosen, die erste vom 01.01.2026: \
         voraussichtlich am 15.04.2026, die letzte vom 01.05.2026: voraussichtlich am 10.05.2026; erreicht am 10.05.2026; \
         25 Tage später als im Basisplan.",
        "„E-Payment in allen Ämtern“: 6 Prognosen, die erste vom 01.01.2026: voraussichtlich im Oktober 2026",
    ] {
        assert!(description.contains(sentence), "{sentence}\n{description}");
    }
}

#[test]
fn lines_are_told_apart_without_colour() {
    let svg = draw(&ten());
    let tree = roxmltree::Document::parse(&svg).unwrap();
    let lines: Vec<_> =
        tree.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "polyline"))).collect();
    assert_eq!(lines.len(), 10);
    let mut marks = BTreeSet::new();
    for n in 0..10 {
        let mark = crate::marks::Mark::of(n);
        assert!(
            marks.insert(format!(
                "{:?} {:?}",
                mark.dash,
                mark.filled((0.0, 0.0), 5.0).into_string().replace(mark.colour, "")
            )),
            "{n}"
        );
    }
    let (texts, _) = said(&svg);
    assert_eq!(texts.iter().filter(|t| t.starts_with("Meilenstein ")).count(), 10, "{texts:?}");
}

/// With one that was reached where the name of the slope would stand.
fn early() -> Vec<Trend> {
    let early = of("Früh", Some("2026-03-01"), &[("2026-01-10", "2026-02-20")], Some("2026-02-10"));
    usual().into_iter().chain([early]).collect()
}

fn ten() -> Vec<Trend> {
    let stated = [("2026-02-01", "2026-06"), ("2026-06-01", "2026-09")];
    (0..10).map(|n| of(&format!("Meilenstein {n}"), Some("2026-06"), &stated, None)).collect()
}

/// What a picture must bear: nothing, too much, too long, too far.
fn hard_cases() -> Vec<(&'static str, Vec<Trend>)> {
    let long = "Einführung des elektronischen Rechnungsbuchs mit Anbindung der Kasse, des Fachverfahrens und der Archivierung in allen Ämtern";
    let word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsdurchführungsbestimmungsentwurf";
    vec![
        ("empty", vec![]),
        ("undated", vec![of("Vergabe", None, &[], None), of(long, None, &[], None)]),
        ("baseline", vec![of("Vergabe", Some("2027-Q1"), &[], None), of("Ohne Termin", None, &[], None)]),
        ("one-point", vec![of("Abnahme", None, &[("2026-11-02", "2027-H1")], None)]),
        (
            "long",
            vec![
                of(long, Some("2026"), &[("2025-02-01", "2026"), ("2026-02-01", "2027-03")], None),
                of(word, None, &[("2025-06-01", "2027")], None),
            ],
        ),
        ("far", vec![of("Fern", Some("2020"), &[("2026-10-01", "2035"), ("2026-11-01", "2041-Q3")], None)]),
        (
            "ends-of-time",
            vec![of("Nie", Some("1000"), &[("1000-01-01", "9998"), ("2026-11-01", "1000-01-01")], Some("1000-01-01"))],
        ),
        (
            "many",
            (0..24)
                .map(|n| {
                    of(&format!("{n}. {long}"), None, &[("2026-02-01", "2026-06"), ("2026-06-01", "2026-12-01")], None)
                })
                .collect(),
        ),
        (
            "erratic",
            vec![
                of(
                    "Zickzack",
                    Some("2026-08"),
                    &[
                        ("2026-01-05", "2026-08"),
                        ("2026-03-05", "2026-12"),
                        ("2026-05-05", "2026-07"),
                        ("2026-08-05", "2027-02"),
                    ],
                    None,
                ),
                of("Früher", Some("2027-03"), &[("2026-01-05", "2027-03"), ("2026-08-20", "2026-12")], None),
            ],
        ),
    ]
}

/// Writes the pictures to the directory for temporary files, for people who want to see them.
#[test]
#[ignore = "writes files to be looked at"]
fn pictures_to_look_at() {
    for (name, trends) in hard_cases().into_iter().chain([("usual", usual()), ("ten", ten()), ("early", early())]) {
        std::fs::write(std::env::temp_dir().join(format!("sachstand-trend-{name}.svg")), draw(&trends)).unwrap();
    }
}

#[test]
fn hard_cases_are_pictures_as_well() {
    for (name, trends) in hard_cases() {
        let svg = draw(&trends);
        let (texts, description) = said(&svg);
        super::legible(&svg);
        for trend in &trends {
            assert!(description.contains(&format!("„{}“", trend.title)), "{name}: {description}");
        }
        assert_eq!(
            texts.iter().any(|t| t.starts_with("Für dieses Projekt")),
            ["empty", "undated"].contains(&name),
            "{name}"
        );
        assert_eq!(texts.iter().any(|t| t.ends_with('…')), ["long", "many"].contains(&name), "{name}: {texts:?}");
        assert_eq!(draw(&trends), svg, "the same trends give the same bytes");
    }
}

#[test]
fn hostile_titles_stay_text() {
    let titles = TEXTS.iter().chain(&["]]>", "<!-- -->", "&#0; &#x1; \u{1}\u{8}\u{fffe}", "\u{202e}rechts"]);
    let trends: Vec<Trend> = titles.map(|title| of(title, None, &[("2026-02-01", "2026-06")], None)).collect();
    let (_, description) = said(&draw(&trends));
    assert!(description.contains("<script>alert(1)</script>") && !description.contains('\u{202e}'));
}

/// The numbers of a transformation, in their order.
fn numbers(transform: &str) -> Vec<f64> {
    let split = transform.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')));
    split.filter_map(|number| number.parse().ok()).collect()
}

/// The name of the slope stands below it, turned as it is: no mark may lie under its letters.
#[test]
fn the_name_of_the_slope_covers_no_mark() {
    for trends in [usual(), early()] {
        let svg = draw(&trends);
        let tree = roxmltree::Document::parse(&svg).unwrap();
        let is_name = |n: &roxmltree::Node<'_, '_>| n.is_element() && n.text() == Some("Termin erreicht");
        let name = tree.descendants().find(is_name).unwrap();
        let [x, y, angle, along, down] = numbers(name.attribute("transform").unwrap())[..] else { panic!("{svg}") };
        let (sin, cos) = angle.to_radians().sin_cos();
        let wide = crate::text::width("Termin erreicht", 17.0, false);
        let marks = tree.descendants().filter_map(|node| match node.tag_name().name() {
            "circle" => Some(["cx", "cy"].map(|name| node.attribute(name).unwrap().parse::<f64>().unwrap())),
            "polygon" => node.attribute("transform").map(|t| [numbers(t)[0], numbers(t)[1]]),
            _ => None,
        });
        for [mark_x, mark_y] in marks {
            let (across, up) = (mark_x - x, mark_y - y);
            let (beside, below) = (across * cos + up * sin, up * cos - across * sin);
            let covered = (along..=along + wide).contains(&beside) && (down - 14.0..=down + 4.0).contains(&below);
            assert!(!covered, "{mark_x} {mark_y}: {beside} {below}");
        }
    }
}
