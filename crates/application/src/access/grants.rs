//! Grants: roles and where they hold, as they are asked for and as they are answered.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::{Grant, GrantScope, NamedGrant, NamedGrantScope, Role};
use domain::error::{Error, Result, Violation};
use store::Reading;

/// A role to be given, and where.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantRequest {
    /// The role.
    pub role: Role,
    /// Only in this project: its slug.
    #[schema(min_length = 1, max_length = 60, example = "ozg")]
    pub project: Option<String>,
    /// Only in the projects and for the items of which this office is responsible.
    pub office: Option<Uuid>,
}

/// A role, and where it holds: in a project, for an office, or in the whole city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Grant)]
pub struct GrantAnswer {
    /// The role.
    pub role: Role,
    /// Slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<Uuid>,
}

/// Grants as they are answered: projects by their slugs.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn answers(reading: &mut Reading<'_>, grants: &[Grant]) -> Result<Vec<GrantAnswer>> {
    let answers = grants.iter().map(|grant| {
        let (project, office) = match grant.place {
            GrantScope::City => (None, None),
            GrantScope::Project(id) => (reading.name_of(id)?, None),
            GrantScope::Office(id) => (None, Some(id)),
        };
        Ok(GrantAnswer { role: grant.role, project, office })
    });
    answers.collect()
}

/// Looks up what the roles name.
///
/// # Errors
/// `Invalid` with every role that names two places, or one that is not there.
pub fn find(reading: &mut Reading<'_>, roles: &[GrantRequest]) -> Result<Vec<Grant>> {
    let (mut grants, mut violations) = (Vec::new(), Vec::new());
    for (n, wanted) in roles.iter().enumerate() {
        let (field, place) = match (&wanted.project, wanted.office) {
            (None, None) => ("role", NamedGrantScope::City),
            (Some(slug), None) => ("project", NamedGrantScope::Project(slug.clone())),
            (None, Some(id)) => ("office", NamedGrantScope::Office(id)),
            (Some(_), Some(_)) => {
                violations.push(Violation::at(format!("/roles/{n}"), "names a project and an office; give two roles"));
                continue;
            }
        };
        match reading.grant(&NamedGrant { role: wanted.role, place })? {
            Some(grant) => grants.push(grant),
            None => violations.push(Violation::at(format!("/roles/{n}/{field}"), format!("there is no such {field}"))),
        }
    }
    if violations.is_empty() { Ok(grants) } else { Err(Error::Invalid(violations)) }
}
