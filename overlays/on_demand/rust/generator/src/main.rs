//! Write the Rust client's calls and types: `generate CONTRACT OUTPUT`.
//! CONTRACT is OpenAPI 3.0 in JSON, OUTPUT the source file.

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Value, json};
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let [contract, output] = &env::args().skip(1).collect::<Vec<_>>()[..] else {
        return Err("usage: generate CONTRACT OUTPUT".into());
    };
    let document: Value = serde_json::from_str(&fs::read_to_string(contract)?)?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    for (least, most) in limits(&document) {
        let schema = json!({"type": "integer", "minimum": least, "maximum": most});
        let name = format!("crate::Bounded::<{least}, {most}>");
        settings.with_conversion(serde_json::from_value(schema)?, name, std::iter::empty());
    }
    let contract: openapiv3::OpenAPI = serde_json::from_value(document)?;
    let tokens = Generator::new(&settings).generate_tokens(&contract)?;
    fs::write(output, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}

/// The limits of every integer that has both. progenitor itself knows of a number but that it is not 0.
fn limits(node: &Value) -> Vec<(i64, i64)> {
    let inner = match node {
        Value::Array(items) => items.iter().flat_map(limits).collect(),
        Value::Object(members) => members.values().flat_map(limits).collect(),
        _ => Vec::new(),
    };
    let limit = |keyword: &str| node.get(keyword).and_then(Value::as_i64);
    let own = limit("minimum").zip(limit("maximum"));
    inner
        .into_iter()
        .chain(own.filter(|_| node["type"] == "integer"))
        .collect()
}
