"""The proof of a fault: requests, and what the answers of the correct and of the faulty service look like."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from .asking import CREATE, Ask, Reply, send
from .steps import Step

FOREVER = 3600.0

Look = Callable[[Sequence[Reply]], object]


@dataclass(frozen=True, slots=True)
class Witness:
    """Requests to a new service, and the result of `look` on the answers: `right` for a correct service, `wrong` for a
    faulty one.

    asks: requests, or functions that make one from the earlier answers; together: whether all are sent at the same
    time; before: requests that are sent one by one before those; creation_time: how many seconds both services take to
    make a snapshot.
    """

    asks: tuple[Ask | Step, ...]
    right: object
    wrong: object
    look: Look = lambda replies: replies[-1].status
    together: bool = False
    before: tuple[Ask | Step, ...] = ()
    creation_time: float = 0.0

    async def sees(self, authority: str) -> object:
        """Send the requests to the service at this address, and return what `look` sees in the answers."""
        now = datetime.now(UTC)
        replies: list[Reply] = []
        for ask in self.before if self.together else self.asks:
            replies.append(await send(_made(ask, replies), authority, now))
        if self.together:
            return self.look(await asyncio.gather(*(send(_made(ask, replies), authority, now) for ask in self.asks)))
        return self.look(replies)


def _made(ask: Ask | Step, replies: Sequence[Reply]) -> Ask:
    return ask if isinstance(ask, Ask) else ask(replies)


def answers(right: int, wrong: int, *asks: Ask | Step) -> Witness:
    """Return a witness by the status of the last answer."""
    return Witness(asks, right, wrong)


def refused(*asks: Ask | Step, wrong: int = 200) -> Witness:
    """Return a witness whose last request is to be refused with 400."""
    return answers(400, wrong, *asks)


def accepted(*asks: Ask | Step, wrong: int = 400) -> Witness:
    """Return a witness whose last request is to be granted."""
    return answers(200, wrong, *asks)


def unauthorized(*asks: Ask | Step, wrong: int = 200) -> Witness:
    """Return a witness whose last request is to be refused with 401."""
    return answers(401, wrong, *asks)


def while_creating(right: int, wrong: int, *asks: Ask | Step) -> Witness:
    """Return a witness by the status of the last answer, while a snapshot is being made."""
    return Witness((CREATE, *asks), right, wrong, creation_time=FOREVER)


def shows(keeps_the_rule: Callable[[Reply], bool], *asks: Ask | Step) -> Witness:
    """Return a witness by a rule that every answer of a correct service keeps, and the last of a faulty does not."""
    return Witness(asks, True, False, lambda replies: keeps_the_rule(replies[-1]))
