"""The rules of JSON Schema that the contract uses, and how they check requests and read answers.

Strict in what is sent, lenient in what is read: decision 16 of openapi.yaml.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from math import inf
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote

Result = TypeVar("Result")

# A lone surrogate is not text. A pattern that said so would not be valid in other languages.
SURROGATE = re.compile("[\ud800-\udfff]")
DECIMAL = re.compile("-?[0-9]{1,300}([.][0-9]+)?")
TIME = re.compile(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?"
    "(?P<zone>[Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?"
)
# For each format, what its values are called, and their pattern.
FORMATS = {
    "date-time": (
        "a time as RFC 3339 writes it",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
    )
}


class ConstraintError(ValueError):
    """A value breaks a rule of the contract.

    rule: what it must be; value: the value itself; place: its place, for example `snapshot.name`, or "" for the whole.
    """

    def __init__(self, rule: str, value: Any, place: str = "") -> None:
        super().__init__(rule, value, place)
        self.rule = rule
        self.value = value
        self.place = place

    def __str__(self) -> str:
        return f"{self.place or 'the value'} {self.rule}"

    def within(self, name: str) -> "ConstraintError":
        """Return the error with its place as seen from outside a member or an item."""
        self.place = name + self.place if self.place[:1] in ("", "[") else f"{name}.{self.place}"
        return self


class PartlyReadError(ConstraintError):
    """A part of a value can't be read. rest: the part that can."""

    def __init__(self, error: ConstraintError, rest: Any) -> None:
        super().__init__(error.rule, error.value, error.place)
        self.rest = rest


class Schema(NamedTuple):
    """How to check a value before it is sent, and how to read one in an answer. Both raise ConstraintError.

    is_text: whether a mandatory member is read as "" if an answer leaves it out.
    """

    check: Callable[[Any], None]
    read: Callable[[Any], Any]
    is_text: bool = False


def string(
    *,
    title: str | None = None,
    enum: Collection[str] | None = None,
    format: str | None = None,
    minLength: int = 0,
    maxLength: float = inf,
    pattern: str | None = None,
) -> Schema:
    """Lengths are counted in code points. title: what the value must be, instead of a sentence for each rule."""
    name, shape = FORMATS[format] if format else ("", None)
    tests: list[tuple[str, Callable[[str], Any]]] = []
    if enum is not None:
        tests.append((f"be one of {', '.join(one or json.dumps(one) for one in enum)}", enum.__contains__))
    if shape is not None:
        tests.append((f"be {name}", compiled(shape).search))
    if pattern is not None:
        tests.append((f"match the pattern {pattern}", compiled(pattern).search))
    rules = tuple((f"must be {title}" if title else f"must {words}", test) for words, test in tests)
    length = (
        f"have {minLength} to {maxLength} characters" if maxLength < inf else f"have at least {minLength} characters"
    )

    def check(value: Any) -> None:
        if not isinstance(value, str):
            raise ConstraintError(f"must be {title or 'a string'}", value)
        if not value.isascii() and SURROGATE.search(value):
            raise ConstraintError("must be text, without lone surrogates", value)
        if not minLength <= len(value) <= maxLength:
            raise ConstraintError(f"must be {title}" if title else f"must {length}", value)
        for rule, test in rules:
            if not test(value):
                raise ConstraintError(rule, value)

    return Schema(check, read_time) if format == "date-time" else Schema(check, read_text, is_text=True)


def compiled(pattern: str) -> re.Pattern[str]:
    r"""Compile a pattern of JSON Schema, in which `$` is the very end and `\d` is ASCII."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


def number(
    *, title: str | None = None, integer: bool = False, minimum: float | None = None, maximum: float | None = None
) -> Schema:
    kind = int if integer else (int, float)
    noun = title or ("an integer" if integer else "a number")

    def check(value: Any) -> None:
        if not isinstance(value, kind) or isinstance(value, bool) or not abs(value) < inf:
            raise ConstraintError(f"must be {noun}", value)
        if minimum is not None and value < minimum:
            raise ConstraintError(f"must be {title or f'at least {minimum}'}", value)
        if maximum is not None and value > maximum:
            raise ConstraintError(f"must be {title or f'at most {maximum}'}", value)

    return Schema(check, read_integer if integer else read_number)


def boolean(*, title: str | None = None) -> Schema:
    def check(value: Any) -> None:
        if not isinstance(value, bool):
            raise ConstraintError(f"must be {title or 'true or false'}", value)

    def read(value: Any) -> Any:
        check(value)
        return value

    return Schema(check, read)


def nullable(schema: Schema) -> Schema:
    """Return the schema of a value that may be sent as None. In an answer, any member may be null."""

    def check(value: Any) -> None:
        if value is not None:
            schema.check(value)

    return schema._replace(check=check)


def array(items: Schema) -> Schema:
    def check(value: Any) -> None:
        if not isinstance(value, (list, tuple)):
            raise ConstraintError("must be a list", value)
        each(items.check, value)

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ConstraintError("must be a list", value)
        return each(items.read, value)

    return Schema(check, read)


def each(function: Callable[[Any], Any], items: Collection[Any]) -> list[Any]:
    """Call the function with each item. An error names the item's place."""
    results: list[Any] = []
    try:
        for item in items:
            results.append(function(item))
    except ConstraintError as error:
        raise error.within(f"[{len(results)}]") from None
    return results


def mapping(values: Schema, *, model: Callable[[], type[Any]]) -> Schema:
    """An object with any members. model: returns the class for reading, which has them in `additional_properties`.

    In an answer, a member that is null or can't be read is left out.
    """

    def check(value: Any) -> None:
        if not isinstance(value, dict):
            raise ConstraintError("must be an object", value)
        for name, given in value.items():
            try:
                values.check(given)
            except ConstraintError as error:
                raise error.within(name) from None

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ConstraintError("must be an object", value)
        result, broken = model()(), None
        for name, raw in value.items():
            try:
                if raw is not None:
                    result.additional_properties[name] = values.read(raw)
            except ConstraintError as error:
                if raw != "":
                    broken = error.within(name)
        if broken:
            raise PartlyReadError(broken, result)
        return result

    return Schema(check, read)


def object(
    members: Mapping[str, Schema],
    *,
    required: Collection[str] = (),
    model: Callable[[], type[Any]] = lambda: dict,
    attributes: Mapping[str, str] | None = None,
) -> Schema:
    """model: returns the class for reading; attributes: the names of members in it, if they differ.

    An answer must have `id`, and any mandatory member that is the only one, or is not text. Other members that can't
    be read are left out, or are "" if they are mandatory. `additional_properties` holds their raw values, the members
    that the schema does not name, and the raw value of a mapping that can be read only in part.
    """
    checks = {name: schema.check for name, schema in members.items()}
    needed = {name for name in required if name == "id" or len(required) == 1 or not members[name].is_text}
    readers = {}
    for name, schema in members.items():
        read_member = filled(schema.read) if name in needed and schema.is_text else schema.read
        readers[name] = ((attributes or {}).get(name, name), read_member)
    mandatory = {name: readers[name][0] for name in required}

    def check(value: Any) -> None:
        if not isinstance(value, dict):
            raise ConstraintError("must be an object", value)
        for name in required:
            if name not in value:
                raise ConstraintError("must be given", None, name)
        for name, given in value.items():
            if name in checks:
                try:
                    checks[name](given)
                except ConstraintError as error:
                    raise error.within(name) from None

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ConstraintError("must be an object", value)
        known, others = {}, {}
        for name, raw in value.items():
            if name not in readers:
                others[name] = raw
            elif raw is not None:
                attribute, read_member = readers[name]
                try:
                    known[attribute] = read_member(raw)
                except PartlyReadError as error:
                    known[attribute], others[name] = error.rest, raw
                except ConstraintError as error:
                    if name in needed:
                        raise error.within(name) from None
                    if raw != "":
                        others[name] = raw
        for name, attribute in mandatory.items():
            if attribute not in known:
                if name in needed:
                    raise ConstraintError("must be given", None, name)
                known[attribute] = ""
        result = model()(**known)
        result.additional_properties = others
        return result

    return Schema(check, read)


def read_text(value: Any) -> str:
    """Read text, or a number as its decimal text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < inf:
        raise ConstraintError("must be a string", value)
    return str(int(value) if value == int(value) else value)


def filled(read: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return a reader that refuses ""."""

    def read_filled(value: Any) -> str:
        text = read(value)
        if not text:
            raise ConstraintError("must not be empty", value)
        return text

    return read_filled


def read_number(value: Any) -> float:
    """Read a number, or its decimal text."""
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < inf:
        raise ConstraintError("must be a number", value)
    return value


def read_integer(value: Any) -> int:
    """Read a number that is whole, such as 2, 2.0 or "2"."""
    number = read_number(value)
    if number != int(number):
        raise ConstraintError("must be an integer", value)
    return int(number)


def read_time(value: Any) -> datetime:
    """Read a time, in UTC if it has no zone, and return it in UTC."""
    found = TIME.fullmatch(value) if isinstance(value, str) else None
    try:
        time = datetime.fromisoformat(value.upper() if found else "")
        return time.astimezone(UTC) if found and found["zone"] else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no such day
        raise ConstraintError("must be a time", value) from None


def sent(value: Any) -> Any:
    """Return a caller's value as it is sent: a model becomes a dict of its members."""
    if isinstance(value, list):
        return [sent(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def given(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the optional members that a caller gives, as they are sent. None means that one is not given."""
    return {name: sent(value) for name, value in members.items() if value is not None}


class Operation(NamedTuple, Generic[Result]):
    """An operation of the contract.

    path, query, body: schemas of the arguments; url: with `{name}` for each parameter of the path; answer: the schema
    of a success's body, None if nobody reads it; attribute: the part of it that callers get, if not all; by_id: whether
    the path ends with the ID of that part; items: for a page, the attribute that lists its items.
    """

    method: str
    url: str
    path: Schema
    query: Schema | None = None
    body: Schema | None = None
    answer: Schema | None = None
    attribute: str | None = None
    by_id: bool = False
    items: str | None = None

    def request(
        self, path: dict[str, Any], query: dict[str, Any] | None = None, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the arguments of `httpx.Client.build_request`. Raises ConstraintError."""
        self.path.check(path)
        filled_in = {name: quote(str(value), safe="") for name, value in path.items()}
        request: dict[str, Any] = {"method": self.method, "url": self.url.format_map(filled_in)}
        if self.query is not None:
            self.query.check(query or {})
            if query:
                request["params"] = query
        if self.body is not None:
            self.body.check(body)
            request["json"] = body
        return request

    def read(self, body: Any) -> Result:
        """Return what callers get of the parsed body of a success. Raises ConstraintError."""
        answer: Any = self.answer.read(body) if self.answer else None
        result: Result = getattr(answer, self.attribute) if self.attribute else answer
        return result
