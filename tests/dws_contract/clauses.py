"""What the contract promises, clause by clause.

A clause has a stable id and number, the promise in the words of the field, and its source: a JSON pointer into
`openapi.yaml` where the document states the rule, with the decision's number where the rule is a decision. Numbers and
characters inside a promise (`{name_min}` …) are read from the document, see `contract.Contract.terms`.

How an answer is told to a clause, so that one fault is named once and by its most telling name:

* a request that breaks a rule and is accepted, or keeps every rule and is refused, breaks the clause of that rule;
* a refusal with a status outside the declared set breaks `status-declared`; with 5xx `no-server-error`; with a declared
  status where 400 is due `bad-request-status`. Where no more than a few clauses are met with such a status, each of
  these clauses is broken too, and named first; where many are, only the general one is named;
* every answer, whatever it was asked for, is judged by the clauses on answers and error bodies.

Answers are judged in the documented form, see `reading` (decision 16). What a gateway answers by itself, with 413, 429,
502, 504 or a 503 that is no JSON, is not the service's: the clause that was asked about is not reached then.

Not judged, because the contract leaves it open: unknown members (decision 6), which of 400, 403 and 404 a malformed
project ID gets (decision 5), an absent `Content-Type`, duplicate members, a byte order mark, control characters other
than tab and line feed in a description, other query parameters, `HEAD` and `OPTIONS`, `null` for an optional member of
a restore or a copy (decision 14), the order without a sort key, which keys are known and how large a page may be
(decision 13), the body of a delete's answer.

A clause that retires keeps its number, see `RETIRED`: it is not given anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from dws_contract import clauses_life

_OPERATION = "#/paths/~1v1.0~1{project_id}~1snapshots/post"
_SCHEMAS = "#/components/schemas"
_MEMBERS = f"{_SCHEMAS}/Snapshot/properties"
_NAME = f"{_SCHEMAS}/SnapshotName"
_CLUSTER = f"{_MEMBERS}/cluster_id"
_DESCRIPTION = f"{_SCHEMAS}/SnapshotDescription"
_SECURITY = "#/components/securitySchemes"
_CONVENTIONS = "#/info/description (Conventions)"
_SIGNING = "#/info/description (AK/SK signature)"


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of the contract: `promise` may hold `{terms}` that the document fills in."""

    number: int
    id: str
    promise: str
    source: str

    @property
    def topic(self) -> str:
        """What it is about, of `TOPICS`."""
        return next(title for first, title in reversed(TOPICS) if first <= self.number)


TOPICS = (
    (1, "Creating"),
    (7, "Answers"),
    (16, "Routes and methods"),
    (19, "Credentials"),
    (30, "Projects and order"),
    (33, "Bodies"),
    (42, "Names"),
    (52, "Clusters"),
    (56, "Descriptions"),
    (61, "Lists and details"),
    (71, "Making"),
    (73, "Deleting"),
    (80, "Restoring"),
    (87, "Copying"),
    (91, "Pages"),
    (100, "Restoring"),
    (101, "Credentials"),
)
"""What clauses are about, each with the number of its first clause."""

RETIRED = MappingProxyType({27: "signature-host-and-date", 64: "list-order"})
"""The numbers of clauses that are none any more, with what they were called."""


_CATALOGUE = (
    # Creating
    (1, "create-accepted", "A request that keeps every rule is answered with 200.", f"{_OPERATION}/responses/200"),
    (
        2,
        "create-answer-media-type",
        "The answer to a create is sent as application/json.",
        f"{_OPERATION}/responses/200/content",
    ),
    (
        3,
        "create-answer-body",
        "The answer to a create is a JSON object whose member `snapshot` holds the string `id`.",
        f"{_SCHEMAS}/CreateSnapshotResponse",
    ),
    (
        4,
        "snapshot-id-uuid",
        "A snapshot's ID is a UUID of 8-4-4-4-12 hexadecimal digits.",
        f"{_SCHEMAS}/SnapshotResp/properties/id, decision 3",
    ),
    (
        5,
        "snapshot-id-new",
        "Every create and every copy answers with an ID that no other snapshot has.",
        f"{_SCHEMAS}/SnapshotResp/properties/id",
    ),
    (
        6,
        "refused-leaves-nothing",
        "A refused request leaves nothing behind: its name stays free.",
        f"{_CONVENTIONS}, decision 9",
    ),
    # Answers
    (
        7,
        "status-declared",
        "An answer's status is one of {statuses}, or one that a gateway answers by itself: 413, 429, 502, 504.",
        f"{_OPERATION}/responses, decision 1",
    ),
    (
        8,
        "bad-request-status",
        "A request that breaks a rule of the body is answered with 400.",
        "#/components/responses/BadRequest, decision 1",
    ),
    (
        9,
        "no-server-error",
        "No request makes the service fail: what is wrong with it is never answered with 5xx.",
        "#/components/responses/BadRequest, decision 1",
    ),
    (
        10,
        "always-answers",
        "Every request is answered: the connection is not cut and does not hang.",
        f"{_OPERATION}/responses",
    ),
    (11, "error-media-type", "An error is sent as application/json.", "#/components/responses, decision 8"),
    (
        12,
        "error-body",
        "An error is a JSON object with non-empty strings `error_code` and `error_msg`.",
        f"{_SCHEMAS}/Error, decision 8",
    ),
    (13, "error-no-internals", "No answer holds a stack trace or SQL.", f"{_SCHEMAS}/Error, decision 8"),
    (
        14,
        "answer-no-secret",
        "No answer holds a token, a secret key or the signature that is right for the request.",
        f"{_SCHEMAS}/Error, decision 8",
    ),
    (
        15,
        "request-id",
        "An X-Request-Id, where there is one, has {request_id_min} to {request_id_max} characters and "
        "identifies one answer.",
        "#/components/headers/X-Request-Id",
    ),
    # Routes and methods
    (
        16,
        "route-unknown",
        "A path that the contract does not name is answered with 404.",
        f"{_CONVENTIONS}, decision 1",
    ),
    (
        17,
        "method-not-allowed",
        "A method that a path does not have is answered with 405.",
        f"{_CONVENTIONS}, decision 1",
    ),
    (
        18,
        "method-allow-header",
        "A 405 names the path's methods in Allow, and not the one that it refuses.",
        f"{_CONVENTIONS}, decision 1",
    ),
    # Credentials
    (19, "auth-required", "A request without credentials is answered with 401.", "#/security, decision 7"),
    (
        20,
        "auth-first",
        "Credentials are judged before the project and before the body is looked at.",
        f"{_CONVENTIONS}, decisions 7 and 9",
    ),
    (
        21,
        "auth-alternatives",
        "Either proof of identity is enough: a token alone, a signature alone.",
        "#/security, decision 7",
    ),
    (
        22,
        "token-checked",
        "A token that is empty, cut short or made up is answered with 401.",
        f"{_SECURITY}/Token, decision 7",
    ),
    (
        23,
        "signature-key",
        "A signature made with an unknown access key or a wrong secret key is answered with 401.",
        _SIGNING,
    ),
    (24, "signature-target", "A signature made for another method, path or query is answered with 401.", _SIGNING),
    (25, "signature-headers", "A signature made over other header values is answered with 401.", _SIGNING),
    (26, "signature-body", "A signature made over another body is answered with 401.", _SIGNING),
    (
        28,
        "signature-clock",
        "A signature's date is accepted within 15 minutes of the service's clock and answered with 401 beyond.",
        f"{_SECURITY}/SignatureDate, decision 7",
    ),
    (
        29,
        "authorization-malformed",
        "An Authorization header that is not of the described form is answered with 401.",
        f"{_SECURITY}/Signature, decision 7",
    ),
    # Project
    (
        30,
        "project-foreign",
        "A project that is not the caller's is answered with 403.",
        "#/components/parameters/ProjectId, decision 5",
    ),
    (
        31,
        "project-malformed",
        "A malformed project ID is refused with 400, 403 or 404.",
        "#/components/parameters/ProjectId, decision 5",
    ),
    (
        32,
        "order-of-judgement",
        "A request is judged by its project, then its body, then its cluster, then uniqueness; "
        "the first failure is the answer.",
        f"{_CONVENTIONS}, decision 9",
    ),
    # Body
    (
        33,
        "media-type-wrong",
        "A body of another media type than application/json is refused with 400.",
        "#/components/responses/BadRequest, decision 1",
    ),
    (
        34,
        "media-type-forms",
        "application/json is accepted in any case and with a charset of UTF-8.",
        f"{_OPERATION}/requestBody/content",
    ),
    (35, "headers-unknown", "Headers that the contract does not name are ignored.", f"{_OPERATION}/requestBody"),
    (36, "body-required", "A request without a body is refused with 400.", f"{_OPERATION}/requestBody/required"),
    (37, "body-json", "A body that is not JSON is refused with 400.", "#/components/responses/BadRequest, decision 1"),
    (38, "body-utf8", "A body that is not UTF-8 is refused with 400.", "#/components/responses/BadRequest, decision 1"),
    (
        39,
        "body-json-forms",
        "Every JSON spelling of the same body means the same: white space, order of members, escapes.",
        _CONVENTIONS,
    ),
    (
        40,
        "body-object",
        "A body is an object; anything else is refused with 400.",
        f"{_SCHEMAS}/CreateSnapshotRequest/type",
    ),
    (
        41,
        "snapshot-object",
        "`snapshot` is mandatory and an object; anything else is refused with 400.",
        f"{_SCHEMAS}/CreateSnapshotRequest/required",
    ),
    # Name
    (
        42,
        "name-string",
        "`name` is mandatory and a string; anything else is refused with 400.",
        f"{_SCHEMAS}/Snapshot/required",
    ),
    (43, "name-min-length", "A name has at least {name_min} characters.", f"{_NAME}/minLength"),
    (44, "name-max-length", "A name has at most {name_max} characters.", f"{_NAME}/maxLength"),
    (45, "name-first-letter", "A name starts with a letter, upper or lower case.", f"{_NAME}/pattern"),
    (
        46,
        "name-charset",
        "A name consists of letters, digits, hyphens and underscores: all of them allowed, nothing "
        "else, and matched whole.",
        f"{_NAME}/pattern, decision 2",
    ),
    (47, "name-ascii", "A name's letters and digits are those of ASCII.", f"{_NAME}/pattern, decision 2"),
    (
        48,
        "name-unique",
        "A name that is taken, by whatever snapshot of the project, is refused with 400.",
        f"{_MEMBERS}/name, decision 2",
    ),
    (
        49,
        "name-unique-case",
        "A name that differs from a taken one in case only is refused with 400.",
        f"{_MEMBERS}/name, decision 2",
    ),
    (
        50,
        "name-unique-concurrent",
        "Of simultaneous creates of one name exactly one is accepted.",
        f"{_MEMBERS}/name, decision 2",
    ),
    (
        51,
        "name-distinct",
        "A name that differs from a taken one in more than case is free.",
        f"{_MEMBERS}/name, decision 2",
    ),
    # Cluster
    (
        52,
        "cluster-id-string",
        "`cluster_id` is mandatory and a string; anything else is refused with 400.",
        f"{_SCHEMAS}/Snapshot/required",
    ),
    (
        53,
        "cluster-id-uuid",
        "A cluster ID is a UUID of 8-4-4-4-12 hexadecimal digits; anything else is refused with 400.",
        f"{_CLUSTER}/pattern, decision 3",
    ),
    (54, "cluster-id-case", "A cluster ID is compared without case.", f"{_CLUSTER}, decision 3"),
    (55, "cluster-unknown", "The UUID of no cluster of the project is answered with 404.", f"{_CLUSTER}, decision 3"),
    # Description
    (56, "description-optional", "A description may be absent or empty.", f"{_MEMBERS}/description"),
    (
        57,
        "description-string",
        "A description is a string of text: null, another type and a lone surrogate are refused with 400.",
        f"{_DESCRIPTION}/type, decision 4",
    ),
    (
        58,
        "description-max-length",
        "A description has at most {description_max} characters.",
        f"{_DESCRIPTION}/maxLength",
    ),
    (
        59,
        "description-code-points",
        "A description's characters are Unicode code points, not bytes, UTF-16 units or glyphs.",
        f"{_DESCRIPTION}/maxLength, decision 4",
    ),
    (
        60,
        "description-charset",
        "A description contains none of {description_forbidden} and may contain any other character.",
        f"{_DESCRIPTION}/pattern",
    ),
)

_LATER = (
    (
        101,
        "signature-date-signed",
        "A signature covers `x-sdk-date`, or is answered with 401. Nothing else has to be covered: not even `host`.",
        _SIGNING,
    ),
    (
        102,
        "signature-unsigned-payload",
        "A signature is made over UNSIGNED-PAYLOAD in the place of the body's hash where X-Sdk-Content-Sha256 says so, "
        "and only there.",
        _SIGNING,
    ),
)

CLAUSES = MappingProxyType(
    {
        id_: Clause(number, id_, promise, source)
        for number, id_, promise, source in (*_CATALOGUE, *clauses_life.CATALOGUE, *_LATER)
    }
)
"""Every clause by its id, in the order of their numbers."""
