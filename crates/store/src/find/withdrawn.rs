//! Who sees what, and withdrawal: what is hidden now is hidden for every day and every moment, so that no earlier one
//! undoes it.
//!
//! What decides is the version that holds today. Where none does, because something has ended or is retracted, the
//! last word on it decides: what was recorded last.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use uuid::Uuid;

use crate::connection::database;
use crate::ledger::Reading;
use crate::schema::version;
use domain::access::{Level, View, Visibility};
use domain::error::Result;
use domain::time::{AsOf, Bound};

define_sql_function! {
    /// The first of the two that is not null.
    fn coalesce(value: Nullable<Text>, otherwise: Text) -> Text;
}

/// Whether the view sees a row, as a condition on its columns. It is never null, so that it can be denied; and its form
/// does not depend on how many places of their own somebody has.
macro_rules! seen {
    ($view:expr, $visibility:expr, $subject:expr, $parent:expr, $office:expr) => {{
        use crate::find::coalesce;
        use diesel::sql_types::Text;
        let [first, second, third] = $view.visible();
        let own = || $view.own().into_sql::<Text>();
        let part = |id| "%".into_sql::<Text>().concat(id).concat("%");
        // No list of ids contains a question mark.
        let named = own()
            .like("%".into_sql::<Text>().concat($subject).concat("%"))
            .or(own().like(part(coalesce($parent, "?"))))
            .or(own().like("%".into_sql::<Text>().concat(coalesce($office, "?")).concat("%")));
        let internal = domain::access::Visibility::Internal.name();
        $visibility
            .eq(first)
            .or($visibility.eq(second))
            .or($visibility.eq(third))
            .or($visibility.eq(internal).and(named))
    }};
}
pub(crate) use seen;

/// [`seen`] of a row of table version.
macro_rules! seen_version {
    ($view:expr) => {{
        use crate::schema::version;
        crate::find::seen!($view, version::visibility, version::subject, version::parent, version::office)
    }};
}
pub(crate) use seen_version;

impl Reading<'_> {
    /// What belongs to something and was not always public: of the rest nothing can have been withdrawn.
    pub(crate) fn not_always_public(&mut self, parent: Uuid) -> Result<BTreeSet<String>> {
        // Said as a literal, because only then the index over what was ever not public serves.
        let not_public = diesel::dsl::sql::<Bool>("version.visibility <> 'public'");
        let query = version::table.filter(version::parent.eq(parent.to_string())).filter(not_public);
        let subjects: Vec<String> =
            query.select(version::subject).distinct().load(self.connection).map_err(database)?;
        Ok(subjects.into_iter().collect())
    }

    /// Whether what is known now hides something from the view.
    pub(crate) fn hidden_today(&mut self, id: Uuid, as_of: &AsOf, view: &View) -> Result<bool> {
        if view.level() == Level::Everything || (as_of.latest && as_of.day == as_of.today) {
            return Ok(false);
        }
        let today = Bound::from(as_of.today).number();
        let of = || version::table.filter(version::subject.eq(id.to_string()));
        type Word = (String, Option<String>, Option<String>);
        let word = (version::visibility, version::parent, version::office);
        let now: Option<Word> = of()
            .filter(version::recorded_to.is_null())
            .filter(version::valid_from.le(today))
            .filter(version::valid_to.gt(today))
            .select(word)
            .first(self.connection)
            .optional()
            .map_err(database)?;
        let decisive = match now {
            Some(word) => vec![word],
            None => {
                let last: Option<i64> =
                    of().select(diesel::dsl::max(version::recorded_from)).first(self.connection).map_err(database)?;
                let words = of().filter(version::recorded_from.eq(last.unwrap_or_default()));
                words.select(word).load(self.connection).map_err(database)?
            }
        };
        Ok(decisive.iter().any(|(visibility, parent, office)| {
            let places = [parent, office].into_iter().flatten().filter_map(|id| id.parse().ok()).chain([id]);
            !view.sees(Visibility::stored(visibility), places)
        }))
    }
}

/// The same rule as a condition on `$subject`, a column of the table that is asked.
macro_rules! not_withdrawn {
    ($subject:expr, $as_of:expr, $view:expr) => {{
        use crate::schema::version;
        let today = domain::time::Bound::from($as_of.today).number();
        let (hidden, now, word, later) =
            diesel::alias!(version as hidden, version as now, version as word, version as later);
        macro_rules! unseen {
            ($alias:ident) => {
                diesel::dsl::not(crate::find::seen!(
                    $view,
                    $alias.field(version::visibility),
                    $alias.field(version::subject),
                    $alias.field(version::parent),
                    $alias.field(version::office)
                ))
            };
        }
        let hidden_now = hidden
            .filter(hidden.field(version::subject).eq($subject))
            .filter(hidden.field(version::recorded_to).is_null())
            .filter(hidden.field(version::valid_from).le(today))
            .filter(hidden.field(version::valid_to).gt(today))
            .filter(unseen!(hidden));
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
            .filter(unseen!(word))
            .filter(diesel::dsl::not(diesel::dsl::exists(later_word)));
        let last_shown = diesel::dsl::not(diesel::dsl::exists(hidden_last));
        diesel::dsl::not(diesel::dsl::exists(hidden_now)).and(diesel::dsl::exists(there_now).or(last_shown))
    }};
}
pub(crate) use not_withdrawn;
