//! Online services and their states.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::Visibility;
use domain::error::Violation;
use domain::measure::Measure;
use domain::payload::{Index, Record, Reference, Shape};
use domain::sorting::sort_key;
use domain::states::States;

use super::indicators::ONLINE_SERVICES;

crate::item_tag::item_tag!(OnlineServiceTag, "OnlineService");

domain::states! {
    /// How far an online service is.
    pub enum ServiceState {
        /// Geplant.
        Planned = "planned" => ["in_implementation", "online"],
        /// In Umsetzung.
        InImplementation = "in_implementation" => ["online", "planned"],
        /// Online.
        Online = "online" => ["offline"],
        /// Abgeschaltet.
        Offline = "offline" => ["online", "in_implementation"],
    }
}

domain::names! {
    /// Topic field (Themenfeld) of FIM.
    pub enum TopicField {
        /// Arbeit & Ruhestand.
        ArbeitRuhestand = "arbeit_ruhestand",
        /// Bauen & Wohnen.
        BauenWohnen = "bauen_wohnen",
        /// Bildung.
        Bildung = "bildung",
        /// Ein- & Auswanderung.
        EinAuswanderung = "ein_auswanderung",
        /// Engagement & Hobby.
        EngagementHobby = "engagement_hobby",
        /// Familie & Kind.
        FamilieKind = "familie_kind",
        /// Forschung & Förderung.
        ForschungFoerderung = "forschung_foerderung",
        /// Gesundheit.
        Gesundheit = "gesundheit",
        /// Mobilität & Reisen.
        MobilitaetReisen = "mobilitaet_reisen",
        /// Querschnittsleistungen.
        Querschnittsleistungen = "querschnittsleistungen",
        /// Recht & Ordnung.
        RechtOrdnung = "recht_ordnung",
        /// Steuern & Zoll.
        SteuernZoll = "steuern_zoll",
        /// Umwelt.
        Umwelt = "umwelt",
        /// Unternehmensführung & -entwicklung.
        UnternehmensfuehrungEntwicklung = "unternehmensfuehrung_entwicklung",
    }
}

domain::names! {
    /// Typing (Leistungstypisierung): which level of government makes the rules and which carries them out.
    pub enum Typing {
        /// Typ 1.
        T1 = "1",
        /// Typ 2.
        T2 = "2",
        /// Typ 2a.
        T2a = "2a",
        /// Typ 2b.
        T2b = "2b",
        /// Typ 3.
        T3 = "3",
        /// Typ 3a.
        T3a = "3a",
        /// Typ 3b.
        T3b = "3b",
        /// Typ 2/3.
        T23 = "2/3",
        /// Typ 2/3a.
        T23a = "2/3a",
        /// Typ 2/3b.
        T23b = "2/3b",
        /// Typ 4.
        T4 = "4",
        /// Typ 4a.
        T4a = "4a",
        /// Typ 4b.
        T4b = "4b",
        /// Typ 5.
        T5 = "5",
        /// Typ 6.
        T6 = "6",
        /// Typ 7.
        T7 = "7",
        /// Typ 8.
        T8 = "8",
        /// Typ 9.
        T9 = "9",
        /// Typ 10.
        T10 = "10",
        /// Typ 11.
        T11 = "11",
        /// Typ 12.
        T12 = "12",
    }
}

domain::names! {
    /// How the service is provided (Bereitstellung).
    pub enum Provision {
        /// Eigenentwicklung.
        Own = "own",
        /// Formularbaukasten.
        FormBuilder = "form_builder",
        /// Fachverfahrenshersteller.
        Vendor = "vendor",
        /// Zentral vom Land.
        StateCentral = "state_central",
        /// Einer für Alle (EfA).
        Efa = "efa",
    }
}

/// Maturity (Reifegrad); the models have different scales, so both are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Maturity {
    /// "1.1" (OZG) or "2.0" (July 2025).
    #[schema(pattern = "^(1\\.1|2\\.0)$")]
    pub model: String,
    /// Level in that model; in 1.1: 0 offline, 1 information, 2 form assistant, 3 online service, 4 online transaction.
    #[schema(maximum = 10)]
    pub level: u8,
}

/// An online service (Online-Dienst, Online-Verfahren).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnlineService {
    /// `OnlineService`.
    #[serde(rename = "type")]
    pub item_type: OnlineServiceTag,
    /// Name.
    #[schema(min_length = 1, max_length = 300)]
    pub name: String,
    /// Where it is offered.
    #[schema(
        pattern = "^https?://[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]+$",
        max_length = 2000
    )]
    pub url: Option<String>,
    /// Responsible office.
    pub office: Option<Uuid>,
    /// Key of the service in the catalogue (LeiKa-Schlüssel): 14 digits as text.
    #[schema(pattern = "^[0-9]{14}$")]
    pub leika_key: Option<String>,
    /// OZG-ID: 5 digits as text.
    #[schema(pattern = "^[0-9]{5}$")]
    pub ozg_id: Option<String>,
    /// Topic field.
    pub topic_field: Option<TopicField>,
    /// Typing.
    pub typing: Option<Typing>,
    /// How it is provided.
    pub provision: Option<Provision>,
    /// Maturity.
    pub maturity: Option<Maturity>,
    /// Whether it counts as an online service: it can be sent off electronically.
    #[serde(default = "yes")]
    pub counts_as_online_service: bool,
    /// Why it counts or does not.
    #[schema(min_length = 1, max_length = 1000)]
    pub counts_reason: Option<String>,
    /// Id of the service in the state's portal (leistungId).
    #[schema(min_length = 1, max_length = 100)]
    pub portal_id: Option<String>,
    /// Means of authentication (Identifizierungsmittel).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = domain::schema::short_texts)]
    pub authentication_means: Vec<String>,
    /// Payment methods (Zahlungsweisen).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = domain::schema::short_texts)]
    pub payment_methods: Vec<String>,
    /// Languages (BCP 47).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = domain::schema::short_texts)]
    pub languages: Vec<String>,
    /// How far it is.
    pub state: ServiceState,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

fn yes() -> bool {
    true
}

impl Record for OnlineService {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("OnlineService".into()),
            state: Some(self.state.name().into()),
            office: self.office,
            visibility: self.visibility,
            sort_key: sort_key(&self.name),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&ServiceState::STATES)
    }

    fn measures(&self) -> Vec<Measure> {
        let counts = self.state == ServiceState::Online && self.counts_as_online_service;
        counts.then(|| Measure::one(ONLINE_SERVICES)).into_iter().collect()
    }

    fn references(&self) -> Vec<Reference> {
        self.office.map(|id| Reference::new("/office", Shape::Office, id)).into_iter().collect()
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        if !self.counts_as_online_service && self.counts_reason.is_none() {
            violations.push(Violation::at("/countsReason", "is required for a service that does not count"));
        }
        if let Some(maturity) = &self.maturity
            && maturity.model == "1.1"
            && maturity.level > 4
        {
            violations.push(Violation::at("/maturity/level", "in model 1.1 levels go from 0 to 4"));
        }
    }
}
