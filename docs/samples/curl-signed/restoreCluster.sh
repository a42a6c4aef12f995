python3 dws_sign.py POST \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/snapshots/2a4d0f86-67cd-408a-8b66-017454fb7793/actions" '{
  "restore": {
    "name": "dws-restored"
  }
}' |
  curl --fail-with-body --config -
