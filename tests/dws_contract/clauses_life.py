"""What the contract promises of a snapshot's life: numbers 61 and on of the catalogue in `clauses`."""

from __future__ import annotations

_SNAPSHOTS = "#/paths/~1v1.0~1{project_id}~1snapshots"
_LIST = f"{_SNAPSHOTS}/get"
_ONE = f"{_SNAPSHOTS}~1{{snapshot_id}}"
_RESTORE = f"{_ONE}~1actions/post"
_COPY = f"{_ONE}~1linked-copy/post"
_PAGE = "#/paths/~1v1.0~1{project_id}~1clusters~1{cluster_id}~1snapshots/get"
_SCHEMAS = "#/components/schemas"
_DETAIL = f"{_SCHEMAS}/SnapshotDetail"
_OF_RESTORE = f"{_SCHEMAS}/Restore/properties"
_OF_COPY = f"{_SCHEMAS}/CopySnapshotRequest/properties"
_PARAMETERS = "#/components/parameters"
_LIFE = "#/info/description (Life of a snapshot)"

CATALOGUE = (
    # Lists and details
    (
        61,
        "list-answer",
        "A list is answered with 200, application/json, an object of `snapshots`, a list.",
        f"{_LIST}/responses/200",
    ),
    (62, "list-complete", "A list holds every snapshot of the project once.", f"{_LIST}, decision 13"),
    (63, "list-count", "`count`, where told, is the number of snapshots that a list holds.", f"{_LIST}, decision 13"),
    (
        65,
        "details-answer",
        "A snapshot's details are answered with 200, application/json, an object with that `snapshot`.",
        f"{_ONE}/get/responses/200",
    ),
    (
        66,
        "snapshot-members",
        "A snapshot has id, name, status, type and cluster_id; these and all others that it has and the contract names "
        "have their types and forms.",
        f"{_DETAIL}/required, decisions 15 and 16",
    ),
    (
        67,
        "snapshot-as-created",
        "A manual snapshot has the name, description and cluster that were asked for; list, page and details agree.",
        f"{_DETAIL}/properties",
    ),
    (
        68,
        "snapshot-unknown",
        "The UUID of no snapshot of the project is answered with 404.",
        f"{_PARAMETERS}/SnapshotId, decision 3",
    ),
    (
        69,
        "snapshot-id-malformed",
        "A snapshot ID that is no UUID of 8-4-4-4-12 hexadecimal digits is answered with 400.",
        f"{_PARAMETERS}/SnapshotId/schema/pattern, decision 3",
    ),
    (70, "snapshot-id-case", "A snapshot ID is compared without case.", f"{_PARAMETERS}/SnapshotId, decision 3"),
    # Making
    (
        71,
        "snapshot-becomes-available",
        "A snapshot's status goes from CREATING to AVAILABLE or UNAVAILABLE and never back.",
        f"{_LIFE}, decision 11",
    ),
    (
        72,
        "one-at-a-time",
        "While a snapshot of a cluster is being made, another of that cluster is refused with 403.",
        f"{_LIFE}",
    ),
    # Deleting
    (
        73,
        "delete-accepted",
        "A delete of a manual snapshot is answered with 202.",
        f"{_ONE}/delete/responses/202",
    ),
    (
        74,
        "delete-gone",
        "A deleted snapshot is in no list and on no page, and its details are answered with 400 or 404.",
        f"{_LIFE}, decision 12",
    ),
    (75, "delete-frees-name", "A deleted snapshot's name can be used again.", f"{_LIFE}, decision 12"),
    (76, "delete-only-that", "A delete removes no other snapshot.", f"{_ONE}/delete"),
    (
        77,
        "no-use-after-delete",
        "A deleted snapshot is not deleted again, restored or copied: 400 or 404.",
        f"{_LIFE}, decision 12",
    ),
    (78, "delete-automated", "An automated snapshot is not deleted: 403.", f"{_LIFE}, decision 11"),
    (79, "delete-creating", "A snapshot that is being made is not deleted: 403.", f"{_LIFE}, decision 11"),
    # Restoring
    (
        80,
        "restore-accepted",
        "A restore that keeps every rule is answered with 200, application/json and `cluster.id`, a UUID that is new.",
        f"{_RESTORE}/responses/200",
    ),
    (
        81,
        "restored-cluster-usable",
        "The snapshots of a restored cluster can be listed and made.",
        f"{_RESTORE}/responses/200/links",
    ),
    (
        82,
        "restore-name",
        "The new cluster's name is mandatory and keeps the rule of a snapshot's name.",
        f"{_OF_RESTORE}/name",
    ),
    (83, "restore-port", "`port` is an integer from {port_min} to {port_max}.", f"{_OF_RESTORE}/port"),
    (
        84,
        "restore-public-ip",
        "`public_ip` is an object, its `public_bind_type` one of {bind_types}, empty or null, its `eip_id` a string or "
        "null.",
        f"{_SCHEMAS}/PublicIp",
    ),
    (
        85,
        "restore-members",
        "`restore` is a mandatory object; its optional members may be absent and have their types, `number_of_cn` is "
        "from {coordinators_min} to {coordinators_max}.",
        f"{_SCHEMAS}/RestoreClusterRequest",
    ),
    (
        86,
        "restore-not-available",
        "A snapshot that is being made or UNAVAILABLE is not restored: 403.",
        f"{_LIFE}, decision 11",
    ),
    # Copying
    (
        87,
        "copy-accepted",
        "A copy of an automated snapshot is answered with 200, application/json and `snapshot_id`; it is listed and "
        "manual.",
        f"{_COPY}/responses/200",
    ),
    (88, "copy-manual", "A manual snapshot is not copied: 403.", f"{_LIFE}, decision 11"),
    (
        89,
        "copy-name",
        "`backup_name` keeps the rules of a snapshot's name, uniqueness included.",
        f"{_OF_COPY}/backup_name, decision 14",
    ),
    (
        90,
        "copy-description",
        "A copy's description keeps the rules of a snapshot's.",
        f"{_OF_COPY}/description, decision 14",
    ),
    # Pages
    (
        91,
        "page-answer",
        "A page is answered with 200, application/json, an object of `snapshots`, a list, and the `project_id` and "
        "`cluster_id` that were asked for, where told.",
        f"{_PAGE}/responses/200, decision 15",
    ),
    (
        92,
        "page-limit",
        "A page holds `limit` snapshots at most; 0, a negative number and what is no number are refused with 400.",
        f"{_PARAMETERS}/Limit, decision 13",
    ),
    (
        93,
        "page-offset",
        "`offset` is the number of a page, from 0; a page after the last is empty; a negative number and what is no "
        "number are refused with 400.",
        f"{_PARAMETERS}/Offset, decision 13",
    ),
    (
        94,
        "page-sort",
        "A `sort_key` that is accepted is obeyed, and so is `sort_dir`: asc or desc. Capitals, and keys that are not "
        "known, may be refused with 400; any other direction is.",
        f"{_PARAMETERS}/SortKey, decision 13",
    ),
    (95, "page-count", "`count`, where told, is the number of snapshots on all pages.", f"{_PAGE}, decision 13"),
    (
        96,
        "pages-whole",
        "Pages neither lose nor repeat a snapshot, also while others are created and deleted behind them.",
        f"{_PAGE}, decision 13",
    ),
    (97, "page-cluster-only", "Pages hold the snapshots of their cluster and no others.", f"{_PAGE}"),
    (
        98,
        "cluster-path",
        "A cluster ID in the path is compared without case; one that is no UUID is answered with 400, that of no "
        "cluster of the project with 404.",
        f"{_PARAMETERS}/ClusterId, decision 3",
    ),
    (
        99,
        "list-project-only",
        "No list, page or details tell of another project: its path is answered with 403.",
        f"{_PARAMETERS}/ProjectId, decision 5",
    ),
    (
        100,
        "restore-name-taken",
        "A restore to the name of another cluster is refused with 400 or 409.",
        f"{_OF_RESTORE}/name, decision 1",
    ),
)
