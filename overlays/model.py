"""What the contract means for a client in any language, as `reader` reads it and generators render it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class UnenforceableError(Exception):
    """The contract states a rule that a client could not enforce."""


@dataclass(frozen=True)
class Schema:
    """The rules of a value.

    name: the component that states these rules, if one does; place: where they are in the contract, for a component its
    name; nullable: whether the value may also be null; format: that of a number (for text it is a keyword); items: of
    an array, or the values of a map, which is an object without members; members: of any other object, listed only in
    `Model.schemas`.
    """

    name: str | None
    place: str
    type: str
    nullable: bool
    description: str
    format: str | None
    keywords: dict[str, Any]
    items: "Schema | None"
    members: "Sequence[Member]"

    @property
    def required(self) -> list["Member"]:
        return [member for member in self.members if member.required]


@dataclass(frozen=True)
class Member:
    """A member of an object; or a parameter: `within` is the part of the request that holds it, `path` or `query`."""

    name: str
    required: bool
    description: str
    schema: Schema
    within: str = "body"


@dataclass(frozen=True)
class Body:
    """The body of a request or of a success. member: the only one that matters to callers, if there is one."""

    schema: Schema
    member: Member | None
    description: str

    @property
    def matter(self) -> Schema:
        """The part that a caller gives or gets."""
        return self.member.schema if self.member else self.schema


@dataclass(frozen=True)
class Operation:
    """An operation.

    result: None if nobody reads the answer; pages: the member that lists the items of a page; by_id: whether the last
    part of the path is the ID of the one thing in the result.
    """

    id: str
    method: str
    path: str
    summary: str
    description: str
    sources: Sequence[str]
    parameters: Sequence[Member]
    body: Body | None
    success: int
    result: Body | None
    pages: Member | None
    by_id: bool


@dataclass(frozen=True)
class Model:
    """A contract. shared: the parameters in every path; schemas: the components that operations use, each after those
    that it uses; failures: what each status means that is not a success.
    """

    operations: Sequence[Operation]
    shared: Sequence[str]
    schemas: dict[str, Schema]
    failures: dict[int, str]
