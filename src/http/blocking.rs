//! What waits for the database does so on threads of its own.

use actix_web::{HttpResponse, ResponseError, web};

use domain::error::Error;

use super::problem::{ApiError, ApiResult};

/// Runs what waits for the database on a thread of its own.
///
/// # Errors
/// Whatever `work` refuses; `Unavailable` when there is no thread for it.
pub async fn blocking<T, E>(work: impl FnOnce() -> std::result::Result<T, E> + Send + 'static) -> ApiResult<T>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    web::block(work).await.map_err(Error::unavailable)?.map_err(Into::into)
}

/// The answer on paths that lead nowhere.
pub async fn nowhere() -> HttpResponse {
    ApiError::from(Error::NotFound).error_response()
}
