// Tests of the Go client, its quick start and its benchmark.
module dws-snapshots.example/tests/go

go 1.27

require (
	dws-snapshots.example/generated/go v1.0.0
	dws-snapshots.example/overlays/go v1.0.0
	go.yaml.in/yaml/v3 v3.0.6
)

replace (
	dws-snapshots.example/generated/go => ../../generated/go
	dws-snapshots.example/overlays/go => ../../overlays/go
)
