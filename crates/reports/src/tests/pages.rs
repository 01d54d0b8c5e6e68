//! HTML: what stands where, what leads where, and the form of the city.

use crate::fixture;
use crate::fixture::{composition, words, write};
use documents::formats::{format, styles};
use documents::style::STYLE;
use documents::template::{Logo, Template};
use domain::document::Block;

use super::rich::{self, FIGURES, figures_page};
use ::fixture::TEXTS;

#[test]
fn every_figure_leads_to_its_place_on_the_page_of_figures() {
    let html = write(&rich::document(), "html");
    for id in ["f1", "f2", "f3"] {
        assert!(html.contains(&format!("href=\"{FIGURES}#{id}\"")), "{id}\n{html}");
    }
    let page = figures_page(&rich::records(), "Bericht");
    for id in ["f1", "f2", "f3"] {
        assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{page}");
    }
    let alone = write(&fixture::document(&composition()), "html");
    assert!(!alone.contains("class=\"figure\"") && alone.contains("117"), "a document of no report leads nowhere");
}

#[test]
fn sections_charts_and_remarks_have_their_places() {
    let html = write(&rich::document(), "html");
    for part in [
        "<a href=\"#dms\">",
        "<h3 id=\"dms\">",
        "<p id=\"dms/3\">",
        "<figure class=\"chart\" id=\"chart-trend-dms\">",
        "aria-labelledby=\"chart-trend-dms-title chart-trend-dms-desc\"",
        "<figcaption>Meilensteintrend: Dokumentenmanagementsystem</figcaption>",
        "<aside role=\"note\"><p class=\"label\">Ersetzter Text</p><p>Die Zahl stieg um ",
        "<td class=\"number\">79,50 %</td>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "ids are unique");
}

#[test]
fn a_city_gives_its_documents_letterhead_logo_and_colour() {
    let template = Template {
        letterhead: vec!["Stadt <Musterstadt>".into(), "Amt für Digitalisierung".into()],
        logo: Some(Logo { bytes: b"<svg/>".to_vec(), media_type: "image/svg+xml", alternative: "Wappen".into() }),
        accent: "#7a1f1f".into(),
        ..Template::plain().clone()
    };
    let html = (format("html").unwrap().write)(&rich::document(), &template).unwrap();
    let html = String::from_utf8(html).unwrap();
    let logo = "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"Wappen\">";
    assert!(html.contains("<p>Stadt &lt;Musterstadt&gt;</p>") && html.contains(logo), "{html}");
    let sheets: Vec<&str> = styles(&html).collect();
    assert_eq!(sheets, [format!("{STYLE}:root {{ --blue: #7a1f1f; }}\n")]);
    let text = String::from_utf8((format("text").unwrap().write)(&rich::document(), &template).unwrap()).unwrap();
    assert!(text.starts_with("Stadt <Musterstadt>\nAmt für Digitalisierung\n\nBericht über"), "{text}");
}

#[test]
fn the_style_of_a_page_is_found_whatever_it_says() {
    let mut document = fixture::document(&composition());
    document.title = "</style></head><style>*{}</style>".into();
    document.blocks = vec![Block::paragraph("<style>p{}</style>")];
    let html = write(&document, "html");
    assert_eq!(styles(&html).collect::<Vec<_>>(), [STYLE]);
    assert_eq!(styles("no page").count(), 0);
}

#[test]
fn a_figure_is_told_with_everything_behind_it() {
    let page = words(&figures_page(&rich::records(), "Bericht über ausgewählte Projekte"));
    for sentence in [
        "117 – Online-Dienste",
        "Verwaltungsleistungen, die elektronisch abgeschickt werden können. (Definition, Fassung 2)",
        "ZählweiseBayernPortal",
        "Stichtag06.04.2023",
        "Datenstand20.06.2023 09:34 Uhr",
        "Letzter festgestellter Bestand",
        "Stichtag 06.04.2023: 115; Quelle: BayernPortal; Erhebung: Abruf der Liste; Ohne Verweise.",
        "Seit dem 06.04.2023 hinzugekommen3 EinträgeEintrag 1Eintrag 2und 1 weiterer Eintrag",
        "Seit dem 06.04.2023 weggefallen1 EintragEintrag 1",
        "Die Zahl ist der Unterschied zwischen dem Wert zum 06.04.2023 und dem Wert zum 24.11.2022.",
        "Vergleichswert zum 24.11.2022Wert103",
        "Online-Dienste (Einheit: Dienste)",
        "keine Zahl bekannt",
        "erhöht (Stichtag 01.03.2023): Es wurden mehr.",
        "galt zuletzt der Wert 98 (Stichtag 07.11.2022).",
    ] {
        assert!(page.contains(sentence), "{sentence}\n{page}");
    }
    assert!(words(&figures_page(&[], "Bericht")).contains("keine Zahlen, die auf Daten zurückgehen"));
}

#[test]
fn the_page_of_figures_says_what_people_wrote_and_does_nothing() {
    let mut records = Vec::new();
    for text in TEXTS {
        let mut record = rich::records().remove(1);
        (record.text, record.project_title) = ((*text).into(), (*text).into());
        for place in ["/label", "/unit", "/definition/text", "/countingMethod", "/method", "/observations/0/source"] {
            *record.value.pointer_mut(place).unwrap() = (*text).into();
        }
        for link in ["/observations/0/meta/links/self", "/items/added/items/0/links/self"] {
            *record.value.pointer_mut(link).unwrap() = "javascript:alert(1)".into();
        }
        record.compared = Some(serde_json::json!([text]));
        records.push(record);
    }
    let page = figures_page(&records, &TEXTS.concat());
    for part in ["<script", "<img", "<svg", "<b>", "javascript:"] {
        assert!(!page.contains(part), "{part}");
    }
    assert_eq!(styles(&page).collect::<Vec<_>>(), [STYLE]);
}
