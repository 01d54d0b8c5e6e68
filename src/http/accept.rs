//! What a client prefers, of what is offered (RFC 9110, section 12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;

use super::params::Params;

/// The place of the representation that is asked for by the parameter `format`, else by `Accept`, among those offered (name
/// and media type); `None` when the client accepts none. A name that is none of them is refused with the other parameters.
pub fn format(params: &mut Params, request: &HttpRequest, offered: &[(&str, &str)]) -> Option<usize> {
    let (names, media_types): (Vec<&str>, Vec<&str>) = offered.iter().copied().unzip();
    if params.has("format") {
        let name = params.one_of("format", &names).unwrap_or_default();
        return Some(names.iter().position(|own| *own == name).unwrap_or_default());
    }
    choose(request, &media_types)
}

/// The place of the representation that the client prefers among those offered, the first one without a preference;
/// `None` when it accepts none.
pub fn choose(request: &HttpRequest, offered: &[&str]) -> Option<usize> {
    let accept = request.headers().get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("*/*");
    let mut wanted: Vec<(f32, &str)> = accept
        .split(',')
        .map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let media_type = pieces.next().unwrap_or_default();
            let quality = pieces.find_map(|p| p.strip_prefix("q=")).and_then(|q| q.parse().ok()).unwrap_or(1.0);
            (quality, media_type)
        })
        .filter(|(quality, _)| *quality > 0.0)
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let fits = |wanted: &str, own: &str| {
        let own = own.split(';').next().unwrap_or_default();
        wanted == "*/*" || wanted == own || wanted.strip_suffix("/*") == own.split('/').next()
    };
    wanted.iter().find_map(|(_, wanted)| offered.iter().position(|own| fits(wanted, own)))
}
