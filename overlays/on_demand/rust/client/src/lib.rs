//! The snapshot API of the Data Warehouse Service.
//!
//! ```no_run
//! # async fn example(token: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let client = dws_snapshots::with_token("https://dws.eu-de.otc.t-systems.com", token)?;
//! let snapshot = dws_snapshots::types::Snapshot::builder()
//!     .name("snapshot-3")
//!     .cluster_id("44b277eb-39be-4921-be31-3d61b43651d7");
//! let answer = client
//!     .create_snapshot()
//!     .project_id("89cd04f168b84af6be287f71730fdb4b")
//!     .body_map(|body| body.snapshot(snapshot))
//!     .send()
//!     .await?;
//! println!("{}", answer.snapshot.id);
//! # Ok(())
//! # }
//! ```
//!
//! A value that breaks a rule of the contract is `Error::InvalidRequest`, and nothing is sent.

mod bounded;
mod generated;

pub use bounded::{Bounded, OutOfBounds};
pub use generated::*;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};
use std::time::Duration;

/// A client of this endpoint that sends a token in `X-Auth-Token`. It follows no redirect, and a call ends within 60 s.
///
/// # Errors
/// The token is none that a header can hold.
///
/// # Panics
/// TLS is not to be had, as in `reqwest::Client::new`.
pub fn with_token(endpoint: &str, token: &str) -> Result<Client, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(token)?;
    value.set_sensitive(true);
    let header = HeaderName::from_static("x-auth-token");
    let client = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .default_headers(HeaderMap::from_iter([(header, value)]))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(60))
        .build()
        .expect("TLS");
    Ok(Client::new_with_client(endpoint, client))
}
