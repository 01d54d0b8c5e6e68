//! Text, XLSX and CSV: read back, they say what the document says.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::fixture::{composition, day, document, write};
use documents::formats::{FORMATS, csv_table, format, text_part};
use documents::template::Template;
use domain::document::{Block, Document, Inline};

use super::rich::{self, figure, table};
use super::{TEXTS, hostile};

fn bytes(document: &Document, name: &str) -> Vec<u8> {
    (format(name).unwrap().write)(document, Template::plain()).unwrap()
}

fn run(text: &str) -> Vec<Inline> {
    vec![text.into()]
}

/// A document of these blocks alone.
fn of(blocks: Vec<Block>) -> Document {
    Document { blocks, ..document(&composition()) }
}

fn parts(archive: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut parts = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(file.last_modified().map(|m| m.year()), Some(1980), "no time of writing");
        parts.insert(file.name().to_owned(), text);
    }
    parts
}

/// The cells of a sheet: place, text or number, and the format of numbers.
fn cells(parts: &BTreeMap<String, String>, sheet: usize) -> BTreeMap<String, (String, String)> {
    let xml = |name: &str| roxmltree::Document::parse(&parts[name]).unwrap();
    let (strings, styles) = (xml("xl/sharedStrings.xml"), xml("xl/styles.xml"));
    let all = |node: roxmltree::Node<'_, '_>| {
        node.descendants().filter_map(|n| n.is_text().then(|| n.text())?).collect::<String>()
    };
    let strings: Vec<String> = strings.descendants().filter(|n| n.has_tag_name("si")).map(all).collect();
    let formats: BTreeMap<&str, &str> = styles
        .descendants()
        .filter(|n| n.has_tag_name("numFmt"))
        .map(|n| (n.attribute("numFmtId").unwrap(), n.attribute("formatCode").unwrap()))
        .collect();
    let looks = styles.descendants().find(|n| n.has_tag_name("cellXfs")).unwrap();
    let looks: Vec<&str> = looks.children().filter_map(|n| n.attribute("numFmtId")).collect();
    let page = xml(&format!("xl/worksheets/sheet{sheet}.xml"));
    assert!(!page.descendants().any(|n| n.has_tag_name("f")), "nothing is computed");
    let cell = |cell: roxmltree::Node<'_, '_>| {
        let value = cell.children().find(|n| n.has_tag_name("v")).map(all).unwrap_or_default();
        let text =
            if cell.attribute("t") == Some("s") { strings[value.parse::<usize>().unwrap()].clone() } else { value };
        let look = looks[cell.attribute("s").unwrap_or("0").parse::<usize>().unwrap()];
        (cell.attribute("r").unwrap().to_owned(), (text, formats.get(look).copied().unwrap_or(look).to_owned()))
    };
    page.descendants().filter(|n| n.has_tag_name("c")).map(cell).collect()
}

#[test]
fn the_same_document_gives_the_same_bytes_in_every_format() {
    let document = rich::document();
    for format in FORMATS {
        let write = || (format.write)(&document, Template::plain()).unwrap();
        assert_eq!(write(), write(), "{}", format.name);
    }
    // Whatever carries a time of its own carries that of the document or none.
    let parts = parts(&bytes(&document, "xlsx"));
    assert!(parts["docProps/core.xml"].contains(">2023-06-20T07:34:00Z<"), "{}", parts["docProps/core.xml"]);
}

#[test]
fn a_section_is_cut_out_with_what_is_below_it() {
    let document = rich::document();
    let matter = document.section("sachverhalt").unwrap();
    assert!(matter.iter().any(|b| matches!(b, Block::Heading { id: Some(id), .. } if id == "participation")));
    assert!(!matter.iter().any(|b| matches!(b, Block::Heading { level, .. } if *level <= 2)), "{matter:?}");
    let ozg = document.section("ozg").unwrap();
    assert!(!ozg.is_empty() && !ozg.iter().any(|b| matches!(b, Block::Heading { level, .. } if *level <= 3)));
    let decision = String::from_utf8(text_part(document.section("beschluss").unwrap(), "de")).unwrap();
    assert!(decision.starts_with("I. Der Bericht zum Stand der Digitalisierungsprojekte wird"), "{decision}");
    assert!(decision.contains("[x] nein\n") && decision.contains("Abstimmungsergebnis"), "{decision}");
    assert_eq!(document.section("nothing"), None);
    let last = of(vec![Block::section(2, "last", "Ende")]);
    assert_eq!(last.section("last"), Some(&[][..]));
}

#[test]
fn text_can_be_pasted_line_by_line() {
    let text = write(&rich::document(), "text");
    for part in [
        "Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung\n================",
        "Begründung / Sachverhalt zum Zeitpunkt der Sitzungseinladung\n------------",
        "\n\n1. Umsetzung Onlinezugangsgesetz (OZG)\n\n",
        "Stichtag: 06.04.2023\n",
        "\nDigitalisierungs- und Organisationssenat\n- Sitzung: 2. Gemeinsame Sitzung",
        "\n- 24.11.2022: Online-Dienste: 103; Anteil am Ziel: 79,50 %\n",
        "\n\n[Ersetzter Text: Die Zahl stieg um +14. / Weiteres wird im Herbst berichtet.]\n\n",
        "Abbildung: Meilensteintrend: Dokumentenmanagementsystem\nZwei Meilensteine;",
        "[x] nein\n",
        "\n\nStichtag der Angaben: 06.04.2023\nDatenstand vom 20.06.2023 09:34 Uhr\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn text_says_what_people_wrote() {
    let text = write(&hostile::document(), "text");
    for written in TEXTS {
        assert!(text.matches(written.trim()).count() > 10, "{written}\n{text}");
    }
    let mut document = hostile::document();
    document.blocks = vec![Block::paragraph("Zeile\n\n- eins\u{2028}\u{202e}zwei\u{0}")];
    assert!(write(&document, "text").contains("\n\nZeile  - eins zwei\n\n"));
}

#[test]
fn a_sheet_has_numbers_and_days_to_calculate_with() {
    let rows = vec![
        vec![vec![Inline::day("06.04.2023", day("2023-04-06"))], vec![figure("f1", "+14", 14.0)], run("=1+1")],
        vec![
            vec![Inline::day("01.01.1815", day("1815-01-01"))],
            vec![Inline::number("92,33\u{a0}%", 92.33)],
            run("@x"),
        ],
        vec![run("-5"), run("+14"), vec!["Dienste: ".into(), figure("f1", "117", 117.0)]],
    ];
    let parts = parts(&bytes(&of(vec![table("t", "Zahlen: heute/morgen", &["Tag", "Zahl", "=Text"], rows)]), "xlsx"));
    let workbook = &parts["xl/workbook.xml"];
    assert!(workbook.contains("name=\"Bericht\"") && workbook.contains("name=\"Zahlen heute morgen\""), "{workbook}");
    let cells = cells(&parts, 2);
    let is = |place: &str, text: &str, format: &str| {
        assert_eq!(cells[place], (text.to_owned(), format.to_owned()), "{place}");
    };
    is("C1", "=Text", "0");
    is("A2", "45022", "dd.mm.yyyy");
    is("B2", "14", "+#,##0;−#,##0;±#,##0");
    is("C2", "=1+1", "0");
    is("A3", "01.01.1815", "0");
    is("B3", "92.33", "#,##0.00\"\u{a0}%\"");
    is("C3", "@x", "0");
    is("A4", "-5", "0");
    is("B4", "+14", "0");
    is("C4", "Dienste: 117", "0");
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    for part in ["<autoFilter ref=\"A1:C4\"/>", "state=\"frozen\"", "orientation=\"landscape\"", "fitToHeight=\"0\""] {
        assert!(sheet.contains(part), "{part}\n{sheet}");
    }
    let first = self::cells(&parts, 1);
    let said: Vec<&str> = first.values().map(|(text, _)| text.as_str()).collect();
    for text in [
        "Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung",
        "45022",
        "Zahlen heute morgen",
        "Datenstand vom 20.06.2023 09:34 Uhr",
    ] {
        assert!(said.contains(&text), "{text}: {said:?}");
    }
}

#[test]
fn csv_has_a_file_for_each_table_to_calculate_with() {
    let rows = vec![
        vec![vec![Inline::day("06.04.2023", day("2023-04-06"))], vec![figure("f1", "+14", 14.0)]],
        vec![run("a;\"b\"\nc"), vec![Inline::number("1.092,33", 1092.33)]],
        vec![vec!["Dienste: ".into(), figure("f1", "117", 117.0)]],
    ];
    let document = of(vec![
        table("one", "Eins", &["Tag", "Zahl"], rows),
        table("one", "Zwei", &["x"], vec![vec![run("y")]]),
        table("../three", "Drei", &["x"], Vec::new()),
    ]);
    let archive = bytes(&document, "csv");
    assert_eq!(parts(&archive).into_keys().collect::<Vec<_>>(), ["LIESMICH.txt", "one-2.csv", "one.csv", "three.csv"]);
    let one = csv_table(&archive, "one").unwrap().unwrap();
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(one.as_slice());
    assert_eq!(reader.headers().unwrap(), vec!["Tag", "Zahl"]);
    let records: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(records, [["2023-04-06", "14"], ["a;\"b\" c", "1092.33"], ["Dienste: 117", ""]]);
    assert_eq!(csv_table(&archive, "nothing").unwrap(), None);
    assert!(csv_table(b"no archive", "one").is_err());
}

#[test]
fn an_archive_says_what_its_tables_belong_to() {
    let mut document = of(vec![table("one", "Online-Dienste", &["x"], Vec::new())]);
    document.foot.push("Datengrundlage (SHA-256): 9b5c61".into());
    let city = Template { letterhead: vec!["Stadt Musterstadt".into()], ..Template::plain().clone() };
    let archive = (format("csv").unwrap().write)(&document, &city).unwrap();
    assert_eq!(
        parts(&archive)["LIESMICH.txt"],
        "Stadt Musterstadt\n\nBericht über ausgewählte Digitalisierungsprojekte der Verwaltung\n\
         ================================================================\n\n\
         Dateien in diesem Archiv\n------------------------\n\n- one.csv: Online-Dienste\n\n\
         Stichtag der Angaben: 06.04.2023\nDatenstand vom 20.06.2023 09:34 Uhr\nDatengrundlage (SHA-256): 9b5c61\n"
    );
    let sheets = parts(&(format("xlsx").unwrap().write)(&document, &city).unwrap());
    let first = cells(&sheets, 1);
    assert!(first.values().any(|(text, _)| text == "Datengrundlage (SHA-256): 9b5c61"), "{first:?}");
    let markdown = String::from_utf8((format("markdown").unwrap().write)(&document, &city).unwrap()).unwrap();
    assert!(markdown.starts_with("Stadt Musterstadt\n\n# Bericht über"), "{markdown}");
}

#[test]
fn a_document_without_tables_is_a_file_all_the_same() {
    let document = of(Vec::new());
    assert_eq!(parts(&bytes(&document, "csv")).into_keys().collect::<Vec<_>>(), ["LIESMICH.txt"]);
    assert!(parts(&bytes(&document, "xlsx"))["xl/workbook.xml"].contains("\"Bericht\""));
}

#[test]
fn tables_beyond_what_a_program_bears_are_counted_on_the_first_sheet() {
    let document = |count| of((0..count).map(|_| table("t", "Tabelle", &["x"], Vec::new())).collect());
    let said = |count| {
        let parts = parts(&bytes(&document(count), "xlsx"));
        assert!(parts.contains_key("xl/worksheets/sheet251.xml") && !parts.contains_key("xl/worksheets/sheet252.xml"));
        cells(&parts, 1).into_values().map(|(text, _)| text).collect::<Vec<_>>()
    };
    assert!(said(252).contains(&"2 weitere Tabellen nicht dargestellt".to_owned()));
    assert!(!said(250).iter().any(|text| text.contains("nicht dargestellt")));
}

#[test]
fn spreadsheets_say_what_people_wrote() {
    let archive = bytes(&hostile::document(), "csv");
    let sheets = parts(&bytes(&hostile::document(), "xlsx"));
    for (n, text) in TEXTS.iter().enumerate() {
        let name = if n == 0 { "table".to_owned() } else { format!("table-{}", n + 1) };
        let file = csv_table(&archive, &name).unwrap().unwrap();
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(file.as_slice());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 3);
        assert!(records.iter().all(|record| record == vec![*text, *text]), "{records:?}");
        assert!(cells(&sheets, n + 2).values().all(|(said, _)| said == text), "{text}");
    }
}

#[test]
fn ten_thousand_rows_and_long_texts_are_no_hindrance() {
    let row = |n: u32| vec![run(&format!("Zeile {n}")), vec![Inline::number(n.to_string(), f64::from(n))]];
    let mut rows: Vec<_> = (0..10_000).map(row).collect();
    rows.push(vec![run(&"ß".repeat(40_000)), run("")]);
    let document = of(vec![table("many", "Viele", &["Name", "Zahl"], rows)]);
    for format in FORMATS.iter().filter(|f| ["html", "text", "markdown", "csv", "xlsx"].contains(&f.name)) {
        assert!(bytes(&document, format.name).len() > 10_000, "{}", format.name);
    }
    let cells = cells(&parts(&bytes(&document, "xlsx")), 2);
    assert_eq!((cells["B10001"].0.as_str(), cells.len()), ("9999", 2 * 10_002));
    assert_eq!(cells["A10002"].0.chars().count(), 32_767);
    assert!(cells["A10002"].0.ends_with("ß […]"));
}
