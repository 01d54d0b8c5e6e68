//! What is said: facts as of a day become a document, and the document a file.

pub mod compose;
pub mod formats;
pub mod front_page;
pub mod overview;
pub mod style;
