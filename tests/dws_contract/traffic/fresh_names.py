"""Fresh names, so that a name that is taken is never mistaken for a rule."""

from __future__ import annotations

import random
import string

PREFIX = "dwscontract"
"""What the name of every snapshot that the suite creates starts with, without case, where its length permits.

Where the first letter itself is asked about, the prefix follows it. Letters only: a service that refuses hyphens or
digits is found out by the requests that ask about them, not by all.
"""
_LETTERS = "".join(sorted(set(PREFIX)))
"""What names are made of: were another letter refused, only the requests that ask about it would be. The shortest
take every letter, for there are few of them."""
_SHORT = 4
_RANDOM_LETTERS = 12
_PREFIXED = len(PREFIX) + _RANDOM_LETTERS
_PLAIN = frozenset(string.ascii_letters + string.digits + "-_")


class FreshNames:
    """Makes names that were not used before in this run and, but for the shortest, by no other run.

    rng: not the run's own, or a run that is repeated with its seed would find its names taken.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def fresh(self, length: int = _PREFIXED) -> str:
        """Return a new name of lower-case letters."""
        return self.like("a" * length)

    def like(self, shape: str) -> str:
        """Return a new name of the same length and shape.

        A letter stays a letter of its case, a digit a digit, and any other character what it is. A name that is long
        enough starts with the prefix, unless its own start is no name's.
        """
        name = self._draw(shape)
        for _ in range(1000):
            if name.lower() not in self._used:
                break
            name = self._draw(shape)
        self._used.add(name.lower())
        return name

    def remember(self, name: object) -> None:
        """Note a name that was sent, whatever it was made from."""
        if isinstance(name, str):
            self._used.add(name.lower())

    def is_own(self, name: str) -> bool:
        """Whether a name was sent by this run and can be no other's."""
        return PREFIX in name.lower() and name.lower() in self._used

    def _draw(self, shape: str) -> str:
        if len(shape) < _PREFIXED or shape[0] not in string.ascii_letters or not set(shape[: len(PREFIX)]) <= _PLAIN:
            return self._fill(shape, string.ascii_lowercase if len(shape) <= _SHORT else _LETTERS)
        start = "".join(new.upper() if old.isupper() else new for new, old in zip(PREFIX, shape, strict=False))
        return start + self._fill(shape[len(PREFIX) :], _LETTERS)

    def _fill(self, shape: str, letters: str) -> str:
        return "".join(self._like_char(char, letters) for char in shape)

    def _like_char(self, char: str, letters: str) -> str:
        if char in string.ascii_lowercase:
            return self._rng.choice(letters)
        if char in string.ascii_uppercase:
            return self._rng.choice(letters.upper())
        return self._rng.choice(string.digits) if char in string.digits else char
