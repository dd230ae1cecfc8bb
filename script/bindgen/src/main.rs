//! `bindgen WASM NAME FOLDER` makes what a browser loads of a bundle: wasm-bindgen's library, for the one thing of its command line
//! that `script/build` needs, without the crates of the others.

use std::{env, error::Error};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [wasm, name, folder] = &words[..] else { return Err("bindgen WASM NAME FOLDER".into()) };
    Ok(Bindgen::new().input_path(wasm).out_name(name).web(true)?.typescript(false).generate(folder)?)
}
