//! Audience groups: who is meant, and whether a channel reaches them.

use std::collections::BTreeMap;

use crate::Facts;
use domain::attention::{AttentionKind, Finding};

use super::activity::Activity;
use super::channel::{Channel, ChannelState};

/// Groups that are named by a channel or an activity and that no channel in use reaches.
pub fn unreached(facts: &Facts) -> Vec<Finding> {
    let (channels, activities) = (facts.items_of::<Channel>("Channel"), facts.items_of::<Activity>("Activity"));
    // The same group is written in capitals here and in small letters there.
    let name = |group: &String| (group.trim().to_lowercase(), group.trim().to_owned());
    let meant =
        channels.iter().flat_map(|c| &c.audience_groups).chain(activities.iter().flat_map(|a| &a.audience_groups));
    let mut meant: BTreeMap<String, String> = meant.map(name).collect();
    let in_use = channels.iter().filter(|c| c.state == ChannelState::Active);
    for (reached, _) in in_use.flat_map(|c| &c.audience_groups).map(name) {
        meant.remove(&reached);
    }
    meant
        .into_values()
        .map(|group| Finding {
            kind: AttentionKind::AudienceUnreached,
            place: "items?type=Channel".into(),
            explanation: "Kein Kanal in Betrieb erreicht diese Zielgruppe.".into(),
            subject: group,
            since: None,
        })
        .collect()
}
