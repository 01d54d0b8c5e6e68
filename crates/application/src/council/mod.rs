//! The council: meetings, the sign-off of reports, and what an earlier report said.

pub mod baseline;
pub mod life;
pub mod meetings;
