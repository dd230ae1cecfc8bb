//! What the device is asked, and what it answers, between WebAuthn's JSON and the objects of a browser. By hand, because not every
//! browser has the functions for it, and of some extensions those throw: then a passkey lay on the device that nobody else knew of.

use super::passkey::For;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue},
};

/// What the device answers, as WebAuthn's JSON.
pub(super) async fn answer(what: For, options: &str) -> Result<String, JsValue> {
    let options = Reflect::get(&JSON::parse(options)?, &"publicKey".into())?;
    to_bytes(&options, "challenge")?;
    let listed = if what == For::New {
        to_bytes(&Reflect::get(&options, &"user".into())?, "id")?;
        "excludeCredentials"
    } else {
        "allowCredentials"
    };
    for known in Array::from(&or_empty(Reflect::get(&options, &listed.into())?)).iter() {
        to_bytes(&known, "id")?;
    }
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &options)?;
    let device = Reflect::get(&window().navigator(), &"credentials".into())?;
    let does = if what == For::New { "create" } else { "get" };
    let credential = call(&device, does, &asked)?.dyn_into::<Promise>()?.await?;
    as_json(what, &credential)
}

/// Written down, and posted.
fn as_json(what: For, credential: &JsValue) -> Result<String, JsValue> {
    let (answered, response) = (Reflect::get(credential, &"response".into())?, Object::new());
    let parts: &[&str] = match what {
        For::New => &["clientDataJSON", "attestationObject"],
        _ => &["clientDataJSON", "authenticatorData", "signature", "userHandle"],
    };
    for part in parts {
        let bytes = Reflect::get(&answered, &(*part).into())?;
        if !bytes.is_null() && !bytes.is_undefined() {
            Reflect::set(&response, &(*part).into(), &in_base64(&bytes)?)?;
        }
    }
    // How to reach it the next time: where a browser does not say, nothing is missing.
    if let Ok(transports) = call(&answered, "getTransports", &JsValue::UNDEFINED) {
        Reflect::set(&response, &"transports".into(), &transports)?;
    }
    let json = Object::new();
    for same in ["id", "type", "authenticatorAttachment"] {
        Reflect::set(&json, &same.into(), &Reflect::get(credential, &same.into())?)?;
    }
    Reflect::set(&json, &"rawId".into(), &in_base64(&Reflect::get(credential, &"rawId".into())?)?)?;
    Reflect::set(&json, &"response".into(), &response)?;
    Reflect::set(&json, &"clientExtensionResults".into(), &Object::new())?;
    JSON::stringify(&json).map(String::from)
}

fn call(of: &JsValue, method: &str, with: &JsValue) -> Result<JsValue, JsValue> {
    Reflect::get(of, &method.into())?.dyn_into::<Function>()?.call1(of, with)
}

fn or_empty(list: JsValue) -> JsValue {
    if list.is_undefined() || list.is_null() { Array::new().into() } else { list }
}

/// Base64 for addresses becomes bytes.
fn to_bytes(of: &JsValue, name: &str) -> Result<(), JsValue> {
    let text = Reflect::get(of, &name.into())?.as_string().ok_or(JsValue::NULL)?;
    let plain = window().atob(&text.replace('-', "+").replace('_', "/"))?;
    let bytes: Vec<u8> = plain.chars().map(|c| c as u8).collect();
    Reflect::set(of, &name.into(), &Uint8Array::from(bytes.as_slice())).map(drop)
}

/// And bytes become base64 for addresses.
fn in_base64(bytes: &JsValue) -> Result<JsValue, JsValue> {
    let plain: String = Uint8Array::new(bytes).to_vec().into_iter().map(char::from).collect();
    Ok(window().btoa(&plain)?.replace('+', "-").replace('/', "_").trim_end_matches('=').into())
}
