curl --fail-with-body \
  --header "X-Auth-Token: $OS_TOKEN" \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/clusters/44b277eb-39be-4921-be31-3d61b43651d7"
