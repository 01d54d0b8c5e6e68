//! Withdrawal: what is hidden now is hidden for every day and every moment, so that no earlier one undoes it.
//!
//! What decides is the version that holds today. Where none does, because something has ended or is retracted, the
//! last word on it decides: what was recorded last.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::access::{View, Visibility};
use crate::domain::error::Result;
use crate::domain::time::{AsOf, Edge};
use crate::store::Reading;
use crate::store::connection::database;
use crate::store::schema::version;

impl Reading<'_> {
    /// Whether what is known now hides something from the view.
    pub(super) fn hidden_today(&mut self, id: Uuid, as_of: &AsOf, view: View) -> Result<bool> {
        if view == View::Everything || (as_of.latest && as_of.day == as_of.today) {
            return Ok(false);
        }
        let today = Edge::from(as_of.today).number();
        let of = || version::table.filter(version::subject.eq(id.to_string()));
        let now: Option<String> = of()
            .filter(version::recorded_to.is_null())
            .filter(version::valid_from.le(today))
            .filter(version::valid_to.gt(today))
            .select(version::visibility)
            .first(self.connection)
            .optional()
            .map_err(database)?;
        let decisive = match now {
            Some(visibility) => vec![visibility],
            None => {
                let last: Option<i64> =
                    of().select(diesel::dsl::max(version::recorded_from)).first(self.connection).map_err(database)?;
                let words = of().filter(version::recorded_from.eq(last.unwrap_or_default()));
                words.select(version::visibility).load(self.connection).map_err(database)?
            }
        };
        Ok(decisive.iter().any(|visibility| !view.sees(Visibility::stored(visibility))))
    }
}

/// The same rule as a condition on `$subject`, a column of the table that is asked.
macro_rules! not_withdrawn {
    ($subject:expr, $as_of:expr, $view:expr) => {{
        use crate::store::schema::version;
        let today = crate::domain::time::Edge::from($as_of.today).number();
        let (first, second) = $view.visible();
        let (hidden, now, word, later) =
            diesel::alias!(version as hidden, version as now, version as word, version as later);
        let hidden_now = hidden
            .filter(hidden.field(version::subject).eq($subject))
            .filter(hidden.field(version::recorded_to).is_null())
            .filter(hidden.field(version::valid_from).le(today))
            .filter(hidden.field(version::valid_to).gt(today))
            .filter(hidden.field(version::visibility).ne(first).and(hidden.field(version::visibility).ne(second)));
        let there_now = now
            .filter(now.field(version::subject).eq($subject))
            .filter(now.field(version::recorded_to).is_null())
            .filter(now.field(version::valid_from).le(today))
            .filter(now.field(version::valid_to).gt(today));
        let later_word = later
            .filter(later.field(version::subject).eq(word.field(version::subject)))
            .filter(later.field(version::recorded_from).gt(word.field(version::recorded_from)));
        let hidden_last = word
            .filter(word.field(version::subject).eq($subject))
            .filter(word.field(version::visibility).ne(first).and(word.field(version::visibility).ne(second)))
            .filter(diesel::dsl::not(diesel::dsl::exists(later_word)));
        let last_shown = diesel::dsl::not(diesel::dsl::exists(hidden_last));
        diesel::dsl::not(diesel::dsl::exists(hidden_now)).and(diesel::dsl::exists(there_now).or(last_shown))
    }};
}
pub(in crate::store) use not_withdrawn;
