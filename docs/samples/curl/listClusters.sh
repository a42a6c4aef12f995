curl --fail-with-body \
  --header "X-Auth-Token: $OS_TOKEN" \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/clusters"
