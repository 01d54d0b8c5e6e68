//! What is kept, each thing in one line: from this list follow the shapes, how stored values are read, and what the API
//! serves.

/// Hands the list of what is kept to a macro: `documentation, shape = "name" => (type),` each. `(items)` stands for the
/// types of items, which the kinds of projects know, and `(single …)` for what there is once in a city and in no list.
///
/// The names are those of the ledger: once used, they stay. Their order is that in which things are imported.
#[macro_export]
macro_rules! for_each_shape {
    ($then:ident) => {
        $then! {
            /// An office of the administration (Amt).
            Office = "office" => ($crate::office::Office),
            /// A committee of the council (Gremium).
            Committee = "committee" => ($crate::council::Committee),
            /// A meeting (Sitzung).
            Meeting = "meeting" => ($crate::council::Meeting),
            /// A project (Projekt).
            Project = "project" => ($crate::project::Project),
            /// What a project tracks (an online service, a rollout unit …).
            Item = "item" => (items),
            /// A milestone (Meilenstein).
            Milestone = "milestone" => ($crate::milestone::Milestone),
            /// A status update (Sachstand).
            StatusUpdate = "status_update" => ($crate::status_update::StatusUpdate),
            /// An indicator (Kennzahl).
            Indicator = "indicator" => ($crate::indicator::Indicator),
            /// An observation (Messwert).
            Observation = "observation" => ($crate::indicator::Observation),
            /// That everything of what is counted was entered (Vollständigkeitserklärung).
            CompletenessStatement = "completeness_statement" =>
                ($crate::completeness_statement::CompletenessStatement),
            /// A report (Sachstandsbericht).
            Report = "report" => ($crate::report::Report),
            /// A step of a report's life (Verfahrensschritt).
            ReportStep = "report_step" => ($crate::report_step::ReportStep),
            /// An attachment of a report (Anlage).
            Attachment = "attachment" => ($crate::attachment::Attachment),
            /// A risk (Risiko).
            Risk = "risk" => ($crate::risk::Risk),
            /// A decision needed (Entscheidungsbedarf).
            Decision = "decision" => ($crate::decision::Decision),
            /// A cost (Kosten).
            Cost = "cost" => ($crate::money::Cost),
            /// A funding (Förderung).
            Funding = "funding" => ($crate::money::Funding),
            /// The rules by which health is judged (Regeln der Ampel).
            HealthRules = "health_rules" => (single $crate::health::HealthRules),
        }
    };
}
