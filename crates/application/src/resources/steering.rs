//! What every project has besides its items, to be steered by: risks, decisions needed, costs, funding.

use serde_json::Value;

use domain::decision::{Decision, DecisionState};
use domain::money::{Cost, Funding, FundingState};
use domain::payload::Shape;
use domain::risk::{Risk, RiskState};

use crate::access::permission::Edit;
use crate::records::matching::KnownBy;
use crate::records::resource::{Filter, Resource};
use crate::resources::plain::plain;

impl Resource for Risk {
    const SHAPE: Shape = Shape::Risk;
    const COLLECTION: &'static str = "/v1/projects/{slug}/risks";
    const OWN: &'static str = "id";
    const ONE: &'static str = "risk";
    const MANY: &'static str = "risks";
    const SCHEMA: &'static str = "Risk";
    const FILTERS: &'static [Filter] = &[Filter::State("state", || RiskState::STATES.names())];
    type Write = Edit;

    plain!(Risk, read);
}

impl Resource for Decision {
    const SHAPE: Shape = Shape::Decision;
    const COLLECTION: &'static str = "/v1/projects/{slug}/decisions";
    const OWN: &'static str = "id";
    const ONE: &'static str = "decision";
    const MANY: &'static str = "decisions";
    const SCHEMA: &'static str = "Decision";
    const FILTERS: &'static [Filter] = &[Filter::State("state", || DecisionState::STATES.names())];
    const REFERS: bool = true;
    type Write = Edit;

    plain!(Decision, read);
}

impl Resource for Cost {
    const SHAPE: Shape = Shape::Cost;
    const COLLECTION: &'static str = "/v1/projects/{slug}/costs";
    const OWN: &'static str = "id";
    const ONE: &'static str = "cost";
    const MANY: &'static str = "costs";
    const SCHEMA: &'static str = "Cost";
    type Write = Edit;

    plain!(Cost, read);
}

impl Resource for Funding {
    const SHAPE: Shape = Shape::Funding;
    const COLLECTION: &'static str = "/v1/projects/{slug}/funding";
    const OWN: &'static str = "id";
    const ONE: &'static str = "funding grant";
    const MANY: &'static str = "funding grants";
    const SCHEMA: &'static str = "Funding";
    const FILTERS: &'static [Filter] = &[Filter::State("state", || FundingState::STATES.names())];
    type Write = Edit;

    plain!(Funding, read);

    fn known_by(_: &Value) -> KnownBy {
        &[&["programme"]]
    }
}
