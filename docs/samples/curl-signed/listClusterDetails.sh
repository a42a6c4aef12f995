python3 dws_sign.py GET \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/clusters/44b277eb-39be-4921-be31-3d61b43651d7" |
  curl --fail-with-body --config -
