//! Bodies: JSON objects of a limited size.

use std::fmt;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::domain::error::{Error, Result, Violation};
use crate::domain::indicator::whole;

/// Largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 1 << 20;

/// A body. What is wrong with it is said when it is taken, after it is clear who asks and what for.
#[derive(Debug)]
pub struct Body(Result<Bytes>);

impl FromRequest for Body {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let declared = media_type(request);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|error| match error.as_response_error().status_code().as_u16() {
                413 => Error::TooLarge(LARGEST_BODY),
                _ => Error::BadRequest(vec![Violation::at("", "the body was not received completely")]),
            });
            Ok(Self(declared.and(bytes)))
        })
    }
}

impl Body {
    /// The bytes, if they were received.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default()
    }

    /// The JSON object, without what the server makes itself (`meta`).
    ///
    /// # Errors
    /// `UnsupportedMediaType`, `TooLarge`; `BadRequest` for what is no JSON object.
    pub fn take(self) -> Result<Value> {
        parse(&self.0?)
    }
}

fn media_type(request: &HttpRequest) -> Result<()> {
    let header = |name| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let declared = header(CONTENT_TYPE).to_ascii_lowercase();
    let mut parts = declared.split(';').map(str::trim);
    let known = match parts.next() {
        Some("application/json") => true,
        Some("application/merge-patch+json") => request.method() == Method::PATCH,
        _ => false,
    };
    let utf_8 = parts.all(|part| part.strip_prefix("charset=").is_none_or(|c| c.trim_matches('"') == "utf-8"));
    let plain = matches!(header(CONTENT_ENCODING), "" | "identity");
    if known && utf_8 && plain { Ok(()) } else { Err(Error::UnsupportedMediaType("application/json")) }
}

fn parse(bytes: &[u8]) -> Result<Value> {
    let at_root = |detail: String| Error::BadRequest(vec![Violation::at("", detail)]);
    let Strict(mut value) = serde_json::from_slice(bytes).map_err(|e| at_root(format!("is not JSON: {e}")))?;
    match value.as_object_mut() {
        Some(fields) => {
            fields.shift_remove("meta");
            Ok(value)
        }
        None => Err(at_root("must be a JSON object".to_owned())),
    }
}

/// JSON in which no object names a field twice: of two values for one name, nobody knows which was meant.
pub struct Strict(pub Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Any).map(Self)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        // 7.0 is the whole number 7 (JSON Schema, section 4.2.3).
        Ok(whole(value).map_or_else(|| value.into(), Value::from))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> std::result::Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> std::result::Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if fields.contains_key(&name) {
                return Err(de::Error::custom(format_args!("the field '{name}' is given twice")));
            }
            let Strict(value) = access.next_value()?;
            fields.insert(name, value);
        }
        Ok(fields.into())
    }
}
