//! A client of the API: it talks HTTP to a server that is built as `main` builds it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;

use sachstand::http::{App, serve};
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// The body as text; what is no UTF-8 stands in `bytes` alone.
    pub body: String,
    pub bytes: Vec<u8>,
    pub headers: Vec<(String, String)>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.body))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}

/// A caller of the API, with or without a token.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
    reason: Option<String>,
}

impl Client {
    /// Serves on a port of its own for as long as the process lives.
    pub fn serving(app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        std::thread::spawn(move || actix_web::rt::System::new().block_on(serve(app, listener, 1)));
        Self::at(base.trim_start_matches("http://"))
    }

    /// A stranger at a server that runs already.
    pub fn at(address: &str) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        Self { agent: config.into(), base: format!("http://{address}"), token: None, reason: None }
    }

    /// Host and port of the server.
    pub fn address(&self) -> String {
        self.base.trim_start_matches("http://").to_owned()
    }

    /// The same server, asked with a token.
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// The token, if there is one.
    pub fn token(&self) -> Option<String> {
        self.token.clone()
    }

    /// The same caller, giving a reason for every change.
    pub fn because(&self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self.clone() }
    }

    /// Any request.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    /// Any request to a server that may be gone.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        if let Some(reason) = &self.reason {
            request = request.header("Change-Reason", reason.as_bytes());
        }
        let mut answered = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => {
                let request = self.agent.configure_request(request.body(())?);
                self.agent.run(request.allow_non_standard_methods(true).build())?
            }
        };
        let headers = answered.headers().iter();
        let headers =
            headers.map(|(n, v)| (n.to_string(), String::from_utf8_lossy(v.as_bytes()).into_owned())).collect();
        let bytes = answered.body_mut().with_config().limit(1 << 30).read_to_vec()?;
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { status: answered.status().as_u16(), body, bytes, headers })
    }

    /// An answer whose body is read while it arrives.
    pub fn open(&self, path: &str, headers: &[(&str, &str)]) -> (u16, impl BufRead + use<>) {
        let mut request = ureq::http::Request::builder().uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answered = self.agent.run(request.body(()).unwrap()).unwrap();
        (answered.status().as_u16(), BufReader::new(answered.into_body().into_reader()))
    }

    /// A creation at a server that may be gone.
    pub fn try_post(&self, path: &str, body: &Value) -> Option<Answer> {
        let json = [("Content-Type", "application/json")];
        self.try_send("POST", path, &json, Some(body.to_string().as_bytes())).ok()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("Content-Type", "application/json")], Some(body.to_string().as_bytes()))
    }

    /// Reads the present ETag at the path without its query, then changes it.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.change("PUT", path, Some(body))
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.change("PATCH", path, Some(body))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.change("DELETE", path, None)
    }

    fn change(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let own = path.split('?').next().expect("a path");
        let read = self.get(own).expect(200);
        let tag = read.header("etag").expect("an ETag").to_owned();
        let headers = [("Content-Type", "application/json"), ("If-Match", tag.as_str())];
        self.send(method, path, &headers, body.map(Value::to_string).as_deref().map(str::as_bytes))
    }
}
