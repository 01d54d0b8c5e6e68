//! Where things stand in the chart of milestones.

/// How high a line of a label is: of its title, and of what is said of it.
pub const TITLE_LINE: f64 = 23.0;
pub const STATE_LINE: f64 = 21.0;
pub const TOP: f64 = 110.0;
pub const LEFT: f64 = 118.0;
pub const RIGHT: f64 = 600.0;
/// Room between axis and first day, for what was agreed before anybody forecast anything.
pub const BAND: f64 = 112.0;
pub const RADIUS: f64 = 5.5;
