//! Random stories of writes, corrections and endings, held against a naive model that keeps every day of every change.

mod model;

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sachstand::domain::access::View;
use sachstand::domain::payload::{Payload, Shape};
use sachstand::domain::time::{Bound, Day, Moment};
use sachstand::store::Window;
use serde_json::json;

use crate::support::{City, Database, Thing, clerk, code, indicator, office, payload, with};
use model::{Ask, DAYS, END, Flavour, Like, Model, Named, states};

/// Repeats the stories of an earlier run, which said its seed when it failed.
const SEED: &str = "SACHSTAND_TEST_SEED";

#[derive(Clone, Debug)]
enum Step {
    /// Sets the clock to noon of a day, forward or back.
    Clock(usize),
    Write(Ask),
    /// Asks for a cell of valid time as known after one of the changes so far, at its moment or just before the next.
    Read {
        cell: usize,
        change: usize,
        late: bool,
    },
    /// Lists the history as known after one of the changes so far.
    History {
        change: usize,
    },
}

fn story(flavour: Flavour) -> impl Strategy<Value = Vec<Step>> {
    let states = match flavour {
        Flavour::Office => 1..2_u8,
        Flavour::Project => 0..u8::try_from(states().0.len()).unwrap(),
        Flavour::Observation => 1..u8::try_from(END).unwrap(),
    };
    let like = (0..2_u8, states.clone()).prop_map(|(name, state)| Like { name, state });
    let edge = |weight| prop::option::weighted(weight, 0..=END);
    let (from, to) = match flavour {
        Flavour::Observation => (0.05, 0.05),
        _ => (0.8, 0.3),
    };
    let window = (edge(from), edge(to)).prop_map(|(from, to)| Named { from, to });
    let write = prop_oneof![
        4 => (like, window.clone()).prop_map(|(like, window)| Ask::Put(like, window)),
        2 => (0..2_u8, window.clone()).prop_map(|(name, window)| Ask::Name(name, window)),
        3 => (states, window.clone()).prop_map(|(state, window)| Ask::State(state, window)),
        2 => window.prop_map(Ask::Delete),
    ];
    let step = prop_oneof![
        1 => (0..DAYS).prop_map(Step::Clock),
        6 => write.prop_map(Step::Write),
        2 => (0..END, any::<usize>(), any::<bool>()).prop_map(|(cell, change, late)| Step::Read { cell, change, late }),
        1 => any::<usize>().prop_map(|change| Step::History { change }),
    ];
    prop::collection::vec(step, 2..14)
}

/// One thing of the flavour, as the ledger keeps it.
fn payload_of(flavour: Flavour, slug: &str, base: Day, like: Like) -> Payload {
    let name = ["Müller", "Moeller"][usize::from(like.name)];
    match flavour {
        Flavour::Office => office(name),
        Flavour::Project => {
            let phase = states().0[usize::from(like.state)].name;
            payload(Shape::Project, json!({"slug": slug, "kind": "ozg", "title": name, "phase": phase}))
        }
        Flavour::Observation => {
            let as_of = edge(base, usize::from(like.state)).to_string();
            payload(Shape::Observation, json!({"asOf": as_of, "value": f64::from(like.name) / 10.0}))
        }
    }
}

fn day(base: Day, number: usize) -> Day {
    Day::from_date(base.date() + chrono::Days::new(number.try_into().unwrap())).unwrap()
}

fn edge(base: Day, number: usize) -> Bound {
    match number {
        0 => Bound::START,
        END => Bound::END,
        number => day(base, number - 1).into(),
    }
}

struct Told<'a> {
    city: &'a City,
    flavour: Flavour,
    parent: Option<Thing>,
    base: Day,
    slug: String,
    thing: Option<Thing>,
    model: Model,
    /// Number and moment of the last change before the story and of every one in it.
    changes: Vec<(i64, Moment)>,
}

impl Told<'_> {
    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Clock(number) => self.city.clock.set_noon(day(self.base, *number)),
            Step::Write(ask) => self.write(ask)?,
            Step::Read { cell, change, late } => self.read(*cell, *change, *late)?,
            Step::History { change } => self.history(self.changes[change % self.changes.len()])?,
        }
        Ok(())
    }

    fn today(&self) -> usize {
        let now = sachstand::domain::time::Source::now(&*self.city.clock);
        let days = now.day_in(self.city.store.zone()).days_since(self.base);
        usize::try_from(days).unwrap() + 1
    }

    fn write(&mut self, ask: &Ask) -> Result<(), TestCaseError> {
        let expected = self.model.ask(self.flavour, ask, self.today());
        let made = |like: &Like| payload_of(self.flavour, &self.slug, self.base, *like);
        let window = |named: &Named| Window {
            from: named.from.map(|n| edge(self.base, n)),
            to: named.to.map(|n| edge(self.base, n)),
        };
        let creates = self.thing.is_none();
        let done = match (ask, self.thing) {
            (Ask::Put(like, named), None) => {
                let created = self.city.create(self.parent, &made(like), window(named));
                created.map(|thing| self.thing = Some(thing))
            }
            // Before something exists, nothing can be done with it.
            (_, None) => return Ok(()),
            (Ask::Put(like, named), Some(thing)) => self.city.put(thing, window(named), &made(like)),
            (Ask::Name(..) | Ask::State(..), Some(thing)) => {
                let (field, value, named) = self.field(ask);
                let patch = |old: &Payload| with(old, field, &value);
                self.city.store.write(&clerk(), |w| w.patch(thing.id, window(&named), patch), |_, ()| Ok(()))
            }
            (Ask::Delete(named), Some(thing)) => self.city.delete(thing, window(named)),
        };
        prop_assert_eq!(done.as_ref().map_err(code), expected.as_ref().map(|_| &()).map_err(Clone::clone), "{:?}", ask);
        let (number, moment) = self.city.last();
        let (before, earlier) = *self.changes.last().unwrap();
        let changed = expected.as_ref().is_ok_and(|cells| model::runs(cells) != model::runs(&self.model.cells));
        prop_assert_eq!(number, before + i64::from(changed), "the number of the change after {:?}", ask);
        prop_assert!(!creates || changed || expected.is_err());
        if let (true, Ok(cells)) = (changed, expected) {
            prop_assert!(moment > earlier);
            self.model.record(cells, number);
            self.changes.push((number, moment));
        }
        Ok(())
    }

    fn field(&self, ask: &Ask) -> (&'static str, serde_json::Value, Named) {
        let (field, like, named) = match (ask, self.flavour) {
            (Ask::Name(name, named), Flavour::Office) => ("name", (*name, 1), named),
            (Ask::Name(name, named), Flavour::Project) => ("title", (*name, 1), named),
            (Ask::Name(name, named), Flavour::Observation) => ("value", (*name, 1), named),
            (Ask::State(state, named), Flavour::Project) => ("phase", (0, *state), named),
            (Ask::State(state, named), Flavour::Observation) => ("asOf", (0, *state), named),
            (Ask::State(_, named), Flavour::Office) => ("shortName", (0, 1), named),
            (Ask::Put(..) | Ask::Delete(_), _) => unreachable!("is no change of a field"),
        };
        let like = Like { name: like.0, state: like.1 };
        (field, payload_of(self.flavour, &self.slug, self.base, like).value[field].clone(), *named)
    }

    fn read(&mut self, cell: usize, change: usize, late: bool) -> Result<(), TestCaseError> {
        let Some(thing) = self.thing else { return Ok(()) };
        let index = change % self.changes.len();
        let (number, moment) = self.changes[index];
        let known = match self.changes.get(index + 1) {
            Some((_, next)) if late => Moment::from_micros(next.micros() - 1),
            _ => moment,
        };
        // The day before the first one stands for all that lie before.
        let on = if cell == 0 { self.base.previous() } else { day(self.base, cell - 1) };
        let found = self.city.store.read(|r| {
            let as_of = r.as_of(Some(on), Some(known))?;
            r.find(thing.shape, thing.parent, thing.id, &as_of, &View::EVERYTHING)
        });
        let found = found.unwrap().map(|s| (s.span.from, s.span.to, s.value));
        let runs = model::runs(&self.model.known_after(number));
        let expected = runs.iter().find(|run| run.0 <= cell && cell < run.1).map(|(from, to, like)| {
            let value = payload_of(self.flavour, &self.slug, self.base, *like).value;
            (edge(self.base, *from), edge(self.base, *to), value)
        });
        prop_assert_eq!(found, expected, "validAt {} knownAt {}", on, known);
        Ok(())
    }

    fn history(&self, (number, known): (i64, Moment)) -> Result<(), TestCaseError> {
        let Some(thing) = self.thing else { return Ok(()) };
        let (entries, revision) = self
            .city
            .store
            .read(|r| {
                let as_of = r.as_of(None, Some(known))?;
                Ok((r.history(thing.id, &as_of, &View::EVERYTHING, 0, None, 1000)?, r.revision(thing.id, &as_of)?))
            })
            .unwrap();
        let moment = |number: i64| self.changes.iter().find(|c| c.0 == number).copied();
        let is: Vec<_> = entries
            .into_iter()
            .map(|e| (e.span.from, e.span.to, e.value, e.change, e.closed.map(|c| (c.change, c.recorded_at))))
            .collect();
        let should = self.model.history(number).into_iter();
        let should: Vec<_> = should
            .map(|(from, to, like, change, until)| {
                let value = payload_of(self.flavour, &self.slug, self.base, like).value;
                (edge(self.base, from), edge(self.base, to), value, change, until.and_then(moment))
            })
            .collect();
        prop_assert_eq!(is, should);
        let last = self.model.known.iter().rev().map(|(change, _)| *change).find(|change| *change <= number);
        prop_assert_eq!(revision, last, "the revision");
        Ok(())
    }
}

fn tell(city: &City, flavour: Flavour, cases: u32) {
    let number = std::env::var(SEED).ok().map_or(20_230_426, |text| text.parse::<u64>().expect("a number as seed"));
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 5000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));

    // Recorded time never steps back, so every story plays after the one before.
    let base = Cell::new(Day::new(1990, 1, 1).unwrap());
    city.clock.set_noon(base.get());
    let parent = (flavour == Flavour::Observation).then(|| {
        let project = city.add(None, &crate::support::project("zahlen"));
        city.add(Some(project), &indicator("subscribers"))
    });
    let told = runner.run(&story(flavour), |steps| {
        base.set(day(base.get(), DAYS + 2));
        city.clock.set_noon(base.get());
        let slug = format!("p-{}", base.get());
        let (model, changes) = (Model::default(), vec![city.last()]);
        let mut told = Told { city, flavour, parent, base: base.get(), slug, thing: None, model, changes };
        for step in &steps {
            told.step(step)?;
        }
        for cell in 0..END {
            told.read(cell, told.changes.len() - 1, false)?;
        }
        told.history(*told.changes.last().unwrap())
    });
    if let Err(failure) = told {
        panic!("{failure}\nthe same stories again: {SEED}={number}");
    }
}

fn tell_on_both(flavour: Flavour, sqlite: u32, postgres: u32) {
    tell(&City::new(Database::sqlite()), flavour, sqlite);
    if let Some(database) = Database::postgres() {
        tell(&City::new(database), flavour, postgres);
    }
}

#[test]
fn four_thousand_stories_of_something_dated() {
    tell_on_both(Flavour::Office, 4000, 400);
}

#[test]
fn four_thousand_stories_of_something_with_states() {
    tell_on_both(Flavour::Project, 4000, 400);
}

#[test]
fn two_thousand_stories_of_something_that_says_itself_since_when_it_holds() {
    tell_on_both(Flavour::Observation, 2000, 200);
}
