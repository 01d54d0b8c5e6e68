//! What a kind wants drawn of its facts: numbers with their names, without any shape or colour.

/// A picture of facts (Abbildung), as data.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartData {
    /// How an indicator went over time (Verlauf); its values are loaded for those who draw.
    Course {
        /// The key of the indicator.
        indicator: &'static str,
        /// What the picture shows.
        title: &'static str,
    },
    /// Who has come how far (Einführungsstand).
    Stages(Stages),
    /// Numbers side by side (Balken).
    Bars(Bars),
}

/// Who has come how far.
#[derive(Clone, Debug, PartialEq)]
pub struct Stages {
    /// The key of the picture: letters, digits and hyphens.
    pub key: &'static str,
    /// What the picture shows.
    pub title: &'static str,
    /// The stages in their usual order.
    pub stages: Vec<&'static str>,
    /// What is rolled out, in the order of the city's report.
    pub parts: Vec<&'static str>,
    /// The offices.
    pub rows: Vec<StageRow>,
}

/// An office.
#[derive(Clone, Debug, PartialEq)]
pub struct StageRow {
    /// Its name.
    pub name: String,
    /// For each part the place of its stage; nothing where the part is not meant for the office.
    pub reached: Vec<Option<usize>>,
}

/// Numbers side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The key of the picture: letters, digits and hyphens.
    pub key: &'static str,
    /// What the picture shows.
    pub title: &'static str,
    /// What a row is.
    pub of: &'static str,
    /// What each number of a row is.
    pub names: &'static [&'static str],
    /// Name and numbers, as many as there are names.
    pub rows: Vec<(String, Vec<f64>)>,
}

impl Stages {
    /// How many offices have come to each stage with this part.
    pub fn counts(&self, part: usize) -> Vec<usize> {
        let at = |stage| self.rows.iter().filter(|row| row.reached.get(part) == Some(&Some(stage))).count();
        (0..self.stages.len()).map(at).collect()
    }
}
