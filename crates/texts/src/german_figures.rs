//! German, as it stands on the page of figures.

use super::figures::FigureTexts;
use super::grammar::number;

/// The page on which every figure of a report is told with everything behind it.
pub(super) const FIGURES: FigureTexts = FigureTexts {
    title: "Herkunft der Zahlen",
    introduction: "Zu jeder Zahl im Text und im Überblick des Berichts steht hier, was gezählt wurde, für welchen Tag sie gilt, welcher Datenstand zugrunde liegt und worauf sie sich stützt.",
    report: "Bericht:",
    none: "Der Bericht enthält keine Zahlen, die auf Daten zurückgehen.",
    heading: |text, label| format!("{text} – {label}"),
    project: "Projekt",
    indicator: "Kennzahl",
    in_unit: |label, unit| format!("{label} (Einheit: {unit})"),
    definition: "Was gezählt wird",
    version: |version| format!("(Definition, Fassung {version})"),
    counting: "Zählweise",
    known: "Datenstand",
    value: "Wert",
    how: "Ermittlung",
    method: |name| match name {
        "observed" => "Letzter Messwert, der bis zum Stichtag vorliegt.",
        "items" => "Aus den einzelnen Einträgen gezählt.",
        "balance_and_items" => {
            "Letzter festgestellter Bestand, fortgeschrieben um die Einträge, die seither hinzugekommen oder weggefallen sind."
        }
        "share_of_items" => "Anteil, aus den einzelnen Einträgen berechnet.",
        "sum_of_parts" => "Summe der Teilwerte desselben Stichtags, weil für das Ganze kein Wert genannt ist.",
        _ => "Die Ermittlung ist nicht näher beschrieben.",
    },
    across_break: "Der zugrunde liegende Bestand wurde nach einer früheren Fassung der Definition festgestellt.",
    before_break: |value, day| match value {
        Some(value) => {
            format!("Nach der früheren Fassung der Definition galt zuletzt der Wert {value} (Stichtag {day}).")
        }
        None => format!("Nach der früheren Fassung der Definition gab es zuletzt nichts zu zählen (Stichtag {day})."),
    },
    later: "Spätere Angabe ohne Zahl",
    as_of: |day| format!("Stichtag {day}"),
    observations: "Zugrunde liegende Angaben",
    source: |text| format!("Quelle: {text}"),
    found_by: |text| format!("Erhebung: {text}"),
    observation: "Angabe als Datensatz (JSON)",
    added: |since| match since {
        Some(day) => format!("Seit dem {day} hinzugekommen"),
        None => "Gezählte Einträge".into(),
    },
    removed: |since| match since {
        Some(day) => format!("Seit dem {day} weggefallen"),
        None => "Weggefallene Einträge".into(),
    },
    part: |label| format!("Davon: {label}"),
    entries: |count| match count {
        0 => "keine Einträge".into(),
        1 => "1 Eintrag".into(),
        count => format!("{} Einträge", number(count as f64)),
    },
    entry: |number| format!("Eintrag {number}"),
    more: |count| match count {
        1 => "und 1 weiterer Eintrag".into(),
        count => format!("und {} weitere Einträge", number(count as f64)),
    },
    difference: |now, then| {
        format!("Die Zahl ist der Unterschied zwischen dem Wert zum {now} und dem Wert zum {then}.")
    },
    compared: |day| format!("Vergleichswert zum {day}"),
    query: "Abfrage",
    data: "Diese Zahl als Datensatz (JSON)",
    of_figure: |text, label| format!("zu „{text} – {label}“"),
};
