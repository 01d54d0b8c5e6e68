//! The hub: one thread of a process asks the ledger about once a second what is new, while somebody listens, and passes it
//! on to all of them.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use domain::error::{Error, Result};
use store::Store;

use application::history::news::{self, SseEvent};

/// How often the ledger is asked.
const BEAT: Duration = Duration::from_secs(1);
/// After this number of beats a comment is sent, so that nobody in between takes the connection for dead.
const KEEP_ALIVE: u32 = 15;
/// So many frames wait for a listener; who is further behind is dropped, and comes back with the last id that arrived.
const MOST_WAITING: usize = 64;
/// So many may listen to one process.
const MOST_LISTENERS: usize = 1_000;

/// What is passed on at once.
#[derive(Clone, Debug)]
pub enum Frame {
    /// Events, in the order of their changes.
    Events(Arc<Vec<SseEvent>>),
    /// A comment.
    KeepAlive,
}

impl Frame {
    /// What it says to somebody who knows everything up to change `number`.
    pub fn after(&self, number: i64) -> String {
        match self {
            Self::Events(events) => {
                events.iter().filter(|event| event.change > number).map(|event| event.text.as_str()).collect()
            }
            Self::KeepAlive => ":\n\n".to_owned(),
        }
    }
}

/// Those who listen.
#[derive(Clone, Debug)]
pub struct Hub {
    state: Arc<Mutex<State>>,
    most: usize,
}

#[derive(Debug, Default)]
struct State {
    listeners: Vec<Listener>,
    asking: bool,
    closed: bool,
}

#[derive(Debug)]
struct Listener {
    frames: Sender<Frame>,
    seconds: i64,
}

impl Default for Hub {
    fn default() -> Self {
        Self::for_at_most(MOST_LISTENERS)
    }
}

impl Hub {
    /// A hub to which this number may listen at a time.
    pub fn for_at_most(most: usize) -> Self {
        Self { state: Arc::default(), most }
    }

    /// A place among those who listen, for a number of seconds: every change that is recorded from now on arrives.
    ///
    /// # Errors
    /// `TooMany` when there is no place left, or the service is about to stop.
    pub fn listen(&self, store: &Store, seconds: i64) -> Result<Receiver<Frame>> {
        // Asked before the place is taken, so that a client that begins to ask misses nothing that a listener must hear.
        let last = store.read(|reading| reading.as_of(None, None))?.change;
        let mut state = self.state.lock();
        state.listeners.retain(|listener| !listener.frames.is_closed());
        if state.closed || state.listeners.len() >= self.most {
            return Err(Error::TooMany("listen already"));
        }
        let (frames, receiver) = channel(MOST_WAITING);
        state.listeners.push(Listener { frames, seconds });
        if !state.asking {
            let (hub, store) = (self.clone(), store.clone());
            // A thread of its own: the workers belong to the requests, and it outlives the one that began it.
            let begun = thread::Builder::new().name("events".into()).spawn(move || hub.ask(&store, last));
            begun.map_err(Error::unavailable)?;
            state.asking = true;
        }
        Ok(receiver)
    }

    /// Ends every stream, because the service stops.
    pub fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        state.listeners.clear();
    }

    /// Asks and passes on for as long as somebody listens.
    fn ask(&self, store: &Store, mut last: i64) {
        let mut beats: u32 = 0;
        loop {
            thread::sleep(BEAT);
            {
                let mut state = self.state.lock();
                state.listeners.iter_mut().for_each(|listener| listener.seconds -= 1);
                state.listeners.retain(|listener| listener.seconds >= 0 && !listener.frames.is_closed());
                if state.listeners.is_empty() {
                    state.asking = false;
                    return;
                }
            }
            match store.read(|reading| news::since(reading, last)) {
                Ok((events, until)) => {
                    last = until;
                    if !events.is_empty() {
                        self.pass_on(&Frame::Events(Arc::new(events)));
                    }
                }
                // Streams stay open: what is missed now is told as soon as the database answers again.
                Err(error) => log::warn!("events: {error:?}"),
            }
            beats = beats.wrapping_add(1);
            if beats.is_multiple_of(KEEP_ALIVE) {
                self.pass_on(&Frame::KeepAlive);
            }
        }
    }

    fn pass_on(&self, frame: &Frame) {
        self.state.lock().listeners.retain(|listener| listener.frames.try_send(frame.clone()).is_ok());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(change: i64, text: impl Into<String>) -> SseEvent {
        SseEvent { change, text: text.into() }
    }

    #[test]
    fn who_does_not_read_is_dropped_and_who_reads_is_not() {
        let hub = Hub::for_at_most(2);
        let (slow, mut slow_end) = channel(MOST_WAITING);
        let (fast, mut fast_end) = channel(MOST_WAITING);
        hub.state.lock().listeners.extend([slow, fast].map(|frames| Listener { frames, seconds: 60 }));
        for n in 0..100 {
            hub.pass_on(&Frame::Events(Arc::new(vec![event(n, format!("{n};"))])));
            assert_eq!(fast_end.try_recv().unwrap().after(-1), format!("{n};"));
        }
        assert_eq!(hub.state.lock().listeners.len(), 1);
        // What had arrived can still be read; then the stream ends.
        let mut arrived = 0;
        while slow_end.try_recv().is_ok() {
            arrived += 1;
        }
        assert_eq!(arrived, MOST_WAITING);
        hub.close();
        assert!(fast_end.try_recv().is_err() && hub.state.lock().listeners.is_empty());
    }

    #[test]
    fn what_the_beginning_said_is_not_said_again() {
        let frame = Frame::Events(Arc::new([(1, "a"), (2, "b"), (3, "c")].map(|(n, text)| event(n, text)).into()));
        assert_eq!(["abc", "c", ""], [0, 2, 3].map(|known| frame.after(known)));
    }
}
