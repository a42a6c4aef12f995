// The snapshot API with Go's net/http: an implementation that the contract suite judges.
module dws-snapshots.example/tests/foreign/go

go 1.27
