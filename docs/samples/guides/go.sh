go mod init snapshots.example/first
go mod edit -replace dws-snapshots.example/overlays/go=../dws-snapshots/overlays/go
go mod edit -replace dws-snapshots.example/generated/go=../dws-snapshots/generated/go
go mod tidy
