//! Tables: what a list says, as rows of cells, and back. The columns follow from the schema that the type has already.

mod cells;
mod columns;
mod profile;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::error::Violation;
use super::time::{Bound, ValidInterval};

pub use cells::{Cell, Conversion};
pub use columns::Column;
pub use profile::{Csv, Profile};

/// The column of the id.
pub const ID: &str = "id";
/// The column that says since when it is so.
pub const VALID_FROM: &str = "validFrom";
/// The column that says when it ceased to be so.
pub const VALID_TO: &str = "validTo";
/// The column that tells several types in one table apart.
const TYPE: &str = "type";

/// What a table of one schema looks like. A schema that is a choice of several (items) has a row form for each.
#[derive(Clone, Debug)]
pub struct Table {
    /// What every table of resources has before its own columns.
    lead: Vec<&'static str>,
    forms: Vec<(Option<String>, Vec<Column>)>,
}

/// A row as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The id, if it is given.
    pub id: Option<Uuid>,
    /// Since when it is so, if that is said.
    pub from: Option<Bound>,
    /// When it ceased to be so, if that is said.
    pub to: Option<Bound>,
    /// What the row names, as a merge patch (RFC 7396): `null` says that there is nothing.
    pub fields: Map<String, Value>,
    /// What was read otherwise than it stands there, because it can mean nothing else.
    pub conversions: Vec<Conversion>,
}

/// The header of a file, once it is clear that the table knows every column; a column without a name is empty.
#[derive(Clone, Debug)]
pub struct Head(Vec<Option<String>>);

impl Head {
    /// How many cells a row has.
    pub fn width(&self) -> usize {
        self.0.len()
    }
}

impl Table {
    /// The table of a schema among these components. What has a name in its place (`named`) is known by it and needs no
    /// id; what is `dated` says since when it holds.
    pub fn of(schema: &str, components: &[(String, Value)], named: bool, dated: bool) -> Self {
        let mut lead = if named { Vec::new() } else { vec![ID] };
        lead.extend(dated.then_some([VALID_FROM, VALID_TO]).into_iter().flatten());
        Self { lead, forms: columns::forms(schema, components) }
    }

    /// The same with the forms of these types only.
    pub fn only(mut self, types: &[&str]) -> Self {
        self.forms.retain(|(name, _)| name.as_deref().is_some_and(|name| types.contains(&name)));
        self
    }

    /// The names of all columns, in their order.
    pub fn header(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.lead.clone();
        for column in self.forms.iter().flat_map(|(_, columns)| columns) {
            if !names.contains(&column.name.as_str()) {
                names.push(&column.name);
            }
        }
        names
    }

    /// The row of a value.
    pub fn record(&self, id: Uuid, span: ValidInterval, value: &Value, profile: Profile) -> Vec<String> {
        let columns = self.form(value.get(TYPE).and_then(Value::as_str)).unwrap_or_default();
        let cell = |name: &str| match name {
            ID => id.to_string(),
            VALID_FROM => profile.day(&span.from.to_string()),
            VALID_TO => span.to.day().map(|day| profile.day(&day.to_string())).unwrap_or_default(),
            name => {
                let column = columns.iter().find(|column| column.name == name);
                column.and_then(|c| Some(c.cell.write(c.of(value)?, profile))).unwrap_or_default()
            }
        };
        self.header().into_iter().map(cell).collect()
    }

    /// Holds the header of a file against the columns, whatever the case of its letters and the spaces around them. A column
    /// without a name, as spreadsheets leave it, is none. `found_without` says whether a file with these columns can do without
    /// what is required, because its rows are found by something else.
    ///
    /// # Errors
    /// Every column that is not known, given twice or missing.
    pub fn head(&self, names: Vec<String>, found_without: impl Fn(&[String]) -> bool) -> Result<Head, Vec<Violation>> {
        let (known, place) = (self.header(), |name: &str| super::schema::pointer("/columns", name));
        let meant = |name: String| {
            let trimmed = name.trim();
            let same = known.iter().find(|known| known.eq_ignore_ascii_case(trimmed));
            same.map_or_else(|| trimmed.to_owned(), |known| (*known).to_owned())
        };
        let columns: Vec<String> = names.into_iter().map(meant).collect();
        let names: Vec<String> = columns.iter().filter(|name| !name.is_empty()).cloned().collect();
        let mut violations = Vec::new();
        for (n, name) in names.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                violations.push(Violation::at(place(name), "is not a column of this table"));
            } else if names.iter().take(n).any(|earlier| earlier == name) {
                violations.push(Violation::at(place(name), "is given twice"));
            }
        }
        if !violations.is_empty() || !found_without(&names) {
            for column in self.required() {
                if !names.iter().any(|name| name == column) {
                    violations.push(Violation::at(place(column), "is missing"));
                }
            }
        }
        let named = |name: String| Some(name).filter(|name| !name.is_empty());
        if violations.is_empty() { Ok(Head(columns.into_iter().map(named).collect())) } else { Err(violations) }
    }

    /// What every row must have, whatever its form.
    fn required(&self) -> Vec<&str> {
        let Some(((_, first), others)) = self.forms.split_first() else { return Vec::new() };
        let everywhere = |name: &str| others.iter().all(|(_, c)| c.iter().any(|c| c.required && c.name == name));
        // Where there is one form, its name need not be said.
        let implied = |name: &str| name == TYPE && others.is_empty();
        let required = first.iter().filter(|c| c.required).map(|c| c.name.as_str());
        required.filter(|name| everywhere(name) && !implied(name)).collect()
    }

    /// A row of a file.
    ///
    /// # Errors
    /// Every cell that cannot be read; the place is the name of its column.
    pub fn row<'c>(
        &self,
        head: &Head,
        cells: impl Iterator<Item = &'c str>,
        profile: Profile,
    ) -> Result<Row, Vec<Violation>> {
        let (mut row, mut violations) = (Row::default(), Vec::new());
        let (cells, strays): (Vec<_>, Vec<_>) =
            head.0.iter().map(Option::as_deref).zip(cells).partition(|(name, _)| name.is_some());
        if strays.iter().any(|(_, cell)| !cell.trim().is_empty()) {
            violations.push(Violation::at("", "has a value in a column without a name"));
        }
        let cells: Vec<(&str, &str)> = cells.into_iter().filter_map(|(name, cell)| Some((name?, cell))).collect();
        let tag = cells.iter().find(|(name, cell)| *name == TYPE && !cell.is_empty()).map(|(_, cell)| *cell);
        let Some(columns) = self.form(tag) else {
            return Err(vec![self.unknown(tag)]);
        };
        for (name, cell) in &cells {
            let read = match *name {
                ID => read(cell, "must be an id (UUID)").map(|id| row.id = id),
                VALID_FROM | VALID_TO => edge(cell).map(|edge| {
                    let value = edge.map(|edge| Value::from(edge.to_string())).unwrap_or_default();
                    row.conversions.extend(Cell::Day.converted(name, cell, &value, profile));
                    if *name == VALID_FROM { row.from = edge } else { row.to = edge }
                }),
                _ => match columns.iter().find(|column| column.name == *name) {
                    Some(column) => column.cell.read(cell, profile).map(|value| {
                        row.conversions.extend(column.cell.converted(name, cell, &value, profile));
                        column.put(&mut row.fields, value);
                    }),
                    None if cell.is_empty() => Ok(()),
                    None => Err(format!("a row of the type '{}' has no such column", tag.unwrap_or_default())),
                },
            };
            read.err().into_iter().for_each(|detail| violations.push(Violation::at(*name, detail)));
        }
        columns::drop_empty(&mut row.fields);
        if violations.is_empty() { Ok(row) } else { Err(violations) }
    }

    /// The column in which something stands that a JSON pointer names.
    pub fn column_at(&self, pointer: &str) -> String {
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let all = self.forms.iter().flat_map(|(_, columns)| columns);
        let fits =
            all.filter(|c| c.path.iter().zip(&steps).all(|(own, step)| own == step) && c.path.len() <= steps.len());
        let longest = fits.max_by_key(|column| column.path.len());
        longest.map_or_else(|| steps.join("."), |column| column.name.clone())
    }

    fn form(&self, tag: Option<&str>) -> Option<&[Column]> {
        let form = match self.forms.as_slice() {
            [(name, columns)] if tag.is_none() || *name == tag.map(str::to_owned) || name.is_none() => Some(columns),
            forms => forms.iter().find(|(name, _)| name.as_deref() == tag).map(|(_, columns)| columns),
        };
        form.map(Vec::as_slice)
    }

    fn unknown(&self, tag: Option<&str>) -> Violation {
        let known = self.forms.iter().filter_map(|(name, _)| name.as_deref()).collect::<Vec<_>>().join(", ");
        match tag {
            Some(tag) => Violation::at(TYPE, format!("'{tag}' is not one of: {known}")),
            None => Violation::at(TYPE, format!("is required: one of {known}")),
        }
    }
}

fn read<T: std::str::FromStr>(cell: &str, complaint: &str) -> Result<Option<T>, String> {
    if cell.is_empty() { Ok(None) } else { cell.parse().map(Some).map_err(|_| complaint.to_owned()) }
}

fn edge(cell: &str) -> Result<Option<Bound>, String> {
    match Profile::read_day(cell) {
        text if text.is_empty() => Ok(None),
        text => text.parse().map(Some),
    }
}

#[cfg(test)]
mod tests;
