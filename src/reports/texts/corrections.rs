//! How the report says what was corrected in the previous one.

/// The corrections (Korrekturen).
#[derive(Debug)]
pub struct CorrectionTexts {
    pub heading: &'static str,
    pub introduction: fn(day: &str) -> String,
    pub caption: fn(day: &str) -> String,
    pub said: &'static str,
    pub now: &'static str,
}

/// The German texts.
pub const GERMAN: CorrectionTexts = CorrectionTexts {
    heading: "Korrekturen seit dem vorigen Bericht",
    introduction: |day| {
        format!("Zum Stichtag {day} des vorigen Berichts sind inzwischen andere Werte bekannt, als er nannte:")
    },
    caption: |day| format!("Korrigierte Werte zum Stichtag {day}"),
    said: "Im vorigen Bericht",
    now: "Heute bekannt",
};
