dws-contract --url "$DWS_ENDPOINT" --project-id "$HUAWEICLOUD_SDK_PROJECT_ID" \
  --cluster-id 44b277eb-39be-4921-be31-3d61b43651d7 --report-dir report
