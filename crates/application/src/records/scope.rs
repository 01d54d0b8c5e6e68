//! Where a request points to, and to what that belongs: found through its parents, so that an id of another project never
//! works.

use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::AsOf;
use kinds::Kind;
use store::{Reading, Stored};

/// Where a request points to: the segments of its path.
#[derive(Clone, Debug)]
pub struct PathParams {
    /// The slug of the project.
    pub slug: Option<String>,
    /// The key of the indicator.
    pub key: Option<String>,
    /// The id of the report.
    pub report: Option<String>,
    /// The id of the thing itself.
    pub id: Option<String>,
    /// The path as it was asked.
    pub path: String,
}

impl PathParams {
    /// The slug of the project in it, if there is one.
    pub fn project(&self) -> &str {
        self.slug.as_deref().unwrap_or_default()
    }

    /// A place in a collection that is not that of the request: in a project, of an indicator.
    pub fn within(collection: &str, slug: Option<&str>, key: Option<&str>) -> Self {
        let named = |name: Option<&str>| name.filter(|s| !s.contains('\0')).map(str::to_owned);
        let path = collection.replace("{slug}", slug.unwrap_or_default()).replace("{key}", key.unwrap_or_default());
        Self { slug: named(slug), key: named(key), report: None, id: None, path }
    }
}

/// To what a resource belongs: found through its parents, so that an id of another project never works.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The direct parent.
    pub parent: Option<Uuid>,
    /// The project, if it belongs to one.
    pub project: Option<Uuid>,
    /// The kind of that project.
    pub kind: Option<&'static Kind>,
    /// The key of the indicator, if it belongs to one.
    pub indicator: Option<String>,
    /// The direct parent as it was found.
    pub found: Option<Stored>,
    /// The office responsible for the project.
    pub office: Option<Uuid>,
    /// What the caller sees here.
    pub view: View,
}

/// Whether parents are looked up as of a day and a change, or as they are now.
#[derive(Clone, Copy, Debug)]
pub enum When<'a> {
    /// For reads.
    AsOf(&'a AsOf),
    /// For writes, which may concern what does not hold today.
    Now,
    /// For histories, which outlive a retraction.
    Ever(&'a AsOf),
}

impl Scope {
    /// Finds the parents named in `collection`.
    ///
    /// # Errors
    /// `NotFound` when one of them is not there for this view.
    pub fn find(
        reading: &mut Reading<'_>,
        collection: &str,
        place: &PathParams,
        when: When<'_>,
        view: &View,
    ) -> Result<Self> {
        let mut scope = Self::in_view(view.clone());
        if collection.contains("{slug}") {
            let slug = place.slug.as_deref().unwrap_or_default();
            let id = reading.subject_of(Shape::Project, None, slug)?.ok_or(Error::NotFound)?;
            scope.found = resolve(reading, Shape::Project, None, id, when, view)?;
            scope.office = scope.found.as_ref().and_then(|project| project.office);
            scope.view = view.within(scope.office.into_iter().chain([id]));
            let kind = scope.found.as_ref().and_then(|p| p.value.get("kind")).and_then(Value::as_str);
            scope.kind = kind.and_then(kinds::kind);
            scope.project = Some(id);
            scope.parent = Some(id);
        }
        if collection.contains("{key}") {
            let key = place.key.as_deref().unwrap_or_default();
            let id = reading.subject_of(Shape::Indicator, scope.project, key)?.ok_or(Error::NotFound)?;
            scope.found = resolve(reading, Shape::Indicator, scope.project, id, when, &scope.view)?;
            scope.indicator = Some(key.to_owned());
            scope.parent = Some(id);
        }
        if collection.contains("{report}") {
            let id = place.report.as_deref().and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
            scope.found = resolve(reading, Shape::Report, None, id, when, view)?;
            scope.parent = Some(id);
        }
        Ok(scope)
    }

    /// Inside a project that is loaded already; `view` is what the caller sees there.
    pub fn of_project(stored: &Stored, view: View) -> Self {
        let kind = stored.value.get("kind").and_then(Value::as_str).and_then(kinds::kind);
        let id = Some(stored.id);
        Self { project: id, parent: id, kind, office: stored.office, ..Self::in_view(view) }
    }

    /// What belongs to nothing, in a view.
    pub fn in_view(view: View) -> Self {
        Self { parent: None, project: None, kind: None, indicator: None, found: None, office: None, view }
    }

    /// By what a role can hold for what is found here: the project, the office responsible for it, and of the thing
    /// itself, if it is a project, its id, and its own office.
    pub fn places(&self, shape: Shape, id: Option<Uuid>, office: Option<Uuid>) -> Vec<Uuid> {
        let own = id.filter(|_| shape == Shape::Project);
        [self.project, self.office, own, office].into_iter().flatten().collect()
    }

    /// The kind of the project.
    ///
    /// # Errors
    /// `Internal` when the ledger knows a kind that this version of the program does not.
    pub fn kind(&self) -> Result<&'static Kind> {
        self.kind.ok_or_else(|| Error::internal("the kind of the project is not known to this version"))
    }
}

fn resolve(
    reading: &mut Reading<'_>,
    shape: Shape,
    parent: Option<Uuid>,
    id: Uuid,
    when: When<'_>,
    view: &View,
) -> Result<Option<Stored>> {
    match when {
        When::AsOf(as_of) => reading.find(shape, parent, id, as_of, view)?.map(Some).ok_or(Error::NotFound),
        When::Now => reading.present(shape, parent, id, view)?.map(Some).ok_or(Error::NotFound),
        When::Ever(as_of) if reading.remembered(shape, parent, id, as_of, view)? => {
            reading.present(shape, parent, id, view)
        }
        When::Ever(_) => Err(Error::NotFound),
    }
}
