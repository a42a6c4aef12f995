"""How a request is refused."""

from collections.abc import Mapping


class Refused(Exception):
    """A request that is not granted: the status and the error that answer it."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        """status: of HTTP; code and message: for the error's body; headers: sent with it."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


def bad(message: str, code: str = "DWS.0001") -> Refused:
    """Return the refusal of a request that breaks a rule of path, query or body: 400."""
    return Refused(400, code, message)
