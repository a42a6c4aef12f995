python3 dws_sign.py POST \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/snapshots/2a4d0f86-67cd-408a-8b66-017454fb7793/linked-copy" '{
  "backup_name": "snapshot-copy",
  "description": "kept from the schedule"
}' |
  curl --fail-with-body --config -
