//! A stream as the body of an answer: how it begins, then what the hub passes on.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::sync::mpsc::Receiver;

use super::hub::Frame;

/// The body of a stream. It waits without a thread and without a connection to the database.
pub struct Stream {
    first: Option<String>,
    /// The last change that the beginning dealt with.
    until: i64,
    frames: Option<Receiver<Frame>>,
}

impl Stream {
    /// Begins with `first`, which deals with all changes up to number `until`, and goes on with `frames`.
    pub fn new(first: String, until: i64, frames: Option<Receiver<Frame>>) -> Self {
        Self { first: Some(first), until, frames }
    }
}

impl MessageBody for Stream {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first.into())));
        }
        let until = self.until;
        let Some(frames) = &mut self.frames else { return Poll::Ready(None) };
        while let Poll::Ready(frame) = frames.poll_recv(context) {
            let Some(frame) = frame else { return Poll::Ready(None) };
            let text = frame.after(until);
            if !text.is_empty() {
                return Poll::Ready(Some(Ok(text.into())));
            }
        }
        Poll::Pending
    }
}
