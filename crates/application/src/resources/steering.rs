//! What every project has besides its items, to be steered by: risks, decisions needed, costs, funding.

use serde_json::Value;

use domain::decision::{Decision, DecisionState};
use domain::money::{Cost, Funding, FundingState};
use domain::payload::Shape;
use domain::risk::{Risk, RiskState};

use crate::access::permission::Edit;
use crate::records::address::{Address, Segment};
use crate::records::resource::{Filter, Resource};
use crate::records::rules::{NaturalKeys, Rules};
use crate::resources::plain::plain;

impl Resource for Risk {
    const SHAPE: Shape = Shape::Risk;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/risks",
        id_segment: Segment::Id,
        singular: "risk",
        plural: "risks",
        schema: "Risk",
        about: "What may go wrong, and who looks after it.",
    };
    const FILTERS: &'static [Filter] = &[Filter::State("state", || RiskState::STATES.names())];
    type Write = Edit;

    plain!(Risk, read);
}

impl Rules for Risk {}

impl Resource for Decision {
    const SHAPE: Shape = Shape::Decision;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/decisions",
        id_segment: Segment::Id,
        singular: "decision",
        plural: "decisions",
        schema: "Decision",
        about: "What somebody must decide before a project can go on.",
    };
    const FILTERS: &'static [Filter] = &[Filter::State("state", || DecisionState::STATES.names())];
    const REFERS: bool = true;
    type Write = Edit;

    plain!(Decision, read);
}

impl Rules for Decision {}

impl Resource for Cost {
    const SHAPE: Shape = Shape::Cost;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/costs",
        id_segment: Segment::Id,
        singular: "cost",
        plural: "costs",
        schema: "Cost",
        about: "What a project costs, planned and actual, year by year.",
    };
    type Write = Edit;

    plain!(Cost, read);
}

impl Rules for Cost {}

impl Resource for Funding {
    const SHAPE: Shape = Shape::Funding;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/funding",
        id_segment: Segment::Id,
        singular: "funding grant",
        plural: "funding grants",
        schema: "Funding",
        about: "Who pays for a project besides the city.",
    };
    const FILTERS: &'static [Filter] = &[Filter::State("state", || FundingState::STATES.names())];
    type Write = Edit;

    plain!(Funding, read);
}

impl Rules for Funding {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["programme"]]
    }
}
