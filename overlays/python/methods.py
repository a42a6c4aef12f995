"""The operations of the contract as methods of the Python client: their names and types, for the templates."""

from typing import NamedTuple

from openapi_python_client.strings import RESERVED_WORDS, ClassName, PythonIdentifier

from model import Member, Model, Operation, Schema, UnenforceableError

PREFIX = "field_"
TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
# The generator would rename a member of this name, though its models don't use the builtin.
RESERVED_WORDS.discard("type")


class Argument(NamedTuple):
    """An argument of a method. name, type: in Python; member: its name in the contract; is_model: object or list."""

    name: str
    member: str
    type: str
    required: bool
    description: str
    is_model: bool


class Method(NamedTuple):
    """An operation as a method of the client.

    shared: parameters in every path, which the client knows; attribute: the part of the answer that callers get, if not
    all of it; returns: the type of what they get; item: that of a page's items.
    """

    operation: Operation
    name: str
    shared: list[Argument]
    path: list[Argument]
    query: list[Argument]
    body: list[Argument]
    attribute: str | None
    returns: str
    item: str | None

    @property
    def iterator(self) -> str:
        """The name of the method that iterates over the items of all pages."""
        return f"iter_{self.name.removeprefix('list_')}"

    @property
    def keywords(self) -> list[Argument]:
        """The arguments that are given by name, the mandatory ones first."""
        return sorted([*self.body, *self.query], key=lambda argument: not argument.required)


def methods_of(model: Model) -> list[Method]:
    """Return a method for each operation. Raises UnenforceableError."""
    return [method_of(operation, model) for operation in model.operations]


def method_of(operation: Operation, model: Model) -> Method:
    body, result = operation.body, operation.result
    path = [argument_of(one) for one in operation.parameters if one.within == "path"]
    method = Method(
        operation=operation,
        name=identifier(operation.id),
        shared=[argument for argument in path if argument.member in model.shared],
        path=[argument for argument in path if argument.member not in model.shared],
        query=[argument_of(one) for one in operation.parameters if one.within == "query"],
        body=[argument_of(one) for one in model.schemas[body.matter.place].members] if body else [],
        attribute=identifier(result.member.name) if result and result.member else None,
        returns=type_of(result.matter) if result else "None",
        item=type_of(operation.pages.schema.items) if operation.pages and operation.pages.schema.items else None,
    )
    names = ["self", *(argument.name for argument in (*method.path, *method.keywords))]
    if len(names) > len(set(names)):
        raise UnenforceableError(f"{operation.id}: several arguments have the same name: {', '.join(names)}")
    return method


def argument_of(member: Member) -> Argument:
    type_, description = type_of(member.schema), member.description.split("\n\n")[0]
    return Argument(identifier(member.name), member.name, type_, member.required, description, "models." in type_)


def type_of(schema: Schema) -> str:
    """Return the type of a value in Python."""
    if schema.type == "object":
        found = f"models.{class_name(schema.place)}"
    elif schema.items:
        found = f"list[{type_of(schema.items)}]"
    elif "enum" in schema.keywords:
        found = f"Literal[{', '.join(map(repr, schema.keywords['enum']))}]"
    else:
        found = TYPES[schema.type]
    return f"{found} | None" if schema.nullable else found


def class_name(name: str) -> str:
    return str(ClassName(name, PREFIX))


def identifier(name: str) -> str:
    """Return the name of a member, parameter or operation in Python."""
    return str(PythonIdentifier(name, PREFIX))
