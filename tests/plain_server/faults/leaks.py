"""Faults in what an answer gives away: stack traces, SQL, secrets."""

import json
import re
from abc import abstractmethod
from collections.abc import Mapping

from ..bodies import Draft
from ..refusal import Refused
from ..server import Service
from ..wire import Answer, Request
from ..witnesses.asking import ANONYMOUS, CREATE, FOREIGN, UNKNOWN_CLUSTER, Reply, Signing, create
from ..witnesses.looks import tells_no_internals, tells_no_secret
from ..witnesses.witness import shows
from .catalogue import breaks

INVALID = create(name="")


def _names_no_signature(reply: Reply) -> bool:
    return not re.search("[0-9a-f]{64}", str(reply.find("error_msg")))


INTERNALS = shows(tells_no_internals, INVALID)


class _Leaks(Service):
    """Adds a secret or an internal detail to the message of some errors."""

    leaking_status = 400

    @abstractmethod
    def leak(self, request: Request) -> str:
        """Return the text that an error should not contain."""

    async def answer(self, request: Request) -> Answer:
        answer = await super().answer(request)
        if answer.status != self.leaking_status:
            return answer
        error = json.loads(answer.body)
        error["error_msg"] += f" {self.leak(request)}"
        return Answer(answer.status, json.dumps(error).encode(), answer.headers)


@breaks("error-no-internals", shown_by=INTERNALS)
class StackTraceOfPython(_Leaks):
    """A 400 holds a Python stack trace."""

    def leak(self, request: Request) -> str:
        return 'Traceback (most recent call last):\n  File "/srv/app/snapshots.py", line 88, in create\nValueError: bad'


@breaks("error-no-internals", shown_by=INTERNALS)
class StackTraceOfJava(_Leaks):
    """A 400 holds a Java stack trace."""

    def leak(self, request: Request) -> str:
        return (
            "java.lang.IllegalArgumentException: bad\n"
            "\tat com.example.dws.SnapshotController.create(SnapshotController.java:88)\n"
            "\tat java.base/java.lang.Thread.run(Thread.java:840)"
        )


@breaks("error-no-internals", shown_by=INTERNALS)
class StackTraceOfGo(_Leaks):
    """A 400 holds the stack of a Go panic."""

    def leak(self, request: Request) -> str:
        return "panic: bad\n\ngoroutine 42 [running]:\nmain.create(0xc000010000)\n\t/srv/app/snapshots.go:88 +0x1d"


@breaks("error-no-internals", shown_by=INTERNALS)
class StackTraceOfNode(_Leaks):
    """A 400 holds a Node.js stack trace."""

    def leak(self, request: Request) -> str:
        return "TypeError: bad\n    at create (/srv/app/snapshots.js:88:13)\n    at process.emit (node:events:519:28)"


@breaks("error-no-internals", shown_by=shows(tells_no_internals, CREATE, CREATE))
class SqlOfDuplicate(Service):
    """The error for a name that is taken holds the SQL statement that failed."""

    def duplicate(self, draft: Draft) -> Refused:
        statement = "INSERT INTO snapshots (id, name, description) VALUES (?, ?, ?)"
        return Refused(400, "DWS.5039", f"UNIQUE constraint failed: snapshots.name [SQL: {statement}]")


@breaks("error-no-internals", shown_by=shows(tells_no_internals, create(cluster_id=UNKNOWN_CLUSTER)))
class SqlOfUnknownCluster(Service):
    """The error for an unknown cluster holds the SQL query that found nothing."""

    def no_cluster(self) -> Refused:
        return Refused(404, "DWS.0047", "No row for SELECT id, status FROM clusters WHERE id = $1 LIMIT 1")


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, INVALID))
class TokenEchoedIn400(_Leaks):
    """A 400 repeats the request with the caller's token."""

    def leak(self, request: Request) -> str:
        return f"Request: {dict(request.headers)}"


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, CREATE.at(FOREIGN)))
class TokenEchoedIn403(_Leaks):
    """A 403 names the caller's token."""

    leaking_status = 403

    def leak(self, request: Request) -> str:
        return f"The token {self.account.token} has no permission."


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, ANONYMOUS))
class TokenExpectedIn401(_Leaks):
    """A 401 names the token that would have been right."""

    leaking_status = 401

    def leak(self, request: Request) -> str:
        return f"Expected {self.account.token}."


@breaks("answer-no-secret", shown_by=shows(_names_no_signature, CREATE.signed(Signing(secret_key="wrong"))))
class SignatureExpectedIn401(_Leaks):
    """A 401 names the signature that would have been right."""

    leaking_status = 401

    def leak(self, request: Request) -> str:
        names = re.search("SignedHeaders=([^, ]+)", request.headers.get("authorization", ""))
        return f"Expected signature {self.signature_due(request, names[1].split(';'))}." if names else ""


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, ANONYMOUS))
class SecretKeyIn401(_Leaks):
    """A 401 holds the secret key, in a dump of the caller's account."""

    leaking_status = 401

    def leak(self, request: Request) -> str:
        return f"Key(ak={self.access_key}, sk={self.secret_key})"


@breaks("answer-no-secret", shown_by=shows(tells_no_secret, CREATE))
class TokenEchoedInHeader(Service):
    """Every answer repeats the caller's token in a header."""

    def json_answer(self, status: int, body: object, headers: Mapping[str, str]) -> Answer:
        return super().json_answer(status, body, {**headers, "X-Subject-Token": self.account.token})
