export DWS_CLUSTER_ID=44b277eb-39be-4921-be31-3d61b43651d7
SCHEMATHESIS_HOOKS=dws_contract.hooks schemathesis run openapi.yaml --url "$DWS_ENDPOINT"
