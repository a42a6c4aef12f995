export OS_TOKEN=$(
  curl --fail --silent --show-error --output /dev/null \
    --write-out '%header{x-subject-token}' \
    --json '{
      "auth": {
        "identity": {
          "methods": ["password"],
          "password": {
            "user": {
              "name": "demo-user",
              "password": "demo-password",
              "domain": {"name": "demo-domain"}
            }
          }
        },
        "scope": {"project": {"name": "eu-demo_project"}}
      }
    }' \
    "$OS_AUTH_URL/auth/tokens"
)
