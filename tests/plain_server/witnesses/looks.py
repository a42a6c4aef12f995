"""Rules that every answer of a correct service keeps."""

import json
import re

from .asking import ACCOUNT, Reply


def is_json(reply: Reply) -> bool:
    """Return whether an answer is sent as JSON."""
    return reply.headers.get("content-type") == "application/json"


def is_uuid(value: object) -> bool:
    """Return whether this is a UUID in lower case."""
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) is not None


def error_is_declared(reply: Reply) -> bool:
    """Return whether an error says its code and what is wrong."""
    match reply.json:
        case {"error_code": str(code), "error_msg": str(message)}:
            return code != "" and message != ""
    return False


def tells_no_internals(reply: Reply) -> bool:
    """Return whether an error holds no stack trace and no SQL."""
    return not re.search(r"Traceback|\n\s+at |goroutine|INSERT INTO|SELECT .* FROM", str(reply.find("error_msg")))


def tells_no_secret(reply: Reply) -> bool:
    """Return whether neither headers nor body hold the token or the secret key."""
    told = json.dumps(dict(reply.headers)) + reply.body.decode()
    return ACCOUNT.token not in told and ACCOUNT.secret_key not in told
