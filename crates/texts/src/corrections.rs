//! How the report says what was corrected in the previous one.

/// The corrections (Korrekturen).
#[derive(Debug)]
pub struct CorrectionTexts {
    /// Above all of them, where there are such of the previous report alone.
    pub heading: &'static str,
    /// Above all of them in a report that corrects another one.
    pub heading_of_correction: &'static str,
    /// In the previous report.
    pub previous: CorrectedTexts,
    /// In the report that this one corrects.
    pub corrected: CorrectedTexts,
    pub now: &'static str,
}

/// What is said of the corrections of one report.
#[derive(Debug)]
pub struct CorrectedTexts {
    pub introduction: fn(day: &str) -> String,
    pub caption: fn(day: &str) -> String,
    pub said: &'static str,
}

/// The German texts.
pub const GERMAN: CorrectionTexts = CorrectionTexts {
    heading: "Korrekturen seit dem vorigen Bericht",
    heading_of_correction: "Korrekturen",
    previous: CorrectedTexts {
        introduction: |day| {
            format!("Zum Stichtag {day} des vorigen Berichts sind inzwischen andere Werte bekannt, als er nannte:")
        },
        caption: |day| format!("Korrigierte Werte zum Stichtag {day}"),
        said: "Im vorigen Bericht",
    },
    corrected: CorrectedTexts {
        introduction: |day| {
            format!("Zum Stichtag {day} des berichtigten Berichts sind inzwischen andere Werte bekannt, als er nannte:")
        },
        caption: |day| format!("Berichtigte Werte zum Stichtag {day}"),
        said: "Im berichtigten Bericht",
    },
    now: "Heute bekannt",
};
