//! Differences against naive models: day by day, and by carrying out what was found.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn edge(n: u32) -> Bound {
    match n {
        0 => Bound::START,
        13.. => Bound::END,
        month => Day::new(2023, month, 1).unwrap().into(),
    }
}

/// A history of a few slices, some of which say the same, with gaps.
fn history() -> impl Strategy<Value = Vec<Slice<Value>>> {
    prop::collection::btree_map(0u32..13, 0u32..4, 0..6).prop_map(|cuts| {
        let cuts: Vec<(u32, u32)> = cuts.into_iter().collect();
        let ends = cuts.iter().skip(1).map(|(from, _)| *from).chain([13]);
        let all = cuts.iter().zip(ends).filter(|((_, said), _)| *said > 0);
        all.map(|((from, said), to)| Slice {
            span: ValidInterval { from: edge(*from), to: edge(to) },
            payload: json!({"said": said}),
        })
        .collect()
    })
}

fn on(slices: &[Slice<Value>], day: Day) -> Option<&Value> {
    slices.iter().find(|s| s.span.contains(day)).map(|s| &s.payload)
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (0i64..5).prop_map(Value::from),
        "[a/~]{0,2}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c/~]{1,2}", inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// Carries out what was found on the old value.
fn carried_out(mut value: Value, changes: &[FieldChange]) -> Value {
    for change in changes {
        let Some((parent, last)) = change.pointer.rsplit_once('/') else {
            value = change.new.clone().unwrap();
            continue;
        };
        let name = last.replace("~1", "/").replace("~0", "~");
        match (value.pointer_mut(parent).unwrap(), &change.new) {
            (Value::Object(fields), Some(new)) => drop(fields.insert(name, new.clone())),
            (Value::Object(fields), None) => drop(fields.shift_remove(&name)),
            (Value::Array(items), Some(new)) => items[name.parse::<usize>().unwrap()] = new.clone(),
            (other, _) => panic!("{other}"),
        }
    }
    value
}

proptest! {
    #[test]
    fn every_day_that_differs_lies_in_exactly_one_stretch(before in history(), after in history()) {
        let found = along(&before, &after, true);
        for month in 0..=13u32 {
            let day = if month == 0 { Day::new(2022, 6, 1) } else { Day::new(2023, month.min(12), 1 + month / 13) }.unwrap();
            let (old, new) = (on(&before, day), on(&after, day));
            let told: Vec<&Difference> = found.iter().filter(|d| d.span.contains(day)).collect();
            prop_assert_eq!(told.len(), usize::from(old != new), "{}", day);
            if let [only] = told.as_slice() {
                prop_assert_eq!(&only.fields, &whole(old, new));
                let (was, is) = (old.is_some(), new.is_some());
                match only.effect {
                    Effect::Created => prop_assert!(before.is_empty() && is),
                    Effect::Entered => prop_assert!(!before.is_empty() && !was && is),
                    Effect::Updated | Effect::Corrected => prop_assert!(was && is),
                    Effect::Ended | Effect::Shortened => prop_assert!(was && !is && !after.is_empty()),
                    Effect::Retracted => prop_assert!(was && after.is_empty()),
                }
            }
        }
    }

    #[test]
    fn the_same_history_has_no_difference(history in history()) {
        prop_assert_eq!(along(&history, &history, true), vec![]);
    }

    #[test]
    fn what_is_found_makes_the_new_of_the_old(old in json_value(), new in json_value()) {
        let changes = fields(&old, &new);
        prop_assert_eq!(changes.is_empty(), old == new);
        prop_assert!(changes.iter().all(|c| c.old.as_ref() == old.pointer(&c.pointer)));
        prop_assert!(changes.iter().all(|c| c.old.is_some() || c.new.is_some()));
        prop_assert_eq!(carried_out(old, &changes), new);
    }
}

#[test]
fn late_entries_and_corrections_are_told_apart() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    let slice = |from: &str, to: &str, said: i64| Slice {
        span: ValidInterval { from: from.parse().unwrap(), to: to.parse().unwrap() },
        payload: json!({"said": said}),
    };
    let recorded = day("2023-04-26");
    let late = |before: &[Slice<Value>], after: &[Slice<Value>]| {
        let found = along(before, after, true);
        let week = CalendarDuration::days(7);
        found.iter().filter_map(|d| Some((d.effect, d.late(recorded, week, true)?))).collect::<Vec<_>>()
    };
    let always = [slice("start", "end", 1)];
    // An ordinary change of today cuts what was there, and says nothing new of the past.
    assert_eq!(late(&always, &[slice("start", "2023-04-26", 1), slice("2023-04-26", "end", 2)]), []);
    assert_eq!(late(&[], &always), [], "as far back as we know is no late entry");
    assert_eq!(late(&[], &[slice("2023-04-19", "end", 1)]), [], "a week late is not more than a week");
    assert_eq!(late(&[], &[slice("2023-04-18", "end", 1)]), [(Effect::Created, Late::Days(8))]);
    assert_eq!(
        late(&always, &[slice("start", "2023-03-01", 1), slice("2023-03-01", "end", 2)]),
        [(Effect::Updated, Late::Days(56))]
    );
    let two = [slice("2023-01-01", "2023-03-01", 1), slice("2023-03-01", "end", 2)];
    assert_eq!(
        late(&two, &[slice("2023-01-01", "2023-03-01", 1), slice("2023-03-01", "end", 3)]),
        [(Effect::Corrected, Late::Days(56))]
    );
    assert_eq!(
        late(&two, &[slice("2023-01-01", "2023-02-01", 1)]),
        [(Effect::Ended, Late::Days(84)), (Effect::Ended, Late::Days(56))]
    );
    assert_eq!(late(&two, &two[1..]), [(Effect::Shortened, Late::Days(115))]);
    assert_eq!(late(&always, &[]), [(Effect::Retracted, Late::Start)]);
    // What holds always, such as a status update, has no day on which it began.
    let found = along(&always, &[slice("start", "end", 2)], false);
    assert_eq!(found[0].effect, Effect::Updated);
    assert_eq!(found[0].late(recorded, CalendarDuration::days(0), false), None);
}

#[test]
fn lists_of_another_length_are_given_whole() {
    let (old, new) = (json!({"a": [1, 2], "b": {"c": [1]}, "d": 1}), json!({"a": [1, 3], "b": {"c": []}, "e": null}));
    let found: Vec<_> = fields(&old, &new).into_iter().map(|c| (c.pointer, c.old, c.new)).collect();
    assert_eq!(
        found,
        [
            ("/a/1".to_owned(), Some(json!(2)), Some(json!(3))),
            ("/b/c".to_owned(), Some(json!([1])), Some(json!([]))),
            ("/d".to_owned(), Some(json!(1)), None),
            ("/e".to_owned(), None, Some(json!(null))),
        ]
    );
}
