//! Roles, grants and views by example.

use uuid::Uuid;

use super::*;

#[test]
fn a_role_holds_where_it_is_given() {
    let (ozg, dms, it) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let caller = Caller {
        grants: vec![
            Grant { role: Role::Editor, place: GrantScope::Project(ozg) },
            Grant { role: Role::Viewer, place: GrantScope::Office(it) },
        ],
        ..Caller::anonymous()
    };
    assert!(caller.may(Role::Editor, &[ozg]) && caller.may(Role::Viewer, &[dms, it]));
    assert!(
        !caller.may(Role::Editor, &[dms, it]) && !caller.may(Role::Viewer, &[dms]) && !caller.may(Role::Viewer, &[])
    );
    let view = caller.view();
    assert!(view.sees(Visibility::Internal, [ozg]) && view.sees(Visibility::Internal, [dms, it]));
    assert!(!view.sees(Visibility::Internal, [dms]) && !view.sees(Visibility::NonPublic, [ozg]));
    assert!(view.sees(Visibility::Public, []) && view.within([it]) == View::INTERNAL && view.within([dms]) == view);
}

#[test]
fn admin_includes_all_and_every_role_includes_viewer() {
    for role in Role::ALL {
        assert!(Role::Admin.includes(*role) && role.includes(Role::Viewer));
    }
    assert!(
        !Role::Author.includes(Role::Editor)
            && !Role::Editor.includes(Role::Approver)
            && !Role::Approver.includes(Role::Admin)
    );
}

#[test]
fn a_grant_is_read_in_three_forms() {
    let id = Uuid::from_u128(7);
    let read = |text: &str| text.parse::<NamedGrant>();
    assert_eq!(read("viewer").unwrap().place, NamedGrantScope::City);
    assert_eq!(read("editor:project:ozg").unwrap().place, NamedGrantScope::Project("ozg".into()));
    assert_eq!(read(&format!("admin:office:{id}")).unwrap().place, NamedGrantScope::Office(id));
    for wrong in ["", "chef", "editor:", "editor:project:", "editor:office:x", "editor:city:x", "Editor"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
