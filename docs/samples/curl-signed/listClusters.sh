python3 dws_sign.py GET \
  "$DWS_ENDPOINT/v1.0/$HUAWEICLOUD_SDK_PROJECT_ID/clusters" |
  curl --fail-with-body --config -
