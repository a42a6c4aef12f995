//! Write the Rust client's calls and types: `generate CONTRACT OUTPUT`.
//! CONTRACT is OpenAPI 3.0 in JSON, OUTPUT the source file.

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let [contract, output] = &env::args().skip(1).collect::<Vec<_>>()[..] else {
        return Err("usage: generate CONTRACT OUTPUT".into());
    };
    let contract: openapiv3::OpenAPI = serde_json::from_str(&fs::read_to_string(contract)?)?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&contract)?;
    fs::write(output, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
