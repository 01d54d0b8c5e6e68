//! XLSX: a sheet for each table, with numbers and days to calculate with, after a first sheet that says what they are.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as Look, FormatAlign, FormatBorder, Url, Workbook, Worksheet,
};

use crate::template::Template;
use domain::document::{Block, Column, Document, Inline, plain};
use domain::error::{Error, Result};
use domain::time::Day;
use texts::FileTexts;

use super::format::Format;
use super::sheets::{cut, number_format, sheet_names};
use texts::clean;

/// XLSX.
pub const FORMAT: Format = Format {
    name: "xlsx",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension: "xlsx",
    write,
};

/// So many rows of a table fit on a sheet: it has 1,048,576, with its header and a line that says what is missing.
const ROWS: usize = 1_048_574;
/// So many sheets there are at most: programs for spreadsheets get slow long before.
const SHEETS: usize = 250;
/// Width of columns, in characters.
const WIDTH: std::ops::RangeInclusive<u32> = 9..=48;

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let texts = &texts::of(&document.language).files;
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table { caption, columns, rows, .. } => Some((caption.as_str(), columns, rows)),
        _ => None,
    });
    let mut tables: Vec<_> = tables.collect();
    let left_out = tables.len().saturating_sub(SHEETS);
    tables.truncate(SHEETS);
    let captions: Vec<&str> = tables.iter().map(|(caption, ..)| *caption).collect();
    let names = sheet_names(texts.report, texts.untitled, &captions);
    let mut book = Workbook::new();
    book.set_properties(&properties(document)?);
    first(book.add_worksheet(), document, template, &captions, &names, left_out).map_err(Error::internal)?;
    for ((caption, columns, rows), name) in tables.into_iter().zip(&names) {
        sheet(book.add_worksheet(), name, caption, columns, rows, texts).map_err(Error::internal)?;
    }
    book.save_to_buffer().map_err(Error::internal)
}

/// What stands in the file's properties: no time of writing, or the same document would give other bytes tomorrow.
fn properties(document: &Document) -> Result<DocProperties> {
    let seconds = document.known_at.micros().div_euclid(1_000_000);
    let created = ExcelDateTime::from_timestamp(seconds).map_err(Error::internal)?;
    Ok(DocProperties::new().set_title(cut(&clean(&document.title), 255)).set_creation_datetime(&created))
}

type Written = std::result::Result<(), rust_xlsxwriter::XlsxError>;

/// What the tables belong to, and where they are.
fn first(
    sheet: &mut Worksheet,
    document: &Document,
    template: &Template,
    captions: &[&str],
    names: &[String],
    left_out: usize,
) -> Written {
    let texts = texts::of(&document.language);
    let wrapped = Look::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrapped.clone().set_bold();
    prepare(sheet, texts.files.report)?;
    let wide = 72;
    sheet.set_column_width(0, 28)?.set_column_width(1, wide)?;
    let mut row = 0;
    for line in &template.letterhead {
        sheet.write_string(row, 0, clean(line))?;
        row += 1;
    }
    if row > 0 {
        row += 1;
    }
    sheet.write_string_with_format(row, 0, text(&document.title), &Look::new().set_bold().set_font_size(14))?;
    sheet.write_string_with_format(row + 2, 0, texts.paper.stichtag, &bold)?;
    day(sheet, (row + 2, 1), document.as_of, "", &wrapped.clone().set_align(FormatAlign::Left))?;
    row += 4;
    if !names.is_empty() {
        sheet.write_string_with_format(row, 0, texts.files.sheet, &bold)?;
        sheet.write_string_with_format(row, 1, texts.files.table, &bold)?;
        row += 1;
        for (name, caption) in names.iter().zip(captions) {
            let place = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
            sheet.write_url(row, 0, place)?;
            sheet.write_string_with_format(row, 1, text(caption), &wrapped)?;
            heighten(sheet, row, lines(caption, wide))?;
            row += 1;
        }
        if left_out > 0 {
            sheet.write_string(row, 0, (texts.files.tables_missing)(left_out))?;
            row += 1;
        }
        row += 1;
    }
    for line in &document.foot {
        sheet.write_string(row, 0, text(line))?;
        row += 1;
    }
    Ok(())
}

fn prepare(sheet: &mut Worksheet, name: &str) -> Written {
    sheet.set_name(name)?;
    // A4, as wide as the page and as long as it needs.
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&L&A&R&P / &N");
    Ok(())
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    caption: &str,
    columns: &[Column],
    rows: &[Vec<Vec<Inline>>],
    texts: &FileTexts,
) -> Written {
    prepare(sheet, name)?;
    // An ampersand steers what stands at the head of a printed page.
    sheet.set_header(format!("&L{}", cut(&clean(caption), 100).replace('&', "&&")));
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    let look = Look::new().set_text_wrap().set_align(FormatAlign::Top);
    let right = look.clone().set_align(FormatAlign::Right);
    let head = look.clone().set_bold().set_border_bottom(FormatBorder::Thin).set_background_color("#E8EEF3");
    let shown = rows.get(..ROWS).unwrap_or(rows);
    let mut widths = Vec::new();
    for (n, column) in (0..).zip(columns) {
        let aligned = if column.numeric { head.clone().set_align(FormatAlign::Right) } else { head.clone() };
        sheet.write_string_with_format(0, n, text(&column.title), &aligned)?;
        let longest = shown.iter().filter_map(|row| row.get(usize::from(n))).map(|cell| plain(cell).chars().count());
        let width = longest.max().unwrap_or(0).max(column.title.chars().count().min(24)) + 3;
        let width = u32::try_from(width).unwrap_or(u32::MAX).clamp(*WIDTH.start(), *WIDTH.end());
        sheet.set_column_width(n, width)?;
        widths.push(width);
    }
    let titles = columns.iter().zip(&widths).map(|(column, width)| lines(&column.title, *width));
    heighten(sheet, 0, titles.max().unwrap_or(1))?;
    for (r, row) in (1..).zip(shown) {
        for ((c, column), content) in (0..).zip(columns).zip(row) {
            cell(sheet, (r, c), content, if column.numeric { &right } else { &look })?;
        }
        let texts = row.iter().zip(&widths).map(|(content, width)| lines(&plain(content), *width));
        heighten(sheet, r, texts.max().unwrap_or(1))?;
    }
    let last = u32::try_from(shown.len()).unwrap_or(u32::MAX);
    if let Some(width) = u16::try_from(columns.len()).ok().and_then(|width| width.checked_sub(1)) {
        sheet.autofilter(0, 0, last, width)?;
    }
    if shown.len() < rows.len() {
        sheet.write_string(last + 1, 0, (texts.rows_missing)(rows.len() - shown.len()))?;
    }
    Ok(())
}

/// About how many lines a text takes in a column that is a number of characters wide: words do not fill their lines.
fn lines(text: &str, width: u32) -> u32 {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if characters < width { 1 } else { (characters.saturating_add(characters / 6)).div_ceil(width.max(1)) }
}

/// LibreOffice gives every row of a file that it converts the usual height, so what takes more than a line says so.
fn heighten(sheet: &mut Worksheet, row: u32, lines: u32) -> Written {
    const LINE: u32 = 15;
    const HIGHEST: u32 = 409;
    if lines > 1 {
        sheet.set_row_height(row, lines.saturating_mul(LINE).min(HIGHEST))?;
    }
    Ok(())
}

/// A text is written as a text, whatever it begins with: nothing in it is computed.
fn cell(sheet: &mut Worksheet, place: (u32, u16), content: &[Inline], look: &Look) -> Written {
    let value = match content {
        [Inline::Figure(figure)] => figure.value,
        [Inline::Typed(typed)] => match typed.day {
            Some(value) => return day(sheet, place, value, &typed.text, look),
            None => typed.number,
        },
        _ => None,
    };
    let said = plain(content);
    match value.filter(|value| value.is_finite()) {
        Some(value) => {
            let shown = look.clone().set_num_format(number_format(&said, value));
            sheet.write_number_with_format(place.0, place.1, value, &shown)?;
        }
        None => drop(sheet.write_string_with_format(place.0, place.1, text(&said), look)?),
    }
    Ok(())
}

/// A day; one from before 1900, which no spreadsheet knows, stands there as it is written.
fn day(sheet: &mut Worksheet, (row, column): (u32, u16), day: Day, written: &str, look: &Look) -> Written {
    use chrono::Datelike;
    let date = day.date();
    let known = (u16::try_from(day.year()), u8::try_from(date.month()), u8::try_from(date.day()));
    let (Ok(y), Ok(m), Ok(d)) = known else { return Ok(()) };
    match ExcelDateTime::from_ymd(y, m, d) {
        Ok(value) => {
            let shown = look.clone().set_num_format("dd.mm.yyyy");
            sheet.write_datetime_with_format(row, column, &value, &shown)?;
        }
        Err(_) => {
            let written = if written.is_empty() { day.to_string() } else { written.to_owned() };
            sheet.write_string_with_format(row, column, text(&written), look)?;
        }
    }
    Ok(())
}

/// A cell holds 32,767 characters, as UTF-16 counts them.
fn text(text: &str) -> String {
    cut(&clean(text), 32_767)
}
