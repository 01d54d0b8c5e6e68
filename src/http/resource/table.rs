//! Lists as tables.

use uuid::Uuid;

use crate::http::etag::Answer;
use crate::http::paging::{MOST, Paging};
use crate::http::{App, export};
use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::table::{Csv, Profile};
use store::Query;

use application::records::representation::shown;
use application::records::resource::Resource;
use application::records::scope::{Place, Scope, When};

/// The whole list as CSV, in its order; read in parts, so that only its text is held at once.
pub(super) fn table<R: Resource>(
    app: &App,
    paging: &Paging<(String, Uuid)>,
    mut query: Query,
    place: &Place,
    view: &View,
    profile: Profile,
) -> Result<Answer> {
    app.store.read(|reading| {
        let as_of = paging.resolve(reading, view)?;
        let scope = Scope::find(reading, R::COLLECTION, place, When::AsOf(&as_of), view)?;
        query.parent = scope.parent;
        query.limit = Some(MOST);
        let table = match &query.class {
            Some(class) if R::SHAPE == Shape::Item => R::table(Some(&scope)).only(&[class]),
            _ => R::table(Some(&scope)),
        };
        let mut csv = Csv::new(Vec::new(), profile)?;
        csv.record(table.header())?;
        loop {
            let page = reading.list(R::SHAPE, &query, &as_of, &scope.view)?;
            for stored in &page.rows {
                let value = shown::<R>(reading, stored, "", &scope.view, view)?;
                csv.record(table.record(stored.id, stored.span, &value, profile))?;
            }
            if page.next.is_none() {
                break;
            }
            query.after = page.next;
        }
        let collection = R::COLLECTION.rsplit('/').next().unwrap_or_default();
        let above = place.slug.iter().chain(&place.key).map(|name| format!("{name}-")).collect::<String>();
        Ok(export::file(&format!("{above}{collection}-"), as_of.day, csv.finish()?))
    })
}
