//! German, as it stands in charts and in their descriptions.

use analysis::trend::{ShiftFrom, TOLERANCE, Trend, TrendClass, TrendDate, TrendPoint};
use domain::time::Day;

use super::charts::{ChartTexts, CourseInWords, MilestoneTrendTexts};
use super::grammar::{date, enumeration, number, planned, plural};

/// The chart of milestones.
pub(super) const MILESTONE_TREND: MilestoneTrendTexts = MilestoneTrendTexts {
    title: |project| format!("Meilensteintrend: {project}"),
    heading: "Meilensteintrend",
    as_of: |day, known, project| format!("Stand {}, Datenstand {}, {project}", date(day), date(known)),
    stated: "Prognose abgegeben am",
    dates: "Prognostizierter Termin",
    reached_line: "Termin erreicht",
    forecast: "Prognose",
    baseline: "Basisplan",
    reached: "erreicht",
    how: "Steigt eine Linie, wird der Termin später; fällt sie, wird er früher. Gezeichnet ist sein letzter Tag.",
    nothing: "Für dieses Projekt ist bis zu diesem Tag keine Prognose erfasst.",
    no_date: |titles| format!("Ohne Termin: {}.", quoted(titles)),
    months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."],
    state,
    point,
    description,
    sentence,
};

/// The pictures of a report.
pub(super) const CHARTS: ChartTexts = ChartTexts {
    title: |what, project| format!("{what}: {project}"),
    in_numbers: |caption| format!("{caption}, in Zahlen"),
    as_of: |day, project| format!("Stand {}, {project}", date(day)),
    report: |day, value| match value {
        Some(value) => format!("Berichtstag {}: {value}", date(day)),
        None => format!("Berichtstag {}", date(day)),
    },
    target: |value| format!("Ziel {value}"),
    done: |done, all| {
        format!("{} von {} {} im Echtbetrieb", count(done), count(all), if all == 1 { "Amt" } else { "Ämtern" })
    },
    left_out: |shown, all| {
        format!("Gezeichnet sind die ersten {} von {}; die Tabelle nennt alle.", count(shown), count(all))
    },
    part: |what, part, of| format!("{what} ({} von {})", count(part), count(of)),
    not_meant: "entfällt",
    office: "Amt",
    day: "Tag",
    occasion: "Anlass",
    given: "Berichtstag",
    counted_anew: "neue Zählweise",
    no_value: "kein Wert",
    milestone: "Meilenstein",
    forecasts: "Prognosen",
    forecast: |stated_on, forecast| format!("{}: {forecast}", date(stated_on)),
    now: "Derzeit",
    shift: "Verschiebung in Tagen",
    course,
    bars: |as_of, rows| format!("Balkendiagramm, {as_of}. {rows}."),
    stages: |as_of, parts, offices_in_table| match offices_in_table {
        Some(sentence) => format!("Balken nach Einführungsstand, {as_of}. {parts} {sentence}"),
        None => format!("Balken nach Einführungsstand, darunter jedes Amt mit seinem Stand, {as_of}. {parts}"),
    },
    offices_in_table: |all| format!("Den Stand jedes der {} Ämter nennt die Tabelle.", count(all)),
};

fn count(count: usize) -> String {
    number(count as f64)
}

fn course(course: &CourseInWords) -> String {
    let first = course.first.as_ref();
    let first =
        first.map(|(day, value, said)| format!("Am {} {} es {said}", date(*day), plural(*value, "war", "waren")));
    let last = course.last.as_ref().map(|said| match said {
        Some(said) => format!("am {} {said}", date(course.as_of)),
        None => format!("am {} gibt es keinen Wert", date(course.as_of)),
    });
    let span: Vec<String> = first.into_iter().chain(last).collect();
    let no_value = CHARTS.no_value;
    let reports = course.reports.iter();
    let reports: Vec<String> =
        reports.map(|(day, said)| format!("{}: {}", date(*day), said.as_deref().unwrap_or(no_value))).collect();
    let mut sentences = vec![format!("Liniendiagramm mit Stufen, Stand {}.", date(course.as_of))];
    sentences.extend((!span.is_empty()).then(|| format!("{}.", span.join(", "))));
    sentences
        .extend((!reports.is_empty()).then(|| format!("Markiert sind die Tage der Berichte: {}.", reports.join("; "))));
    sentences.extend(course.target.as_ref().map(|target| format!("Gestrichelt steht das Ziel: {target}.")));
    sentences.join(" ")
}

fn quoted(titles: &[&str]) -> String {
    enumeration(&titles.iter().map(|title| format!("„{title}“")).collect::<Vec<_>>())
}

fn said(date: &TrendDate) -> String {
    planned(&date.planned())
}

/// The same, with what is to be said when its time is over.
fn stands(date: &TrendDate, day: Day) -> String {
    match (date.planned().late_since(day).is_some(), date.day < day) {
        (true, _) => format!("{} – überfällig", said(date)),
        (false, true) => format!("{} – noch nicht erreicht", said(date)),
        (false, false) => said(date),
    }
}

fn state(trend: &Trend, day: Day) -> [String; 2] {
    let when = match (trend.actual, trend.points.last(), &trend.baseline) {
        (Some(actual), ..) => format!("erreicht am {}", date(actual)),
        (None, Some(last), _) => stands(&last.forecast, day),
        (None, None, Some(baseline)) => format!("Basisplan: {}", stands(baseline, day)),
        (None, None, None) => "ohne Termin".into(),
    };
    [when, movement(trend)]
}

/// How it moved, as a part of a sentence.
fn movement(trend: &Trend) -> String {
    let (Some(days), Some(from)) = (trend.shift_days, trend.shift_from) else {
        return match trend.class {
            None => "noch keine Prognose".into(),
            Some(_) => "ohne Basisplan und Prognose".into(),
        };
    };
    let than = match from {
        ShiftFrom::Baseline => "im Basisplan",
        ShiftFrom::FirstForecast => "zuerst genannt",
    };
    let count = format!("{} Tage", number(days.abs() as f64));
    let moved = match days {
        TOLERANCE.. => Some(format!("{count} später als {than}")),
        days if days <= -TOLERANCE => Some(format!("{count} früher als {than}")),
        _ => None,
    };
    match (trend.class, moved) {
        (Some(TrendClass::Erratic), Some(moved)) => format!("schwankt, {moved}"),
        (Some(TrendClass::Erratic), None) => "schwankt, derzeit wie zuerst geplant".into(),
        (_, Some(moved)) => moved,
        // What was said once has moved nowhere yet.
        (Some(TrendClass::OnPlan), None) if from == ShiftFrom::FirstForecast && trend.points.len() == 1 => {
            "erste Prognose".into()
        }
        (Some(TrendClass::Reached), None) => "im Plan".into(),
        // Whether it is in time is another question: what is overdue and was never moved is not.
        (_, None) => "nicht verschoben".into(),
    }
}

fn point(point: &TrendPoint) -> String {
    let reason = point.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("{}: {}{reason}", date(point.stated_on), said(&point.forecast))
}

fn description(day: Day) -> String {
    format!(
        "Liniendiagramm, Stand {}. Waagerecht stehen die Tage, an denen Prognosen abgegeben wurden, senkrecht die Termine, \
         die sie nennen; auf der Schräge ist ein Termin erreicht.",
        date(day)
    )
}

fn sentence(trend: &Trend, day: Day) -> String {
    let mut parts = Vec::new();
    parts.extend(trend.baseline.as_ref().map(|baseline| format!("Basisplan {}", said(baseline))));
    match trend.points.as_slice() {
        [] if trend.actual.is_none() => parts.push("noch keine Prognose".into()),
        [] => {}
        [only] => parts.push(format!("eine Prognose vom {}: {}", date(only.stated_on), said(&only.forecast))),
        [first, .., last] => parts.push(format!(
            "{} Prognosen, die erste vom {}: {}, die letzte vom {}: {}",
            trend.points.len(),
            date(first.stated_on),
            said(&first.forecast),
            date(last.stated_on),
            said(&last.forecast)
        )),
    }
    parts.extend(trend.actual.map(|actual| format!("erreicht am {}", date(actual))));
    parts.extend(trend.shift_days.map(|_| movement(trend)));
    let last = trend.points.last().map(|last| &last.forecast).or(trend.baseline.as_ref());
    let late = trend.actual.is_none() && last.is_some_and(|last| last.planned().late_since(day).is_some());
    parts.extend(late.then(|| "überfällig".into()));
    format!("„{}“: {}.", trend.title, parts.join("; "))
}
