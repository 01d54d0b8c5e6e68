//! The council: meetings, the sign-off of reports, and what an earlier report said.

pub mod attachment;
pub mod baseline;
pub mod correction;
pub mod meetings;
pub mod report;
pub mod sign_off_history;
pub mod step;
pub mod transitions;
