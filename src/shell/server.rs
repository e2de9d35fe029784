//! What the organisation's server makes of what the browser holds.

use crate::engine::receipt::ServerSays;
use crate::engine::site::Host;
use crate::protocol::browser;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response, ResponseType,
};

/// Asks `WhoAmI` with the browser's cookies, past every cache, and follows no redirect.
pub(super) async fn who_am_i(organisation: &Host) -> ServerSays {
    ask(organisation).await.unwrap_or(ServerSays::Nothing)
}

async fn ask(organisation: &Host) -> Result<ServerSays, JsValue> {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoStore);
    options.set_credentials(RequestCredentials::Include);
    options.set_redirect(RequestRedirect::Manual);
    let address = ["https://", organisation.as_str(), "/api/data/v9.2/WhoAmI"].concat();
    let request = Request::new_with_str_and_init(&address, &options)?;
    request.headers().set("Accept", "application/json")?;
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    let response: Response = JsFuture::from(global.fetch_with_request(&request)).await?.unchecked_into();
    let is_redirect = response.type_() == ResponseType::Opaqueredirect;
    let is_json = response.headers().get("Content-Type")?.is_some_and(|kind| kind.contains("json"));
    Ok(browser::who_am_i(response.status(), is_redirect, is_json))
}
