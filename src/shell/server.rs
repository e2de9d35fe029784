//! What the organisation's server makes of what the browser holds.

use crate::engine::effect::Entry;
use crate::engine::receipt::ServerSays;
use crate::engine::site::{Address, Host, OwnSite, Place, Product, Recognised, Sites};
use crate::protocol::browser::{self, Opened};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, Request, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response, ResponseType,
};

/// With what the browser holds.
const MINE: RequestCredentials = RequestCredentials::Include;
/// How long an answer may take in milliseconds, its body included: a run waits no longer.
const LONGEST: u32 = 10_000;
/// How long a page may be in bytes. Microsoft's sign-in page is a tenth of that.
const MOST: usize = 1 << 20;

/// Asks `WhoAmI` with the browser's cookies, past every cache.
pub(super) async fn who_am_i(organisation: &Host, product: Product) -> ServerSays {
    ask(organisation, product).await.unwrap_or(ServerSays::Nothing)
}

async fn ask(organisation: &Host, product: Product) -> Result<ServerSays, JsValue> {
    let address = Address::who_am_i(organisation, product);
    let mut response = fetch(&address, MINE, RequestRedirect::Manual, "application/json").await?;
    let mut is_redirect = false;
    if response.type_() == ResponseType::Opaqueredirect {
        // It tells nothing until it is known where it leads: one that leads in a circle fails here.
        response = fetch(&address, MINE, RequestRedirect::Follow, "application/json").await?;
        is_redirect = browser::host_of(&response.url()).as_ref() != Some(organisation);
    }
    let is_json = response.headers().get("Content-Type")?.is_some_and(|kind| kind.contains("json"));
    Ok(browser::who_am_i(product, response.status(), is_redirect, is_json))
}

/// Opens the organisation as the next person would, with what the browser holds, and sees where that leads.
pub(super) async fn enter(sites: &Sites, organisation: &Host, product: Product) -> Entry {
    open(sites, organisation, product).await.unwrap_or(Entry::Nothing)
}

async fn open(sites: &Sites, organisation: &Host, product: Product) -> Result<Entry, JsValue> {
    let address = Address::start(organisation, product);
    let response = fetch(&address, MINE, RequestRedirect::Follow, "text/html").await?;
    let host = browser::host_of(&response.url());
    let is_sign_in = host.as_ref().is_some_and(|host| sites.place(host) == Place::SignIn);
    // What an organisation's page says is no matter.
    let page = if is_sign_in { text_of(&response).await? } else { String::new() };
    let opened = Opened {
        is_sign_in,
        is_organisation: host.as_ref() == Some(organisation),
        status: response.status(),
        page: &page,
    };
    Ok(opened.entry())
}

/// Asks a host what it shows to everybody: nobody is signed in by that, no cookie is sent, and none is kept.
pub(crate) async fn recognise(host: &Host) -> Recognised {
    let mut recognised = Recognised::Unreachable;
    for kind in OwnSite::ALL {
        let shown = show(&Address::sign_of(kind, host.clone())).await.ok();
        recognised = recognised.after(kind, shown.as_deref());
    }
    recognised
}

/// What is shown at an address; nothing where it leads elsewhere.
async fn show(address: &Address) -> Result<String, JsValue> {
    let response = fetch(address, RequestCredentials::Omit, RequestRedirect::Manual, "*/*").await?;
    text_of(&response).await
}

/// The text of a page; none of one that is too long, since what it goes on with may be what counts.
async fn text_of(response: &Response) -> Result<String, JsValue> {
    let Some(body) = response.body() else { return Ok(String::new()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let part = Reflect::get(&JsFuture::from(reader.read()).await?, &"value".into())?;
        // After the last part there is none.
        if part.is_undefined() {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        bytes.extend(part.unchecked_into::<Uint8Array>().to_vec());
        if MOST < bytes.len() {
            // Nothing waits for it: what cannot be cancelled ends with its time.
            drop(reader.cancel());
            return Ok(String::new());
        }
    }
}

async fn fetch(
    address: &Address,
    whose: RequestCredentials,
    redirect: RequestRedirect,
    accept: &str,
) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoStore);
    options.set_credentials(whose);
    options.set_redirect(redirect);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(LONGEST)));
    let request = Request::new_with_str_and_init(&address.to_string(), &options)?;
    request.headers().set("Accept", accept)?;
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    JsFuture::from(global.fetch_with_request(&request)).await?.dyn_into()
}
