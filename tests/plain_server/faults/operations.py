"""Faults of one operation in common rules: credentials, project, methods, order of judgement, errors."""

from abc import abstractmethod
from collections.abc import Callable, Mapping

from ..refusal import Refused
from ..server import Call, Service
from ..wire import Answer, Request
from ..witnesses.asking import ACCOUNT, CREATE, PATH, UNKNOWN_CLUSTER, UNKNOWN_SNAPSHOT, Ask
from ..witnesses.looks import error_is_declared, tells_no_internals, tells_no_secret
from ..witnesses.steps import AUTOMATED, LIST, Step, copy, copying, created, deleting, page, reading, restore, restoring
from ..witnesses.witness import Witness, answers, refused, shows, unauthorized
from .catalogue import breaks, plant
from .cluster_details import DETAILS
from .cluster_lists import CLUSTERS

FOREIGN_PROJECT = "f" * 32
UNKNOWN = Ask(method="GET", target=f"{PATH}/{UNKNOWN_SNAPSHOT}")
BAD_RESTORE = restore(name="").at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions")
BAD_COPY = copy(backup_name="").at(f"{PATH}/{UNKNOWN_SNAPSHOT}/linked-copy")


def _changed(step: Step, change: Callable[[Ask], Ask]) -> Step:
    return lambda replies: change(step(replies))


def _unnamed(ask: Ask) -> Ask:
    return ask.having(X_Auth_Token=None)


def _foreign(ask: Ask) -> Ask:
    return ask.at(ask.target.replace(ACCOUNT.project_id, FOREIGN_PROJECT))


def _allows(methods: str) -> Witness:
    return shows(lambda reply: reply.headers.get("allow") == methods, UNKNOWN.by("PUT"))


CALLS: dict[str, tuple[str, tuple[Ask, ...], Step, int]] = {
    "listSnapshots": ("List", (), lambda replies: LIST, 200),
    "listSnapshotDetails": ("Details", (CREATE,), reading(created()), 200),
    "deleteSnapshot": ("Delete", (CREATE,), deleting(created()), 202),
    "restoreCluster": ("Restore", (CREATE,), restoring(created()), 200),
    "copySnapshot": ("Copy", (LIST,), copying(AUTOMATED), 200),
    "listClusterSnapshots": ("Page", (), lambda replies: page(), 200),
    "listClusters": ("Clusters", (), lambda replies: CLUSTERS, 200),
    "listClusterDetails": ("ClusterDetails", (), lambda replies: DETAILS, 200),
}


class _Unauthenticated(Service):
    """Accepts any credentials for one operation."""

    open_operation = ""

    def check_credentials(self, request: Request) -> None:
        if self.route(request).operation != self.open_operation:
            super().check_credentials(request)


class _ForeignServed(Service):
    """Does not check the project of one operation."""

    open_operation = ""

    async def judge(self, request: Request) -> Answer:
        call = self.route(request)
        if call.operation != self.open_operation:
            return await super().judge(request)
        self.check_credentials(request)
        return await self.perform(call)


class _PathMethods(Service):
    """Accepts other methods on the paths of snapshots and pages, or names others in Allow."""

    taken_for: Mapping[str, str] = {}
    unknown_status = 405
    allowed = ""

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        if "createSnapshot" in operations.values():
            return super().operation(method, operations)
        try:
            return super().operation(self.taken_for.get(method, method), operations)
        except Refused as refused:
            refused.status = self.unknown_status
            if self.allowed:
                refused.headers = {"Allow": self.allowed}
            raise


class _Early(Service):
    """Checks some part of one operation too early."""

    early_operation = ""

    @abstractmethod
    def early(self, call: Call) -> None:
        """Check a part of the call too early."""

    async def perform(self, call: Call) -> Answer:
        if call.operation == self.early_operation:
            self.early(call)
        return await super().perform(call)


plant(
    _Unauthenticated,
    {
        f"{title}WithoutCredentials": (
            f"{operation} is granted whatever the credentials are.",
            ("auth-required",),
            unauthorized(*before, _changed(call, _unnamed), wrong=granted),
            {"open_operation": operation},
        )
        for operation, (title, before, call, granted) in CALLS.items()
    },
)
plant(
    _ForeignServed,
    {
        f"{title}OfForeignProject": (
            f"{operation} is granted whatever the project is.",
            ("project-foreign", "list-project-only"),
            answers(403, granted, *before, _changed(call, _foreign)),
            {"open_operation": operation},
        )
        for operation, (title, before, call, granted) in CALLS.items()
    },
)
plant(
    _PathMethods,
    {
        "SnapshotPathsUnknownMethod404": (
            "A method that the path of a snapshot does not have is answered with 404.",
            ("method-not-allowed",),
            answers(405, 404, UNKNOWN.by("PUT")),
            {"unknown_status": 404},
        ),
        "SnapshotPathsPostTakenForGet": (
            "POST reads a snapshot and a page, as GET does.",
            ("method-not-allowed",),
            answers(405, 200, page().by("POST")),
            {"taken_for": {"POST": "GET"}},
        ),
        "SnapshotPathsPutTakenForPost": (
            "PUT restores and copies a snapshot, as POST does.",
            ("method-not-allowed",),
            answers(405, 200, CREATE, _changed(restoring(created()), lambda ask: ask.by("PUT"))),
            {"taken_for": {"PUT": "POST"}},
        ),
        "SnapshotPathsAllowOfList": (
            "The Allow header of a 405 names GET and POST on every path.",
            ("method-allow-header",),
            _allows("GET, DELETE"),
            {"allowed": "GET, POST"},
        ),
        "SnapshotPathsAllowWithoutDelete": (
            "The Allow header of a 405 on a snapshot's path does not name DELETE.",
            ("method-allow-header",),
            _allows("GET, DELETE"),
            {"allowed": "GET"},
        ),
    },
)


@breaks("order-of-judgement", shown_by=refused(BAD_RESTORE, wrong=404))
class RestoreSnapshotBeforeBody(_Early):
    """A restore of an unknown snapshot with a bad body is answered with 404."""

    early_operation = "restoreCluster"

    def early(self, call: Call) -> None:
        self.find(self.snapshot_id(call.id))


@breaks("order-of-judgement", shown_by=refused(BAD_COPY, wrong=404))
class CopySnapshotBeforeBody(_Early):
    """A copy of an unknown snapshot with a bad body is answered with 404."""

    early_operation = "copySnapshot"

    def early(self, call: Call) -> None:
        self.find(self.snapshot_id(call.id))


@breaks("order-of-judgement", shown_by=refused(CREATE, copying(created(), backup_name="snapshot-3"), wrong=403))
class CopyTypeBeforeName(_Early):
    """A copy of a manual snapshot with a taken name is answered with 403."""

    early_operation = "copySnapshot"

    def early(self, call: Call) -> None:
        snapshot = self.snapshots.get(call.id.lower())
        if snapshot:
            self.read_copy(call.request)
            self.check_copyable(snapshot)


@breaks("order-of-judgement", shown_by=refused(page("?limit=0", UNKNOWN_CLUSTER), wrong=404))
class PageClusterBeforeQuery(_Early):
    """A page of an unknown cluster with a bad query is answered with 404."""

    early_operation = "listClusterSnapshots"

    def early(self, call: Call) -> None:
        self.check_path_cluster(self.path_cluster_id(call.id))


class _BeforeProject(Service):
    """Checks IDs and query before the project, or even before the credentials."""

    credentials_first = True

    async def judge(self, request: Request) -> Answer:
        call = self.route(request)
        if self.credentials_first:
            self.check_credentials(request)
        if call.operation == "listClusterSnapshots":
            self.path_cluster_id(call.id)
            self.page(request)
        elif call.id:
            self.snapshot_id(call.id)
        return await super().judge(request)


plant(
    _BeforeProject,
    {
        "ParametersBeforeProject": (
            "A malformed ID or query in another's project is answered with 400.",
            ("order-of-judgement",),
            answers(403, 400, _foreign(page("?limit=0"))),
            {},
        ),
        "ParametersBeforeCredentials": (
            "A malformed ID or query is answered with 400 without credentials.",
            ("auth-first",),
            unauthorized(_unnamed(page("?limit=0")), wrong=400),
            {"credentials_first": False},
        ),
    },
)


@breaks("error-no-internals", shown_by=shows(tells_no_internals, UNKNOWN))
class SqlOfUnknownSnapshot(Service):
    """The error for an unknown snapshot holds the SQL query that found nothing."""

    def no_snapshot(self) -> Refused:
        return Refused(404, "DWS.0015", "No row for SELECT id, name, status FROM snapshots WHERE id = $1 LIMIT 1")


@breaks("error-no-internals", shown_by=shows(tells_no_internals, page("?sort_key=any")))
class SqlOfPage(Service):
    """The error for a bad `sort_key` holds the SQL query with it."""

    def sort_key(self, query: dict[str, str]) -> str:
        try:
            return super().sort_key(query)
        except Refused as refused:
            refused.message = f"no such column: SELECT * FROM snapshots ORDER BY {query['sort_key']}"
            raise


@breaks("error-no-internals", shown_by=shows(tells_no_internals, CREATE, restoring(created(), port=1)))
class StackTraceOfRestore(Service):
    """The error for a bad port holds a Java stack trace."""

    def is_port(self, port: object) -> bool:
        if super().is_port(port):
            return True
        trace = (
            "\tat com.example.dws.Restore.port(Restore.java:88)\n\tat java.base/java.lang.Thread.run(Thread.java:840)"
        )
        raise Refused(400, "DWS.0001", f"java.lang.IllegalArgumentException: port\n{trace}")


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, UNKNOWN))
class TokenIn404(Service):
    """The error for an unknown snapshot names the caller's token."""

    def no_snapshot(self) -> Refused:
        return Refused(404, "DWS.0015", f"Nothing found for {self.account.token}.")


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, CREATE, reading(created())))
class SecretKeyInDetails(Service):
    """The details of a snapshot hold the caller's secret key as `backup_key`."""

    async def list_snapshot_details(self, call: Call) -> Answer:
        snapshot = self.find(self.snapshot_id(call.id))
        return self.json_answer(200, {"snapshot": {**self.details(snapshot), "backup_key": self.secret_key}}, {})


@breaks("error-media-type", "error-body", shown_by=shows(error_is_declared, UNKNOWN))
class NotFoundAsHtml(Service):
    """The error for an unknown snapshot is an HTML page."""

    async def answer(self, request: Request) -> Answer:
        answer = await super().answer(request)
        if answer.status == 404 and b"DWS.0015" in answer.body:
            return Answer(404, b"<h1>Not found</h1>", {"Content-Type": "text/html"})
        return answer


@breaks("error-body", shown_by=shows(error_is_declared, LIST, deleting(AUTOMATED)))
class NotAllowedWithoutBody(Service):
    """A 403 because of a snapshot's status or type has no body."""

    async def answer(self, request: Request) -> Answer:
        answer = await super().answer(request)
        if answer.status == 403 and b"DWS.7023" in answer.body:
            return Answer(403, b"", {"Content-Type": "application/json"})
        return answer
