use dws_snapshots::{Error, types::Snapshot};
use serde_json::json;
use std::{env, process};

/// Creates a snapshot: NAME CLUSTER_ID.
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let snapshot = Snapshot::builder()
        .name(arguments.next().ok_or("NAME is missing")?)
        .cluster_id(arguments.next().ok_or("CLUSTER_ID is missing")?);
    let client = dws_snapshots::with_token(&env::var("DWS_ENDPOINT")?, &token().await?)?;
    let request = client.create_snapshot().project_id(env::var("OS_PROJECT_ID")?);
    match request.body_map(|body| body.snapshot(snapshot)).send().await {
        Ok(answer) => println!("{}", answer.snapshot.id),
        Err(Error::ErrorResponse(error)) => {
            let request_id = error.headers().get("x-request-id").and_then(|value| value.to_str().ok());
            let status = error.status().as_u16();
            let request_id = request_id.unwrap_or("unknown");
            eprintln!("{status} {} {} (request {request_id})", error.error_code, error.error_msg);
            process::exit(1);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// A token from IAM for a password. It holds for 24 hours.
async fn token() -> Result<String, Box<dyn std::error::Error>> {
    let domain = json!({"name": env::var("OS_USER_DOMAIN_NAME")?});
    let user = json!({"name": env::var("OS_USERNAME")?, "password": env::var("OS_PASSWORD")?, "domain": domain});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    let scope = json!({"project": {"id": env::var("OS_PROJECT_ID")?}});
    let answer = reqwest::Client::new()
        .post(format!("{}/auth/tokens", env::var("OS_AUTH_URL")?))
        .json(&json!({"auth": {"identity": identity, "scope": scope}}))
        .send()
        .await?
        .error_for_status()?;
    let token = answer.headers().get("x-subject-token").ok_or("IAM sent no token")?;
    Ok(token.to_str()?.to_owned())
}
