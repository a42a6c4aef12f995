//! Makes the calls that standard input lists, with the generated client, and prints what came of each.

use dws_snapshots::{Client, Error, types};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{env, io};

type Failure = Error<types::Error>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = env::args().nth(1).ok_or("usage: call URL")?;
    let client = dws_snapshots::with_token(&url, &env::var("DWS_TOKEN")?)?;
    for line in io::stdin().lines() {
        let call: Value = serde_json::from_str(&line?)?;
        println!("{}", outcome(answer(&client, &call).await));
    }
    Ok(())
}

fn outcome(result: Result<Value, Failure>) -> Value {
    match result {
        Ok(answer) => json!({"answer": answer}),
        Err(Error::InvalidRequest(message)) => json!({"refused": message}),
        Err(error) => match error.status() {
            Some(status) if !status.is_success() => json!({"status": status.as_u16()}),
            _ => json!({"failed": error.to_string()}),
        },
    }
}

async fn answer(client: &Client, call: &Value) -> Result<Value, Failure> {
    let text = |name: &str| call[name].as_str().unwrap_or_default().to_owned();
    Ok(match call["call"].as_str() {
        Some("create") => {
            let given = |name: &str| call["snapshot"][name].as_str().map(str::to_owned);
            let mut snapshot = types::Snapshot::builder()
                .name(given("name").unwrap_or_default())
                .cluster_id(given("cluster_id").unwrap_or_default());
            if let Some(description) = given("description") {
                snapshot = snapshot.description(
                    types::SnapshotDescription::try_from(description).map_err(invalid)?,
                );
            }
            let request = client.create_snapshot().project_id(text("project_id"));
            json!(
                request
                    .body_map(|body| body.snapshot(snapshot))
                    .send()
                    .await?
                    .snapshot
                    .id
            )
        }
        Some("show") => {
            let request = client
                .list_snapshot_details()
                .project_id(text("project_id"));
            json!(
                request
                    .snapshot_id(text("snapshot_id"))
                    .send()
                    .await?
                    .snapshot
                    .status
            )
        }
        Some("all") => {
            let request = client.list_snapshots().project_id(text("project_id"));
            ids(&request.send().await?.snapshots)
        }
        Some("list") => {
            let request = client
                .list_cluster_snapshots()
                .project_id(text("project_id"))
                .cluster_id(text("cluster_id"));
            let limit = call["limit"].as_u64().unwrap_or_default();
            ids(&request.limit(limit).send().await?.snapshots)
        }
        Some("restore") => {
            let request = client.restore_cluster().project_id(text("project_id"));
            let request = request.snapshot_id(text("snapshot_id"));
            let body: types::RestoreClusterRequest = body(call)?;
            json!(request.body(body).send().await?.cluster.id)
        }
        Some("copy") => {
            let request = client.copy_snapshot().project_id(text("project_id"));
            let request = request.snapshot_id(text("snapshot_id"));
            let body: types::CopySnapshotRequest = body(call)?;
            json!(request.body(body).send().await?.snapshot_id)
        }
        _ => {
            let request = client.delete_snapshot().project_id(text("project_id"));
            request.snapshot_id(text("snapshot_id")).send().await?;
            json!("deleted")
        }
    })
}

fn ids(snapshots: &[types::SnapshotDetail]) -> Value {
    snapshots.iter().map(|snapshot| snapshot.id.as_str()).collect()
}

fn body<T: DeserializeOwned>(call: &Value) -> Result<T, Failure> {
    serde_json::from_value(call["body"].clone())
        .map_err(|error| Error::InvalidRequest(error.to_string()))
}

fn invalid(error: types::error::ConversionError) -> Failure {
    Error::InvalidRequest(error.to_string())
}
