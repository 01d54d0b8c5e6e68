//! Rendering: documents are written a few at a time, beside the threads that answer, so that no request waits behind
//! one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::web;
use tokio::sync::Semaphore;

use domain::error::{Error, Result};

/// How many may wait for their turn.
const WAITING: usize = 64;

/// Where documents are rendered: a few at a time, half as many as there are processors. Those who wait hold no thread.
#[derive(Clone, Debug)]
pub struct Rendering {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Rendering {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { turns: Arc::new(Semaphore::new((processors / 2).max(1))), waiting: Arc::default() }
    }
}

/// Counts one who waits for as long as it lives, also when the client has gone.
struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Rendering {
    /// Renders when it is one's turn.
    ///
    /// # Errors
    /// `TooMany` when many wait already; those of `work`.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let waiting = Waiting(self.waiting.clone());
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= WAITING {
            return Err(Error::TooMany("documents are being made"));
        }
        let turn = self.turns.clone().acquire_owned().await.map_err(Error::internal)?;
        let done = web::block(move || {
            let done = work();
            drop((turn, waiting));
            done
        });
        done.await.map_err(Error::unavailable)?
    }
}
