curl --fail-with-body \
  --header "X-Auth-Token: $OS_TOKEN" \
  --json '{
    "backup_name": "snapshot-copy",
    "description": "kept from the schedule"
  }' \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/snapshots/2a4d0f86-67cd-408a-8b66-017454fb7793/linked-copy"
