//! What a report says of licences and files.

use super::*;
use domain::indicator::Tendency;

fn licences(contracted: f64, before: Option<f64>, assigned: Option<f64>) -> String {
    let mut figures = vec![("licences-contracted", contracted, before)];
    figures.extend(assigned.map(|n| ("licences-assigned", n, None)));
    said(&facts("dms", &figures))
}

#[test]
fn more_and_less_is_said_of_what_was_contracted() {
    assert_eq!(
        licences(600.0, Some(400.0), Some(402.0)),
        "Beschafft sind 600 Lizenzen, 200 mehr als beim vorigen Bericht; zugewiesen sind 402."
    );
    assert_eq!(
        licences(5.0, Some(6.0), Some(6.0)),
        "Beschafft sind 5 Lizenzen, 1 weniger als beim vorigen Bericht; zugewiesen sind 6, mehr als beschafft."
    );
    assert_eq!(licences(1.0, Some(3.0), None), "Beschafft ist 1 Lizenz, 2 weniger als beim vorigen Bericht.");
    assert_eq!(licences(9.0, Some(9.0), None), "Beschafft sind 9 Lizenzen.");
}

#[test]
fn none_one_and_all_are_words() {
    assert_eq!(licences(400.0, None, Some(0.0)), "Beschafft sind 400 Lizenzen; zugewiesen ist noch keine.");
    assert_eq!(licences(400.0, None, Some(1.0)), "Beschafft sind 400 Lizenzen; zugewiesen ist 1.");
    assert_eq!(licences(400.0, None, Some(400.0)), "Beschafft sind 400 Lizenzen; zugewiesen sind alle 400.");
    assert_eq!(licences(1.0, None, Some(1.0)), "Beschafft ist 1 Lizenz; sie ist zugewiesen.");
    assert_eq!(licences(1.0, None, Some(0.0)), "Beschafft ist 1 Lizenz; zugewiesen ist noch keine.");
    assert_eq!(licences(0.0, None, Some(0.0)), "Beschafft ist noch keine Lizenz.");
    assert_eq!(licences(0.0, Some(5.0), Some(0.0)), "Beschafft ist keine Lizenz mehr; am 24.11.2022 waren es 5.");
    assert_eq!(said(&facts("dms", &[("licences-assigned", 1.0, None)])), "Zugewiesen ist 1 Lizenz.");
    let taken_back = facts("dms", &[("licences-contracted", 9.0, None), ("licences-assigned", 0.0, Some(4.0))]);
    assert_eq!(said(&taken_back), "Beschafft sind 9 Lizenzen; zugewiesen ist keine.");
}

#[test]
fn where_there_is_no_figure_none_is_written() {
    let stated = |tendency| {
        let mut dms = facts("dms", &[]);
        dms.figures.insert("licences-contracted".into(), Figure { tendency, ..Figure::default() });
        said(&dms)
    };
    assert_eq!(stated(Some(Tendency::Increased)), "Die Zahl der Lizenzen wurde erhöht.");
    assert_eq!(stated(Some(Tendency::Decreased)), "Die Zahl der Lizenzen wurde verringert.");
    assert_eq!(stated(Some(Tendency::Unchanged)), "Die Zahl der Lizenzen ist unverändert.");
    assert_eq!(stated(None), "");
}

#[test]
fn a_number_that_was_overtaken_is_dated() {
    let stated = |as_of: &str, tendency| {
        let mut dms = facts("dms", &[("licences-contracted", 350.0, Some(350.0))]);
        let figure = dms.figures.get_mut("licences-contracted").unwrap();
        (figure.as_of, figure.tendency) = (Some(as_of.parse().unwrap()), Some(tendency));
        said(&dms)
    };
    assert_eq!(
        stated("2022-10-01", Tendency::Increased),
        "Die Zahl der Lizenzen lag am 01.10.2022 bei 350 und wurde danach erhöht; die neue Zahl ist noch nicht bekannt."
    );
    let still = "Beschafft sind 350 Lizenzen.";
    assert_eq!(stated("2022-10-01", Tendency::Unchanged), still);
    assert_eq!(stated("2023-03-01", Tendency::Increased), still, "the value may be the younger one");
}

#[test]
fn files_are_none_one_and_many() {
    let of = |live, before| said(&facts("dms", &[("file-types-live", live, before)]));
    let sentence = |words: &str| format!("Aus den Fachverfahren {words} im Echtbetrieb geführt.");
    assert_eq!(of(0.0, None), sentence("wird noch keine Art von E-Akte"));
    assert_eq!(of(0.0, Some(1.0)), sentence("wird keine Art von E-Akte"));
    assert_eq!(of(1.0, None), sentence("wird 1 Art von E-Akte"));
    assert_eq!(of(2.0, None), sentence("werden 2 Arten von E-Akten"));
}
