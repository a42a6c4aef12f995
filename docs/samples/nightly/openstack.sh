night=$(date -u +%F) failed=
for cluster in $(openstack dws cluster list -f value -c name); do
	openstack dws snapshot create "$cluster" "nightly-$cluster-$night" --wait || failed="$failed $cluster"
done
[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }
