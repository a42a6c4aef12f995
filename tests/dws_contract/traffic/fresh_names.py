"""New names for every request, so that no request is refused only because its name is taken."""

from __future__ import annotations

import random
import string

PREFIX = "dwscontract"
"""The start of the name of every snapshot that the suite creates, in any case, if the name is long enough.

If a request tests the first letter itself, the prefix follows that letter. The prefix has only letters: if a service
refuses hyphens or digits, only the requests that test them should fail.
"""
_LETTERS = "".join(sorted(set(PREFIX)))
"""The letters of ordinary names. If a service refuses another letter, only the requests that test it fail.

The shortest names use every letter, because few such names exist.
"""
_SHORT = 4
_RANDOM_LETTERS = 12
_PREFIXED = len(PREFIX) + _RANDOM_LETTERS
_PLAIN = frozenset(string.ascii_letters + string.digits + "-_")


class FreshNames:
    """Makes names that this run did not use before. Except for the shortest, no other run uses them either.

    rng: must not depend on the run's seed: otherwise a repeated run would find its names taken.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def fresh(self, length: int = _PREFIXED) -> str:
        """Return a new name of lower-case letters."""
        return self.like("a" * length)

    def like(self, shape: str) -> str:
        """Return a new name of the same length and shape.

        A letter is replaced by one of the same case, a digit by a digit; other characters stay. A name that is long
        enough starts with the prefix, unless the given one starts in a way that names must not.
        """
        name = self._draw(shape)
        for _ in range(1000):
            if name.lower() not in self._used:
                break
            name = self._draw(shape)
        self._used.add(name.lower())
        return name

    def remember(self, name: object) -> None:
        """Note that a name was sent, so that it is not made again."""
        if isinstance(name, str):
            self._used.add(name.lower())

    def is_own(self, name: str) -> bool:
        """Whether this run sent a name, and no other run can have used it."""
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
