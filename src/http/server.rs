//! The server: what `main` runs and what the tests build are the same.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Logger, NormalizePath, TrailingSlash, from_fn};
use actix_web::{HttpServer, web};

use domain::error::{Error, Result};

use super::app::API_VERSION;
use super::body::LARGEST_BODY;
use super::openapi;
use super::routes::routes;
use super::{App, cors, nowhere, overview, site};

/// Everything that is served.
pub fn configure(app: App) -> impl Fn(&mut web::ServiceConfig) + Clone {
    move |config: &mut web::ServiceConfig| {
        config
            .app_data(web::Data::new(app.clone()))
            .app_data(web::PayloadConfig::new(LARGEST_BODY))
            .app_data(web::Data::new(site::ApiDocument(openapi::document)))
            .configure(routes)
            .route("/", web::get().to(overview::front_page))
            .route("/", web::head().to(overview::front_page))
            .route("/docs", web::to(site::docs))
            .route("/docs{tail:/.*}", web::to(site::docs))
            .default_service(web::to(nowhere));
    }
}

/// Headers on every answer.
pub fn headers() -> DefaultHeaders {
    let name = HeaderName::from_static;
    let value = HeaderValue::from_static;
    DefaultHeaders::new()
        .add((name("api-version"), value(API_VERSION)))
        .add((name("x-content-type-options"), value("nosniff")))
        .add((name("referrer-policy"), value("same-origin")))
        .add((name("x-frame-options"), value("DENY")))
        .add((name("cross-origin-opener-policy"), value("same-origin")))
        .add((name("permissions-policy"), value("camera=(), geolocation=(), microphone=()")))
        // Pages say themselves what they need; whatever else is answered is no page and needs nothing.
        .add((CONTENT_SECURITY_POLICY, value("default-src 'none'; frame-ancestors 'none'")))
}

/// Method, path, status, size and duration of every request: no query, no address, nothing personal.
fn access_log() -> Logger {
    Logger::new("%{line}xi %s %b %T")
        .custom_request_replace("line", |request| format!("{} {}", request.method(), request.path()))
        .log_target("access")
}

/// Serves on `listener` until it is told to stop.
///
/// # Errors
/// `Internal` when the socket cannot be used.
pub async fn serve(app: App, listener: TcpListener, workers: usize) -> Result<()> {
    end_streams_at_stop(&app);
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .wrap(access_log())
            .wrap(headers())
            .wrap(from_fn(cors::by_caller))
            .wrap(NormalizePath::new(TrailingSlash::MergeOnly))
            .configure(configure(app.clone()))
    })
    .workers(workers)
    .client_request_timeout(Duration::from_secs(5))
    .shutdown_timeout(10)
    .listen(listener)
    .map_err(Error::internal)?;
    server.run().await.map_err(Error::internal)
}

/// Streams of events would be waited for when the service is told to stop: they end then.
#[cfg(unix)]
fn end_streams_at_stop(app: &App) {
    use actix_web::rt::signal::unix::{SignalKind, signal};
    let events = app.events.clone();
    match signal(SignalKind::terminate()) {
        Ok(mut told) => drop(actix_web::rt::spawn(async move {
            told.recv().await;
            events.close();
        })),
        Err(error) => log::warn!("streams of events will not end by themselves when the service stops: {error}"),
    }
}

/// Where there is no such signal, streams are waited for.
#[cfg(not(unix))]
fn end_streams_at_stop(_: &App) {}
