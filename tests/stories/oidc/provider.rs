//! An identity provider inside a story: it publishes keys, counts who asks for them, and fails as it is told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

// Not that of std: a story that goes wrong while it holds one shall still end.
use parking_lot::{Mutex, MutexGuard};
use serde_json::{Value, json};

use super::keys::Key;

const DISCOVERY: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/keys";

/// A provider on a port of its own, until it is dropped.
pub struct Provider {
    address: String,
    shared: Arc<Shared>,
    serving: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    pages: Mutex<BTreeMap<String, (u16, String)>>,
    asked: Mutex<Vec<String>>,
    gate: Mutex<()>,
    ending: AtomicBool,
}

impl Provider {
    /// A provider with these keys.
    pub fn publishing(keys: &[Key]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shared = Arc::<Shared>::default();
        let serving = Some(std::thread::spawn({
            let shared = shared.clone();
            move || shared.serve(&listener)
        }));
        let provider = Self { address, shared, serving };
        provider.discovery(&provider.issuer());
        provider.publish(keys.iter().map(|key| key.public()).collect());
        provider
    }

    /// As whom it signs.
    pub fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Publishes these keys, and no others any more.
    pub fn publish(&self, keys: Vec<Value>) {
        self.answer(KEYS, 200, json!({"keys": keys}).to_string());
    }

    /// Says as whom it signs.
    pub fn discovery(&self, issuer: &str) {
        self.answer(
            DISCOVERY,
            200,
            json!({"issuer": issuer, "jwks_uri": format!("{}{KEYS}", self.issuer())}).to_string(),
        );
    }

    /// Fails to say anything useful of itself, in this way; for a redirection the text says whereto.
    pub fn fail(&self, status: u16, text: impl Into<String>) {
        self.answer(DISCOVERY, status, text.into());
    }

    fn answer(&self, path: &str, status: u16, body: String) {
        self.shared.pages.lock().insert(path.to_owned(), (status, body));
    }

    /// How often somebody asked for the keys.
    pub fn asked_for_keys(&self) -> usize {
        self.shared.asked.lock().iter().filter(|path| *path == KEYS).count()
    }

    /// How often somebody asked for anything.
    pub fn asked(&self) -> usize {
        self.shared.asked.lock().len()
    }

    /// Lets everybody wait who asks, until what this returns is dropped.
    pub fn hold(&self) -> MutexGuard<'_, ()> {
        self.shared.gate.lock()
    }

    /// Waits until somebody has asked so often for anything.
    pub fn wait_for(&self, asked: usize) {
        for _ in 0..2000 {
            if self.asked() >= asked {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("nobody asks");
    }

    /// Is gone: nobody listens any more.
    pub fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            self.shared.ending.store(true, Ordering::SeqCst);
            drop(TcpStream::connect(&self.address));
            let _ = serving.join();
        }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn serve(&self, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.ending.load(Ordering::SeqCst) {
                return;
            }
            // Whoever does not wait for the answer has gone, which is no reason to stop.
            let _ = stream.and_then(|stream| self.one(stream));
        }
    }

    fn one(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        self.asked.lock().push(path.clone());
        drop(self.gate.lock());
        let (status, body) = self.pages.lock().get(&path).cloned().unwrap_or((404, String::new()));
        let location = if status == 302 { format!("Location: {body}\r\n") } else { String::new() };
        let length = body.len();
        write!(stream, "HTTP/1.1 {status} X\r\n{location}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")
    }
}
