//! The algebra of slices: what a write makes of the history along valid time. Pure, and the same for all shapes.

use serde_json::{Map, Value, json};

use super::error::{Error, Result};
use super::schema::compact;
use super::states::States;
use super::time::{Bound, ValidInterval};

/// What held during a stretch of valid time.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice<P> {
    /// When it held.
    pub span: ValidInterval,
    /// What held.
    pub payload: P,
}

/// Replaces what holds from `from` on.
///
/// With `to`, exactly the days from `from` to `to` are replaced. Without it, the replacement reaches to the end of
/// what is there on `from` (or is open, where nothing is).
///
/// # Errors
/// A conflict that lists the later slices, when there are some and `to` is not given: they would be swallowed.
pub fn put<P: Clone + PartialEq>(
    open: &[Slice<P>],
    from: Bound,
    to: Option<Bound>,
    payload: P,
) -> Result<Vec<Slice<P>>> {
    let later: Vec<ValidInterval> = open.iter().map(|s| s.span).filter(|s| s.from > from).collect();
    let to = match to {
        Some(to) => to,
        None if !later.is_empty() => return Err(swallowed(&later)),
        None => open.iter().find(|s| s.span.from <= from && from < s.span.to).map_or(Bound::END, |s| s.span.to),
    };
    let mut slices = delete(open, ValidInterval { from, to });
    slices.push(Slice { span: ValidInterval { from, to }, payload });
    Ok(normal(slices))
}

/// Changes what holds in `window`, slice by slice.
///
/// # Errors
/// Those of `change`.
pub fn patch<P: Clone + PartialEq>(
    open: &[Slice<P>],
    window: ValidInterval,
    mut change: impl FnMut(&P, ValidInterval) -> Result<P>,
) -> Result<Vec<Slice<P>>> {
    let mut slices = delete(open, window);
    for slice in open {
        let span = slice.span.and(&window);
        if !span.is_empty() {
            slices.push(Slice { span, payload: change(&slice.payload, span)? });
        }
    }
    Ok(normal(slices))
}

/// Takes `window` out.
pub fn delete<P: Clone + PartialEq>(open: &[Slice<P>], window: ValidInterval) -> Vec<Slice<P>> {
    let mut slices = Vec::with_capacity(open.len() + 1);
    for slice in open {
        let before = ValidInterval { from: slice.span.from, to: slice.span.to.min(window.from) };
        let after = ValidInterval { from: slice.span.from.max(window.to), to: slice.span.to };
        for span in [before, after] {
            if !span.is_empty() {
                slices.push(Slice { span, payload: slice.payload.clone() });
            }
        }
    }
    normal(slices)
}

/// Sorted, and neighbours that say the same joined: a later slice is there only where something changes.
fn normal<P: Clone + PartialEq>(mut slices: Vec<Slice<P>>) -> Vec<Slice<P>> {
    slices.sort_by_key(|s| s.span);
    let mut joined: Vec<Slice<P>> = Vec::with_capacity(slices.len());
    for slice in slices {
        match joined.last_mut() {
            Some(last) if last.span.to == slice.span.from && last.payload == slice.payload => {
                last.span.to = slice.span.to
            }
            _ => joined.push(slice),
        }
    }
    joined
}

/// What must be closed and opened to get from one history to another.
pub fn difference<'a, P: PartialEq>(
    before: &'a [Slice<P>],
    after: &'a [Slice<P>],
) -> (Vec<&'a Slice<P>>, Vec<&'a Slice<P>>) {
    let gone = before.iter().filter(|s| !after.contains(s)).collect();
    let new = after.iter().filter(|s| !before.contains(s)).collect();
    (gone, new)
}

/// A stretch of valid time on which two histories say different things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch<'a, P> {
    /// The days.
    pub span: ValidInterval,
    /// What held there in the one, within its own span.
    pub before: Option<&'a Slice<P>>,
    /// What holds there in the other, within its own span.
    pub after: Option<&'a Slice<P>>,
}

/// Where two histories say different things, the earliest stretch first: cut wherever one of them changes.
pub fn stretches<'a, P: PartialEq>(before: &'a [Slice<P>], after: &'a [Slice<P>]) -> Vec<Stretch<'a, P>> {
    let mut edges: Vec<Bound> = before.iter().chain(after).flat_map(|s| [s.span.from, s.span.to]).collect();
    edges.sort_unstable();
    edges.dedup();
    let between = edges.iter().zip(edges.iter().skip(1)).map(|(from, to)| ValidInterval { from: *from, to: *to });
    let on = |slices: &'a [Slice<P>], span: ValidInterval| slices.iter().find(|s| !s.span.and(&span).is_empty());
    between
        .map(|span| Stretch { span, before: on(before, span), after: on(after, span) })
        .filter(|stretch| stretch.before.map(|s| &s.payload) != stretch.after.map(|s| &s.payload))
        .collect()
}

/// Checks the moves of a state along valid time, in the history as it would be.
///
/// # Errors
/// A conflict that names the first move that makes no sense, its day and the moves that are possible.
pub fn check_moves<'a>(history: impl IntoIterator<Item = (ValidInterval, &'a str)>, states: &States) -> Result<()> {
    let mut before: Option<(ValidInterval, &str)> = None;
    for (span, state) in history {
        if let Some((earlier, from)) = before
            && earlier.to == span.from
            && !states.allow(from, state)
        {
            return Err(impossible_move(states, from, state, Some(span.from)));
        }
        before = Some((span, state));
    }
    Ok(())
}

/// The refusal of a move, with what is possible.
pub fn impossible_move(states: &States, from: &str, to: &str, on: Option<Bound>) -> Error {
    let possible = states.after(from);
    let on = on.map(|edge| format!(" on {edge}")).unwrap_or_default();
    let names = if possible.is_empty() { "none".to_owned() } else { possible.join(", ") };
    Error::conflict_with(
        "impossible-move",
        format!("'{to}' cannot follow '{from}'{on}; possible from '{from}': {names}"),
        Map::from_iter([("from".into(), json!(from)), ("to".into(), json!(to)), ("possible".into(), json!(possible))]),
    )
}

fn swallowed(later: &[ValidInterval]) -> Error {
    let list: Vec<Value> = later.iter().map(|s| compact(json!({"validFrom": s.from, "validTo": s.to.day()}))).collect();
    let days = later.iter().map(|s| s.from.to_string()).collect::<Vec<_>>().join(", ");
    Error::conflict_with(
        "later-slices",
        format!("later slices begin on {days} and would be swallowed; give validTo, or write from a later day"),
        Map::from_iter([("laterSlices".into(), list.into())]),
    )
}
