//! The naive model: a value per day, a copy of all days per change. It knows nothing of slices but how to read them off.

use sachstand::domain::project::Phase;
use sachstand::domain::states::States;

/// How many days a story plays on; before and after them lies one more cell each way of valid time.
pub const DAYS: usize = 6;
/// The edge that is called `start`; edge `n` is the beginning of day `n - 1`.
pub const START: usize = 0;
/// The open end.
pub const END: usize = DAYS + 1;

/// What something is like: a name and a state, or for an observation a value and its Stichtag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Like {
    pub name: u8,
    pub state: u8,
}

/// Which rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// Dated, without states.
    Office,
    /// Dated, with phases and their moves.
    Project,
    /// Says itself since when it holds.
    Observation,
}

/// A window as a request names it, in edges.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    pub from: Option<usize>,
    pub to: Option<usize>,
}

/// What is asked of one thing.
#[derive(Clone, Debug)]
pub enum Ask {
    Put(Like, Named),
    Name(u8, Named),
    State(u8, Named),
    Delete(Named),
}

/// Cell `n` lies between edge `n` and edge `n + 1`.
pub type Cells = [Option<Like>; DAYS + 1];

/// Edges, value, the change that recorded it and the one that superseded it.
pub type Version = (usize, usize, Like, i64, Option<i64>);

/// Everything that was ever known of one thing.
#[derive(Default)]
pub struct Model {
    pub cells: Cells,
    /// All days as they were known after each change.
    pub known: Vec<(i64, Cells)>,
    pub versions: Vec<Version>,
}

/// Stretches of days on which the same holds.
pub fn runs(cells: &Cells) -> Vec<(usize, usize, Like)> {
    let mut runs: Vec<(usize, usize, Like)> = Vec::new();
    for (n, cell) in cells.iter().enumerate() {
        match (runs.last_mut(), cell) {
            (Some(last), Some(like)) if last.1 == n && last.2 == *like => last.1 = n + 1,
            (_, Some(like)) => runs.push((n, n + 1, *like)),
            (_, None) => {}
        }
    }
    runs
}

pub fn states() -> &'static States {
    const { &Phase::STATES }
}

impl Model {
    /// What all days are like afterwards, or the code of the refusal.
    pub fn ask(&self, flavour: Flavour, ask: &Ask, today: usize) -> Result<Cells, String> {
        if flavour == Flavour::Observation { self.fixed(ask, today) } else { self.dated(flavour, ask, today) }
    }

    fn fixed(&self, ask: &Ask, today: usize) -> Result<Cells, String> {
        let (Ask::Put(_, named) | Ask::Name(_, named) | Ask::State(_, named) | Ask::Delete(named)) = ask;
        let old = self.cells[END - 1];
        if matches!(ask, Ask::Put(..)) || old.is_some() {
            match named {
                Named { from: Some(_), .. } => return Err("bad-request validFrom".into()),
                Named { to: Some(_), .. } => return Err("bad-request validTo".into()),
                _ => {}
            }
        } else {
            // What is retracted no longer shows that it has no history along valid time.
            let from = if matches!(ask, Ask::Delete(_)) { START } else { today };
            if named.from.unwrap_or(from) >= named.to.unwrap_or(END) {
                return Err("bad-request validTo".into());
            }
        }
        let like = match (ask, old) {
            (Ask::Put(like, _), _) => Some(*like),
            (Ask::Name(name, _), Some(old)) => Some(Like { name: *name, ..old }),
            (Ask::State(state, _), Some(old)) => Some(Like { state: *state, ..old }),
            (Ask::Delete(_), _) => None,
            (_, None) => return Err("nothing-there".into()),
        };
        let mut cells = Cells::default();
        if let Some(like) = like {
            cells[usize::from(like.state)..].fill(Some(like));
        }
        Ok(cells)
    }

    fn dated(&self, flavour: Flavour, ask: &Ask, today: usize) -> Result<Cells, String> {
        let (Ask::Put(_, named) | Ask::Name(_, named) | Ask::State(_, named) | Ask::Delete(named)) = *ask;
        let nothing_yet = self.cells.iter().all(Option::is_none);
        if let Ask::Put(like, Named { from: None, .. }) = ask
            && flavour == Flavour::Project
            && nothing_yet
            && like.state != 0
        {
            return Err("bad-request validFrom".into());
        }
        let from = match (ask, named.from, named.to) {
            (Ask::Delete(_), None, _) => START,
            (_, from, _) => from.unwrap_or(today),
        };
        let to = named.to.unwrap_or(END);
        if from >= to {
            return Err("bad-request validTo".into());
        }
        let mut cells = self.cells;
        match *ask {
            Ask::Put(like, Named { to: None, .. }) => {
                if runs(&cells).iter().any(|run| run.0 > from) {
                    return Err("later-slices".into());
                }
                let there = cells[from].is_some();
                for (n, cell) in cells.iter_mut().enumerate().skip(from) {
                    // Where something holds, what replaces it ends when it ended.
                    if !there || self.cells[n].is_some() {
                        *cell = Some(like);
                    }
                }
            }
            Ask::Put(like, _) => cells[from..to].fill(Some(like)),
            Ask::Delete(_) => cells[from..to].fill(None),
            Ask::Name(..) | Ask::State(..) => {
                if cells[from..to].iter().all(Option::is_none) {
                    return Err("nothing-there".into());
                }
                for like in cells[from..to].iter_mut().flatten() {
                    match *ask {
                        Ask::Name(name, _) => like.name = name,
                        Ask::State(state, _) => like.state = state,
                        _ => {}
                    }
                }
            }
        }
        let name = |like: Like| states().0[usize::from(like.state)].name;
        for pair in cells.windows(2) {
            if let [Some(one), Some(next)] = *pair
                && flavour == Flavour::Project
                && !states().allow(name(one), name(next))
            {
                return Err("impossible-move".into());
            }
        }
        Ok(cells)
    }

    /// Remembers what a change made.
    pub fn record(&mut self, cells: Cells, change: i64) {
        let (before, after) = (runs(&self.cells), runs(&cells));
        for version in self.versions.iter_mut().filter(|v| v.4.is_none()) {
            if !after.contains(&(version.0, version.1, version.2)) {
                version.4 = Some(change);
            }
        }
        for run in after.into_iter().filter(|run| !before.contains(run)) {
            self.versions.push((run.0, run.1, run.2, change, None));
        }
        self.cells = cells;
        self.known.push((change, cells));
    }

    /// All days as known after a change.
    pub fn known_after(&self, change: i64) -> Cells {
        self.known.iter().rev().find(|(number, _)| *number <= change).map(|(_, cells)| *cells).unwrap_or_default()
    }

    /// Everything ever recorded up to a change, the latest first.
    pub fn history(&self, change: i64) -> Vec<Version> {
        let mut all: Vec<Version> = self.versions.iter().copied().filter(|v| v.3 <= change).collect();
        for version in &mut all {
            version.4 = version.4.filter(|until| *until <= change);
        }
        all.sort_by_key(|v| std::cmp::Reverse((v.3, v.0)));
        all
    }
}
