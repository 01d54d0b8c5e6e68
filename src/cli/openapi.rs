//! `sachstand openapi`: the API document, without a service.

/// Prints the document.
pub fn print() -> Result<(), String> {
    let text = serde_json::to_string_pretty(crate::http::openapi_document()).map_err(|e| e.to_string())?;
    println!("{text}");
    Ok(())
}
