//! What refers to what, and what belongs to what.

use sachstand::domain::access::View;
use sachstand::domain::error::Error;
use sachstand::domain::payload::{Payload, Shape};
use sachstand::store::Window;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{code, indicator, office, on_both, payload, project, service, since, with};

fn of(office: impl Into<Value>, project: &Payload) -> Payload {
    with(project, "office", &office.into()).unwrap()
}

#[test]
fn nothing_refers_to_what_is_not_there() {
    on_both(|city| {
        let nobody = Uuid::from_u128(7).to_string();
        let mut wrong = of(nobody.clone(), &project("ozg")).value;
        wrong["participatingOffices"] = json!([nobody, Uuid::from_u128(8).to_string()]);
        let wrong = payload(Shape::Project, wrong);
        let refused = city.create(None, &wrong, Window::default()).unwrap_err();
        assert_eq!(code(&refused), "invalid /office /participatingOffices/0 /participatingOffices/1");
        assert_eq!(city.last().0, 0);

        // An id of something else is no office either, nor is the thing itself.
        let ozg = city.add(None, &project("ozg"));
        let refused = city.patch(ozg, Window::default(), "office", ozg.id.to_string()).unwrap_err();
        assert_eq!(code(&refused), "invalid /office");
        let it = city.add(None, &office("IT"));
        let refused = city.patch(it, Window::default(), "parent", it.id.to_string()).unwrap_err();
        assert_eq!(code(&refused), "invalid /parent");
    });
}

#[test]
fn what_is_referred_to_cannot_be_retracted_and_the_referrers_are_named() {
    on_both(|city| {
        let it = city.create(None, &office("IT"), since("start")).unwrap();
        let ozg = city.add(None, &of(it.id.to_string(), &project("ozg")));
        let Err(Error::Conflict(refusal)) = city.delete(it, Window::default()) else { panic!("retracted") };
        assert_eq!(refusal.code, "referred-to");
        let referrers = json!([{"id": ozg.id.to_string(), "shape": "project", "pointer": "/office"}]);
        assert_eq!(refusal.members["referrers"], referrers);
        // It may be dissolved, for then it still was.
        city.delete(it, since("2023-12-31")).unwrap();
        // Nor does it help that the project moves on: until today it was so.
        city.patch(ozg, since("2023-05-01"), "office", Value::Null).unwrap();
        assert_eq!(code(&city.delete(it, Window::default()).unwrap_err()), "referred-to");
        city.patch(ozg, since("start"), "office", Value::Null).unwrap();
        city.delete(it, Window::default()).unwrap();
        let refused = city.patch(ozg, Window::default(), "office", it.id.to_string()).unwrap_err();
        assert_eq!(code(&refused), "invalid /office", "what is retracted is not there");
    });
}

#[test]
fn a_project_is_not_retracted_before_what_belongs_to_it() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let ummeldung = city.add(Some(ozg), &service("Ummeldung", "planned"));
        let Err(Error::Conflict(refusal)) = city.delete(ozg, Window::default()) else { panic!("retracted") };
        assert_eq!(refusal.members["referrers"][0]["shape"], "item");
        city.delete(ummeldung, Window::default()).unwrap();
        city.delete(ozg, Window::default()).unwrap();
        // Now nothing begins there, and what was there does not come back without it.
        let refused = city.create(Some(ozg), &indicator("visits"), Window::default()).unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{refused:?}");
        let refused = city.put(ummeldung, Window::default(), &service("Ummeldung", "planned")).unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{refused:?}");
        city.put(ozg, Window::default(), &project("ozg")).unwrap();
        city.put(ummeldung, Window::default(), &service("Ummeldung", "planned")).unwrap();
        assert!(city.find(&View::PUBLIC, ummeldung, None, None).is_some());
    });
}

#[test]
fn nothing_begins_under_a_parent_that_never_was() {
    on_both(|city| {
        let ozg = city.add(None, &project("ozg"));
        let nowhere = crate::support::Thing { id: Uuid::from_u128(9), ..ozg };
        let refused = city.create(Some(nowhere), &indicator("visits"), Window::default()).unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{refused:?}");
        assert_eq!(city.last().0, 1);
    });
}
