//! What is said of who let a report go on.

/// The sign-off (Freigabe).
#[derive(Debug)]
pub struct SignOffTexts {
    pub heading: &'static str,
    pub submitted: &'static str,
    pub approved: &'static str,
    pub signed: fn(day: &str, function: Option<&str>) -> String,
    pub draft: &'static str,
    pub in_review: &'static str,
    pub decision_known_at: fn(moment: &str) -> String,
    pub snapshot: fn(sha256: &str) -> String,
}

/// The German texts.
pub const GERMAN: SignOffTexts = SignOffTexts {
    heading: "Freigabe",
    submitted: "Zur Prüfung vorgelegt",
    approved: "Freigegeben",
    signed: |day, function| function.map_or_else(|| day.to_owned(), |function| format!("{function}, {day}")),
    draft: "Entwurf, nicht freigegeben",
    in_review: "Zur Prüfung vorgelegt, noch nicht freigegeben",
    decision_known_at: |moment| format!("Beschluss und Abstimmungsergebnis nach dem Datenstand vom {moment}"),
    snapshot: |sha256| format!("Datengrundlage (SHA-256): {sha256}"),
};
