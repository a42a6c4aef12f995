"""Faults in checking credentials and the project, and in the order of the checks."""

from abc import abstractmethod
from dataclasses import replace
from urllib.parse import unquote
from uuid import UUID

from ..refusal import Refused
from ..server import Call, Service
from ..wire import Answer, Request
from ..witnesses.asking import ACCOUNT, ANONYMOUS, CREATE, FOREIGN, UNKNOWN_CLUSTER, create
from ..witnesses.witness import Witness, accepted, answers, refused, unauthorized
from .catalogue import breaks


def _token(token: str, wrong: int = 200) -> Witness:
    return unauthorized(CREATE.having(X_Auth_Token=token), wrong=wrong)


def _foreign(wrong: int) -> Witness:
    return answers(403, wrong, CREATE.at(FOREIGN))


def _malformed(project_id: str, wrong: int) -> Witness:
    return answers(403, wrong, CREATE.at(f"/v1.0/{project_id}/snapshots"))


class _BadCredentials(Service):
    """Answers bad credentials with another status."""

    status = 401
    location = ""

    def check_credentials(self, request: Request) -> None:
        try:
            super().check_credentials(request)
        except Refused as refused:
            headers = {"Location": self.location} if self.location else {}
            raise Refused(self.status, refused.code, refused.message, headers) from refused


class _JudgesCreatesEarly(Service):
    """Checks some part of a create too early."""

    credentials_first = False

    @abstractmethod
    def early(self, call: Call) -> None:
        """Check a part of a create before its credentials."""

    async def judge(self, request: Request) -> Answer:
        call = self.route(request)
        if self.credentials_first:
            self.check_credentials(request)
        if call.operation == "createSnapshot":
            self.early(call)
        return await super().judge(request)


class _ForeignProject(Service):
    """Answers a project that is not the caller's with another status."""

    status = 403

    def check_project(self, project_id: str) -> None:
        if project_id != self.account.project_id:
            raise Refused(self.status, "DWS.0015", "Resource not found or permission denied.")


@breaks("auth-required", "token-checked", shown_by=unauthorized(ANONYMOUS))
class CredentialsUnchecked(Service):
    """Requests are granted with any credentials, and without credentials."""

    def check_credentials(self, request: Request) -> None:
        return


@breaks("auth-required", shown_by=unauthorized(ANONYMOUS))
class CredentialsOptional(Service):
    """Credentials are checked only if there are any: without, a request is granted."""

    def check_credentials(self, request: Request) -> None:
        if request.headers.keys() & {"x-auth-token", "authorization"}:
            super().check_credentials(request)


@breaks("auth-required", "token-checked", shown_by=unauthorized(ANONYMOUS, wrong=403))
class BadCredentials403(_BadCredentials):
    """Missing or wrong credentials are answered with 403."""

    status = 403


@breaks("auth-required", "token-checked", shown_by=unauthorized(ANONYMOUS, wrong=400))
class BadCredentials400(_BadCredentials):
    """Missing or wrong credentials are answered with 400."""

    status = 400


@breaks("auth-required", "status-declared", shown_by=unauthorized(ANONYMOUS, wrong=302))
class BadCredentialsRedirected(_BadCredentials):
    """Missing or wrong credentials are answered with 302, to a page where one signs in."""

    status = 302
    location = "/login"


@breaks("token-checked", "no-server-error", shown_by=_token("made-up", 500))
class BadToken500(Service):
    """A token that is not known is answered with 500."""

    def token_holds(self, token: str) -> bool:
        if token and not super().token_holds(token):
            raise LookupError("no such token")
        return super().token_holds(token)


@breaks("token-checked", shown_by=_token("made-up", 403))
class BadToken403(Service):
    """A token that is not known is answered with 403; only a missing one gets 401."""

    def token_holds(self, token: str) -> bool:
        if token and not super().token_holds(token):
            raise Refused(403, "APIGW.0301", "Incorrect IAM authentication information.")
        return super().token_holds(token)


@breaks("token-checked", shown_by=_token("made-up"))
class TokenAnyAccepted(Service):
    """Any token is accepted."""

    def token_holds(self, token: str) -> bool:
        return bool(token)


@breaks("token-checked", "auth-required", shown_by=_token(""))
class TokenEmptyAccepted(Service):
    """An empty token is accepted."""

    def check_credentials(self, request: Request) -> None:
        if request.headers.get("x-auth-token") != "":
            super().check_credentials(request)


@breaks("token-checked", shown_by=_token(ACCOUNT.token[:-1]))
class TokenCutShortAccepted(Service):
    """A token that is cut short is accepted: only the given part is compared."""

    def token_holds(self, token: str) -> bool:
        return bool(token) and self.account.token.startswith(token)


@breaks("token-checked", shown_by=_token(ACCOUNT.token + "0"))
class TokenWithMoreAccepted(Service):
    """A token with more behind it is accepted: the comparison ends where the token does."""

    def token_holds(self, token: str) -> bool:
        return token.startswith(self.account.token)


@breaks("token-checked", shown_by=_token(ACCOUNT.token.swapcase()))
class TokenCaseIgnored(Service):
    """A token in another case is accepted."""

    def token_holds(self, token: str) -> bool:
        return token.lower() == self.account.token.lower()


@breaks("token-checked", shown_by=_token("0" * len(ACCOUNT.token)))
class TokenComparedByLength(Service):
    """A token of the right length is accepted."""

    def token_holds(self, token: str) -> bool:
        return len(token) == len(self.account.token)


@breaks("auth-first", shown_by=unauthorized(replace(ANONYMOUS, body=b'{"snapshot": {}}'), wrong=400))
class BodyBeforeCredentials(_JudgesCreatesEarly):
    """The body is judged before the credentials: without credentials, a bad body is answered with 400."""

    def early(self, call: Call) -> None:
        self.read(call.request)


@breaks("auth-first", shown_by=unauthorized(ANONYMOUS.having(Content_Type="text/plain"), wrong=400))
class MediaTypeBeforeCredentials(_JudgesCreatesEarly):
    """Content-Type is judged before the credentials."""

    def early(self, call: Call) -> None:
        self.check_media_type(call.request)


@breaks("auth-first", shown_by=unauthorized(replace(ANONYMOUS, body=b"{"), wrong=400))
class NoJsonBeforeCredentials(_JudgesCreatesEarly):
    """Without credentials, a body that is not JSON is answered with 400: it is read before anything is judged."""

    def early(self, call: Call) -> None:
        self.document(call.request)


@breaks("auth-first", shown_by=unauthorized(ANONYMOUS.at(FOREIGN), wrong=403))
class ProjectBeforeCredentials(Service):
    """The project is judged before the credentials: without credentials, another's is answered with 403."""

    async def judge(self, request: Request) -> Answer:
        self.check_project(self.route(request).project_id)
        return await super().judge(request)


@breaks("order-of-judgement", shown_by=answers(403, 400, create(name="").at(FOREIGN)))
class BodyBeforeProject(_JudgesCreatesEarly):
    """The body is judged before the project: a bad body for another's project is answered with 400."""

    credentials_first = True

    def early(self, call: Call) -> None:
        self.read(call.request)


@breaks("order-of-judgement", shown_by=answers(403, 404, create(cluster_id=UNKNOWN_CLUSTER).at(FOREIGN)))
class ClusterBeforeProject(_JudgesCreatesEarly):
    """The cluster is judged before the project: an unknown one in another's project is answered with 404."""

    credentials_first = True

    def early(self, call: Call) -> None:
        try:
            self.check_cluster(self.read(call.request))
        except Refused as refused:
            if refused.status == 404:
                raise


@breaks("order-of-judgement", shown_by=refused(create(cluster_id=UNKNOWN_CLUSTER, description="!"), wrong=404))
class ClusterBeforeDescription(Service):
    """The cluster is judged before the description: with a bad description, an unknown one is answered with 404."""

    def cluster_id(self, snapshot: dict[str, object]) -> str:  # type: ignore[override]
        cluster_id = super().cluster_id(snapshot)
        if not self.cluster_exists(cluster_id):
            raise self.no_cluster()
        return cluster_id


@breaks("order-of-judgement", shown_by=answers(404, 400, CREATE, create(cluster_id=UNKNOWN_CLUSTER)))
class NameTakenBeforeCluster(Service):
    """Uniqueness is judged before the cluster: a taken name for an unknown cluster is answered with 400."""

    def check_name(self, name: str) -> None:
        super().check_name(name)
        if self.name_key(name) in self.taken:
            raise Refused(400, "DWS.5039", "The name is taken.")


@breaks("project-foreign", shown_by=_foreign(200))
class ProjectUnchecked(Service):
    """A project that is not the caller's is accepted."""

    def check_project(self, project_id: str) -> None:
        return


@breaks("project-foreign", shown_by=_foreign(404))
class ForeignProject404(_ForeignProject):
    """A project that is not the caller's is answered with 404."""

    status = 404


@breaks("project-foreign", shown_by=_foreign(401))
class ForeignProject401(_ForeignProject):
    """A project that is not the caller's is answered with 401."""

    status = 401


@breaks("project-foreign", shown_by=_foreign(400))
class ForeignProject400(_ForeignProject):
    """A project that is not the caller's is answered with 400."""

    status = 400


@breaks("project-foreign", "no-server-error", shown_by=_foreign(500))
class ForeignProject500(_ForeignProject):
    """A project that is not the caller's is answered with 500."""

    status = 500


@breaks("project-malformed", "no-server-error", shown_by=_malformed("project", 500))
class MalformedProject500(Service):
    """A project ID that is not hexadecimal is answered with 500."""

    def check_project(self, project_id: str) -> None:
        int(project_id, 16)
        super().check_project(project_id)


@breaks("project-foreign", shown_by=answers(403, 200, CREATE.at(f"/v1.0/{UUID(ACCOUNT.project_id)}/snapshots")))
class ProjectHyphensIgnored(Service):
    """A project ID is accepted with hyphens, too."""

    def check_project(self, project_id: str) -> None:
        super().check_project(project_id.replace("-", ""))


@breaks("project-malformed", shown_by=_malformed(ACCOUNT.project_id.upper(), 200))
class ProjectCaseIgnored(Service):
    """The caller's project ID in upper case is accepted, though it is malformed."""

    def check_project(self, project_id: str) -> None:
        super().check_project(project_id.lower())


@breaks("project-malformed", shown_by=_malformed(ACCOUNT.project_id + "0", 200))
class ProjectEndUnchecked(Service):
    """The characters after the 32 digits of the caller's project ID are not checked."""

    def check_project(self, project_id: str) -> None:
        super().check_project(project_id[:32])


@breaks("project-malformed", shown_by=_malformed(ACCOUNT.project_id + "%20", 200))
class ProjectTrimmed(Service):
    """White space around the caller's project ID is trimmed instead of refused."""

    def check_project(self, project_id: str) -> None:
        super().check_project(unquote(project_id).strip())


@breaks("always-answers", shown_by=accepted(replace(CREATE, after=CREATE.having(X_Auth_Token="wrong")), wrong=400))
class UnauthorizedUnread(Service):
    """The body of a request with a wrong token is not read: it is taken for the beginning of the next request."""

    def skips_body(self, head: Request) -> bool:
        return "authorization" not in head.headers and not self.token_holds(head.headers.get("x-auth-token", ""))
