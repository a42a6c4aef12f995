"""What shows a fault: requests, and what is to be seen in the answers of the correct and of the faulty service."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from .asking import Ask, Reply, send

Look = Callable[[Sequence[Reply]], object]


@dataclass(frozen=True, slots=True)
class Witness:
    """Requests to a fresh service, and what `look` sees in the answers: `right` of a correct one, `wrong` of a faulty.

    together: whether the requests are sent at the same time.
    """

    asks: tuple[Ask, ...]
    right: object
    wrong: object
    look: Look = lambda replies: replies[-1].status
    together: bool = False

    async def sees(self, authority: str) -> object:
        """Return what is to be seen in the answers of the service at this address."""
        now = datetime.now(UTC)
        if self.together:
            return self.look(await asyncio.gather(*(send(ask, authority, now) for ask in self.asks)))
        return self.look([await send(ask, authority, now) for ask in self.asks])


def answers(right: int, wrong: int, *asks: Ask) -> Witness:
    """Return a witness by the status of the last answer."""
    return Witness(asks, right, wrong)


def refused(*asks: Ask, wrong: int = 200) -> Witness:
    """Return a witness whose last request is to be refused with 400."""
    return answers(400, wrong, *asks)


def accepted(*asks: Ask, wrong: int = 400) -> Witness:
    """Return a witness whose last request is to be granted."""
    return answers(200, wrong, *asks)


def unauthorized(*asks: Ask, wrong: int = 200) -> Witness:
    """Return a witness whose last request is to be refused with 401."""
    return answers(401, wrong, *asks)


def shows(keeps_the_rule: Callable[[Reply], bool], *asks: Ask) -> Witness:
    """Return a witness by a rule that every answer of a correct service keeps, and the last of a faulty does not."""
    return Witness(asks, True, False, lambda replies: keeps_the_rule(replies[-1]))
