// Generated from overlays/go/go.mod by overlays/go/generate.
module dws-snapshots.example/generated/go

go 1.23.1
