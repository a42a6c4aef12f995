"""The operations of openapi.yaml as methods of a client, sync and async."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

from . import models, operations
from .codec import Operation, Result, given


class Calls(ABC):
    """One method for each operation. A subclass says how a request is sent.

    An argument of None is not sent. Callers pass and get the content of a body: of `{"snapshot": …}`, the snapshot.
    """

    __slots__ = ()

    project_id: str

    @abstractmethod
    def _call(
        self,
        operation: Operation[Result],
        path: dict[str, Any],
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Result:
        """Send a request and return what its answer holds."""

    @abstractmethod
    def _items(self, operation: Operation[Any], path: dict[str, Any], query: dict[str, Any]) -> Iterator[Any]:
        """Iterate over the items of all pages. query: without `offset`."""

    def list_snapshots(self) -> list[models.SnapshotDetail]:
        """List a project's snapshots.

        Lists all snapshots of the project, manual and automated, of all its clusters.

        Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`, it is the
        number of snapshots. The order is not defined.

        Source: ListSnapshots.
        """
        return self._call(operations.list_snapshots, {"project_id": self.project_id})

    def create_snapshot(self, *, name: str, cluster_id: str, description: str | None = None) -> models.SnapshotResp:
        """Create a snapshot.

        Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.

        Decision: names are unique within a project, and a name that is taken is refused with 400. So sending the
        request twice does not make two snapshots.

        One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403, `DWS.7023`. A
        snapshot can be made of a cluster that the console shows as Available, To be restarted or Unbalanced.

        name: Snapshot name. It consists of 4 to 64 characters, starts with a letter, and contains letters, digits,
        hyphens (`-`) and underscores (`_`) only. It is case-insensitive and must be unique.

        cluster_id: ID of the cluster to create a snapshot of, a UUID of 8-4-4-4-12 hexadecimal digits.

        description: Snapshot description. Optional; if no value is specified, the description is empty. It has at most
        256 characters and contains none of `!` `<` `>` `'` `=` `&` `"`.

        Source: URI, error codes.
        """
        return self._call(
            operations.create_snapshot,
            {"project_id": self.project_id},
            body={"snapshot": {"name": name, "cluster_id": cluster_id, **given({"description": description})}},
        )

    def list_snapshot_details(self, snapshot_id: str) -> models.SnapshotDetail:
        """Read a snapshot.

        Reads one snapshot. Public clients wait for a snapshot by reading it until its status is `AVAILABLE`.

        snapshot_id: Snapshot ID.

        Source: ListSnapshotDetails.
        """
        return self._call(operations.list_snapshot_details, {"project_id": self.project_id, "snapshot_id": snapshot_id})

    def delete_snapshot(self, snapshot_id: str) -> None:
        """Delete a manual snapshot.

        Deletes a manual snapshot. Automated snapshots expire by themselves.

        Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered, the snapshot
        is in no list and its name is free.

        snapshot_id: Snapshot ID.

        Source: DeleteSnapshot.
        """
        return self._call(operations.delete_snapshot, {"project_id": self.project_id, "snapshot_id": snapshot_id})

    def restore_cluster(
        self,
        snapshot_id: str,
        *,
        name: str,
        subnet_id: str | None = None,
        security_group_id: str | None = None,
        vpc_id: str | None = None,
        availability_zone: str | None = None,
        port: int | None = None,
        public_ip: models.PublicIp | None = None,
        enterprise_project_id: str | None = None,
        ipv6_enable: bool | None = None,
        number_of_cn: int | None = None,
    ) -> models.Cluster:
        """Restore a snapshot to a new cluster.

        Restores a snapshot to a new cluster. The answer names the cluster; the service goes on making it.

        Only a snapshot that is ready can be restored: see Life of a snapshot.

        snapshot_id: Snapshot ID.

        name: Name of the new cluster. It follows the rule of a snapshot's name: 4 to 64 characters, a letter first,
        letters, digits, hyphens (`-`) and underscores (`_`) only. It must be unique.

        subnet_id: ID of its subnet. Optional.

        security_group_id: ID of its security group. Optional.

        vpc_id: ID of its VPC. Optional.

        availability_zone: Its availability zone. Optional.

        port: Port of its database, 8000 to 30000. Optional; 8000 if no value is specified. Editions since 2025 don't
        give the range.

        public_ip: Public address of a cluster. Optional. The newest editions know the last five members.

        enterprise_project_id: ID of its enterprise project. Optional; `0`, the default one, if no value is specified.

        ipv6_enable: Whether it has IPv6. Optional.

        number_of_cn: Number of its coordinator nodes, from 3 to the number of its nodes, at most 20. Optional; only the
        newest editions know it.

        Source: RestoreCluster.
        """
        return self._call(
            operations.restore_cluster,
            {"project_id": self.project_id, "snapshot_id": snapshot_id},
            body={
                "restore": {
                    "name": name,
                    **given(
                        {
                            "subnet_id": subnet_id,
                            "security_group_id": security_group_id,
                            "vpc_id": vpc_id,
                            "availability_zone": availability_zone,
                            "port": port,
                            "public_ip": public_ip,
                            "enterprise_project_id": enterprise_project_id,
                            "ipv6_enable": ipv6_enable,
                            "number_of_cn": number_of_cn,
                        }
                    ),
                }
            },
        )

    def copy_snapshot(
        self, snapshot_id: str, *, backup_name: str, description: str | None = None
    ) -> models.CopySnapshotResponse:
        """Copy an automated snapshot.

        Copies an automated snapshot to a manual one, which stays when the automated one expires.

        Decision: copying a manual snapshot is refused with 403.

        snapshot_id: Snapshot ID.

        backup_name: Name of the copy.

        description: Description of the copy. Optional; empty if no value is specified.

        Source: CopySnapshot.
        """
        return self._call(
            operations.copy_snapshot,
            {"project_id": self.project_id, "snapshot_id": snapshot_id},
            body={"backup_name": backup_name, **given({"description": description})},
        )

    def list_cluster_snapshots(
        self,
        cluster_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        sort_key: str | None = None,
        sort_dir: Literal["asc", "desc", "ASC", "DESC"] | None = None,
    ) -> models.ListClusterSnapshotsResponse:
        """List a cluster's snapshots, page by page.

        Lists the snapshots of one cluster, manual and automated: all of them, or one page.

        Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit` snapshots come
        before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last is empty.

        Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`, `clusterName` and
        `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs. This
        document describes the one since 2025; clients should work with both.

        cluster_id: Cluster ID.

        limit: How many snapshots a page holds at most, above 0. Optional; without it the answer holds all.

        offset: Number of the page, from 0. Optional; 0 if no value is specified.

        sort_key: What the snapshots are sorted by. Optional. The public reference names no values; until 2024 it named
        `name`, `clusterName` and `startTime`.

        sort_dir: `asc` or `desc`. Optional.

        Source: ListClusterSnapshots.
        """
        return self._call(
            operations.list_cluster_snapshots,
            {"project_id": self.project_id, "cluster_id": cluster_id},
            query={**given({"limit": limit, "offset": offset, "sort_key": sort_key, "sort_dir": sort_dir})},
        )

    def iter_cluster_snapshots(
        self,
        cluster_id: str,
        *,
        limit: int | None = None,
        sort_key: str | None = None,
        sort_dir: Literal["asc", "desc", "ASC", "DESC"] | None = None,
    ) -> Iterator[models.SnapshotDetail]:
        """Iterate over all items of `list_cluster_snapshots`, each once. A page is read when its first item is needed.

        limit: items on a page, 100 by default. Other arguments: as for `list_cluster_snapshots`.

        It works whether `offset` counts pages or records, with pages shorter than `limit`, and without a `count`. What
        others create meanwhile may be included or not. If they delete something, the rest moves to earlier pages: so
        pages are read again if the count changes, and all of them once more at the end if there is more than one.

        A page that is answered with 429 or 503 is read again, at most five times, after pauses that grow from 1 second,
        or as long as `Retry-After` says, up to 5 minutes.

        Raises UnexpectedResponse if something is still missing after that, and otherwise as any call does.
        """
        return self._items(
            operations.list_cluster_snapshots,
            {"project_id": self.project_id, "cluster_id": cluster_id},
            {**given({"limit": limit, "sort_key": sort_key, "sort_dir": sort_dir})},
        )

    def list_clusters(self, *, enterprise_project_id: str | None = None) -> list[models.ClusterInfo]:
        """List a project's clusters.

        Lists the clusters of the project, including those that are being restored. Creating a snapshot needs the ID of
        a cluster.

        Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has the ID in
        the answer to the restore, and the name in its request. If there is a `count`, it is the number of clusters. The
        order is not defined.

        enterprise_project_id: ID of the enterprise project whose clusters are listed, `0` for the default one, or
        `all_granted_eps` for all. Optional.

        Source: ListClusters.
        """
        return self._call(
            operations.list_clusters,
            {"project_id": self.project_id},
            query={**given({"enterprise_project_id": enterprise_project_id})},
        )

    def list_cluster_details(self, cluster_id: str) -> models.ClusterInfo:
        """Read a cluster.

        Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its cluster is
        `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster is
        `AVAILABLE` with a `task_status` other than `RESTORING`.

        Decision: a restored cluster has details as soon as the restore is answered. A list of clusters shows the same
        name and creation time, and the status never goes back to `CREATING`.

        cluster_id: Cluster ID.

        Source: ListClusterDetails.
        """
        return self._call(operations.list_cluster_details, {"project_id": self.project_id, "cluster_id": cluster_id})


class AsyncCalls(ABC):
    """One method for each operation, for asyncio. A subclass says how a request is sent.

    An argument of None is not sent. Callers pass and get the content of a body: of `{"snapshot": …}`, the snapshot.
    """

    __slots__ = ()

    project_id: str

    @abstractmethod
    async def _call(
        self,
        operation: Operation[Result],
        path: dict[str, Any],
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Result:
        """Send a request and return what its answer holds."""

    @abstractmethod
    def _items(self, operation: Operation[Any], path: dict[str, Any], query: dict[str, Any]) -> AsyncIterator[Any]:
        """Iterate over the items of all pages. query: without `offset`."""

    async def list_snapshots(self) -> list[models.SnapshotDetail]:
        """List a project's snapshots.

        Lists all snapshots of the project, manual and automated, of all its clusters.

        Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`, it is the
        number of snapshots. The order is not defined.

        Source: ListSnapshots.
        """
        return await self._call(operations.list_snapshots, {"project_id": self.project_id})

    async def create_snapshot(
        self, *, name: str, cluster_id: str, description: str | None = None
    ) -> models.SnapshotResp:
        """Create a snapshot.

        Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.

        Decision: names are unique within a project, and a name that is taken is refused with 400. So sending the
        request twice does not make two snapshots.

        One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403, `DWS.7023`. A
        snapshot can be made of a cluster that the console shows as Available, To be restarted or Unbalanced.

        name: Snapshot name. It consists of 4 to 64 characters, starts with a letter, and contains letters, digits,
        hyphens (`-`) and underscores (`_`) only. It is case-insensitive and must be unique.

        cluster_id: ID of the cluster to create a snapshot of, a UUID of 8-4-4-4-12 hexadecimal digits.

        description: Snapshot description. Optional; if no value is specified, the description is empty. It has at most
        256 characters and contains none of `!` `<` `>` `'` `=` `&` `"`.

        Source: URI, error codes.
        """
        return await self._call(
            operations.create_snapshot,
            {"project_id": self.project_id},
            body={"snapshot": {"name": name, "cluster_id": cluster_id, **given({"description": description})}},
        )

    async def list_snapshot_details(self, snapshot_id: str) -> models.SnapshotDetail:
        """Read a snapshot.

        Reads one snapshot. Public clients wait for a snapshot by reading it until its status is `AVAILABLE`.

        snapshot_id: Snapshot ID.

        Source: ListSnapshotDetails.
        """
        return await self._call(
            operations.list_snapshot_details, {"project_id": self.project_id, "snapshot_id": snapshot_id}
        )

    async def delete_snapshot(self, snapshot_id: str) -> None:
        """Delete a manual snapshot.

        Deletes a manual snapshot. Automated snapshots expire by themselves.

        Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered, the snapshot
        is in no list and its name is free.

        snapshot_id: Snapshot ID.

        Source: DeleteSnapshot.
        """
        return await self._call(operations.delete_snapshot, {"project_id": self.project_id, "snapshot_id": snapshot_id})

    async def restore_cluster(
        self,
        snapshot_id: str,
        *,
        name: str,
        subnet_id: str | None = None,
        security_group_id: str | None = None,
        vpc_id: str | None = None,
        availability_zone: str | None = None,
        port: int | None = None,
        public_ip: models.PublicIp | None = None,
        enterprise_project_id: str | None = None,
        ipv6_enable: bool | None = None,
        number_of_cn: int | None = None,
    ) -> models.Cluster:
        """Restore a snapshot to a new cluster.

        Restores a snapshot to a new cluster. The answer names the cluster; the service goes on making it.

        Only a snapshot that is ready can be restored: see Life of a snapshot.

        snapshot_id: Snapshot ID.

        name: Name of the new cluster. It follows the rule of a snapshot's name: 4 to 64 characters, a letter first,
        letters, digits, hyphens (`-`) and underscores (`_`) only. It must be unique.

        subnet_id: ID of its subnet. Optional.

        security_group_id: ID of its security group. Optional.

        vpc_id: ID of its VPC. Optional.

        availability_zone: Its availability zone. Optional.

        port: Port of its database, 8000 to 30000. Optional; 8000 if no value is specified. Editions since 2025 don't
        give the range.

        public_ip: Public address of a cluster. Optional. The newest editions know the last five members.

        enterprise_project_id: ID of its enterprise project. Optional; `0`, the default one, if no value is specified.

        ipv6_enable: Whether it has IPv6. Optional.

        number_of_cn: Number of its coordinator nodes, from 3 to the number of its nodes, at most 20. Optional; only the
        newest editions know it.

        Source: RestoreCluster.
        """
        return await self._call(
            operations.restore_cluster,
            {"project_id": self.project_id, "snapshot_id": snapshot_id},
            body={
                "restore": {
                    "name": name,
                    **given(
                        {
                            "subnet_id": subnet_id,
                            "security_group_id": security_group_id,
                            "vpc_id": vpc_id,
                            "availability_zone": availability_zone,
                            "port": port,
                            "public_ip": public_ip,
                            "enterprise_project_id": enterprise_project_id,
                            "ipv6_enable": ipv6_enable,
                            "number_of_cn": number_of_cn,
                        }
                    ),
                }
            },
        )

    async def copy_snapshot(
        self, snapshot_id: str, *, backup_name: str, description: str | None = None
    ) -> models.CopySnapshotResponse:
        """Copy an automated snapshot.

        Copies an automated snapshot to a manual one, which stays when the automated one expires.

        Decision: copying a manual snapshot is refused with 403.

        snapshot_id: Snapshot ID.

        backup_name: Name of the copy.

        description: Description of the copy. Optional; empty if no value is specified.

        Source: CopySnapshot.
        """
        return await self._call(
            operations.copy_snapshot,
            {"project_id": self.project_id, "snapshot_id": snapshot_id},
            body={"backup_name": backup_name, **given({"description": description})},
        )

    async def list_cluster_snapshots(
        self,
        cluster_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        sort_key: str | None = None,
        sort_dir: Literal["asc", "desc", "ASC", "DESC"] | None = None,
    ) -> models.ListClusterSnapshotsResponse:
        """List a cluster's snapshots, page by page.

        Lists the snapshots of one cluster, manual and automated: all of them, or one page.

        Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit` snapshots come
        before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last is empty.

        Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`, `clusterName` and
        `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs. This
        document describes the one since 2025; clients should work with both.

        cluster_id: Cluster ID.

        limit: How many snapshots a page holds at most, above 0. Optional; without it the answer holds all.

        offset: Number of the page, from 0. Optional; 0 if no value is specified.

        sort_key: What the snapshots are sorted by. Optional. The public reference names no values; until 2024 it named
        `name`, `clusterName` and `startTime`.

        sort_dir: `asc` or `desc`. Optional.

        Source: ListClusterSnapshots.
        """
        return await self._call(
            operations.list_cluster_snapshots,
            {"project_id": self.project_id, "cluster_id": cluster_id},
            query={**given({"limit": limit, "offset": offset, "sort_key": sort_key, "sort_dir": sort_dir})},
        )

    def iter_cluster_snapshots(
        self,
        cluster_id: str,
        *,
        limit: int | None = None,
        sort_key: str | None = None,
        sort_dir: Literal["asc", "desc", "ASC", "DESC"] | None = None,
    ) -> AsyncIterator[models.SnapshotDetail]:
        """Iterate over all items of `list_cluster_snapshots`, each once. A page is read when its first item is needed.

        limit: items on a page, 100 by default. Other arguments: as for `list_cluster_snapshots`.

        It works whether `offset` counts pages or records, with pages shorter than `limit`, and without a `count`. What
        others create meanwhile may be included or not. If they delete something, the rest moves to earlier pages: so
        pages are read again if the count changes, and all of them once more at the end if there is more than one.

        A page that is answered with 429 or 503 is read again, at most five times, after pauses that grow from 1 second,
        or as long as `Retry-After` says, up to 5 minutes.

        Raises UnexpectedResponse if something is still missing after that, and otherwise as any call does.
        """
        return self._items(
            operations.list_cluster_snapshots,
            {"project_id": self.project_id, "cluster_id": cluster_id},
            {**given({"limit": limit, "sort_key": sort_key, "sort_dir": sort_dir})},
        )

    async def list_clusters(self, *, enterprise_project_id: str | None = None) -> list[models.ClusterInfo]:
        """List a project's clusters.

        Lists the clusters of the project, including those that are being restored. Creating a snapshot needs the ID of
        a cluster.

        Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has the ID in
        the answer to the restore, and the name in its request. If there is a `count`, it is the number of clusters. The
        order is not defined.

        enterprise_project_id: ID of the enterprise project whose clusters are listed, `0` for the default one, or
        `all_granted_eps` for all. Optional.

        Source: ListClusters.
        """
        return await self._call(
            operations.list_clusters,
            {"project_id": self.project_id},
            query={**given({"enterprise_project_id": enterprise_project_id})},
        )

    async def list_cluster_details(self, cluster_id: str) -> models.ClusterInfo:
        """Read a cluster.

        Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its cluster is
        `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster is
        `AVAILABLE` with a `task_status` other than `RESTORING`.

        Decision: a restored cluster has details as soon as the restore is answered. A list of clusters shows the same
        name and creation time, and the status never goes back to `CREATING`.

        cluster_id: Cluster ID.

        Source: ListClusterDetails.
        """
        return await self._call(
            operations.list_cluster_details, {"project_id": self.project_id, "cluster_id": cluster_id}
        )
