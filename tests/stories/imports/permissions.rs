//! Who may import what, row by row, and who reads what became of it.

use sachstand::domain::access::{Grant, GrantScope, Role, TokenScope};
use serde_json::json;

use super::csv;
use crate::http::{Callers, id, project};
use crate::support::on_both;

#[test]
fn a_role_for_one_office_holds_row_by_row() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let office = |name: &str| {
            id(&callers.editor.post("/v1/offices", &json!({"name": name, "shortName": name})).expect(201).json())
        };
        let (own, other) = (office("Bauamt"), office("Kämmerei"));
        let grant = Grant { role: Role::Editor, place: GrantScope::Office(own.parse().unwrap()) };
        let clerk = callers.stranger.with_token(city.token(vec![grant], TokenScope::Write));
        let table = |office: &str| {
            format!(
                "name;state;office;validFrom\r\nBauantrag;online;{own};start\r\nHundesteuer;online;{office};start\r\n"
            )
        };
        let before = city.last();
        let refused = csv(&clerk, "as=online-services&project=ozg", &table(&other)).expect(422).json();
        assert_eq!(refused["rows"]["refused"], 1);
        assert_eq!(refused["violations"][0]["pointer"], "/rows/2/");
        assert_eq!(city.last(), before);
        let done = csv(&clerk, "as=online-services&project=ozg", &table(&own)).expect(201).json();
        // What became of it is read by the importer and by the administration.
        let path = done["links"]["self"].as_str().unwrap();
        for (caller, status) in [(&clerk, 200), (&callers.admin, 200), (&callers.editor, 404), (&callers.stranger, 401)]
        {
            caller.get(path).expect(status);
            caller.get(&format!("{path}/rows")).expect(status);
        }
        // Offices are for the city.
        csv(&clerk, "as=offices", "name;shortName\r\nx;y\r\n").expect(403);
        csv(&callers.viewer, "as=offices", "name;shortName\r\nx;y\r\n").expect(403);
        csv(&callers.author, "as=offices", "name;shortName\r\nx;y\r\n").expect(403);
        csv(&callers.author, "as=committees", "name;shortName\r\nx;y\r\n").expect(201);
    });
}

#[test]
fn what_is_hidden_is_neither_found_nor_told() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "dms");
        let pool = json!({"type": "LicencePool", "product": "Geheim", "model": "site", "contracted": 5, "assigned": 0, "visibility": "non_public"});
        let hidden = id(&callers.admin.post("/v1/projects/dms/items?validFrom=start", &pool).expect(201).json());
        let row = json!([{"product": "Geheim", "model": "site", "contracted": 7, "assigned": 0, "validFrom": "start"}]);
        let told = callers.editor.post("/v1/imports?as=licence-pools&dryRun=true", &row).expect(200).json();
        assert_eq!(told["data"][0]["outcome"], "created");
        let row = json!([{"id": hidden, "product": "x", "model": "site", "contracted": 7, "assigned": 0, "validFrom": "start"}]);
        let told = callers.editor.post("/v1/imports?as=licence-pools&dryRun=true", &row).expect(200).json();
        assert_eq!(told["data"][0]["outcome"], "refused");
        assert!(!told.to_string().contains("Geheim"), "{told}");
    });
}

/// What may be changed by a request may be changed by a row: also the project in which a role holds.
#[test]
fn a_role_in_a_project_holds_for_the_project_itself() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        project(&callers.editor, "dms");
        let stored: uuid::Uuid = id(&callers.admin.get("/v1/projects/ozg").expect(200).json()).parse().unwrap();
        let grant = Grant { role: Role::Editor, place: GrantScope::Project(stored) };
        let editor = callers.stranger.with_token(city.token(vec![grant], TokenScope::Write));
        // Columns that are not named stay: the slug is enough to know a project by.
        let done = csv(&editor, "as=projects", "slug;goal\nozg;Alles online\n").expect(201).json();
        assert_eq!(done["rows"]["changed"], 1);
        assert_eq!(callers.viewer.get("/v1/projects/ozg").expect(200).json()["goal"], "Alles online");
        csv(&editor, "as=projects", "slug;goal\ndms;Alles elektronisch\n").expect(422);
    });
}
