//! The council: meetings, the sign-off of reports, and what an earlier report said.

pub mod baseline;
pub mod meetings;
pub mod sign_off_history;
