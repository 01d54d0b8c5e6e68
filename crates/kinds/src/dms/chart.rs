//! What is drawn of licences and of the rollout.

use crate::chart::{Bars, ChartData};
use crate::{Facts, rollout};

use super::licence_pool::LicencePool;

/// Licences contracted and assigned by product, then the offices.
pub fn charts(facts: &Facts) -> Vec<ChartData> {
    let pools = facts.items_of::<LicencePool>("LicencePool");
    let row = |pool: LicencePool| (pool.product, vec![f64::from(pool.contracted), f64::from(pool.assigned)]);
    let licences = Bars {
        key: "licences",
        title: "Beschaffte und zugewiesene Lizenzen",
        of: "Produkt",
        names: &["beschafft", "zugewiesen"],
        rows: pools.into_iter().map(row).collect(),
    };
    let licences = (!licences.rows.is_empty()).then_some(ChartData::Bars(licences));
    licences.into_iter().chain(rollout::stages(facts, &[rollout::Module::Dms])).collect()
}
