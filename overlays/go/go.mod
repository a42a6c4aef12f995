// The Go client. To move it to a repository of your own, see README.md.
module dws-snapshots.example/overlays/go

go 1.23.1

require dws-snapshots.example/generated/go v1.0.0

// Both modules stand in this repository and have the same version. Who imports this one gets that one with it.
replace dws-snapshots.example/generated/go => ../../generated/go
