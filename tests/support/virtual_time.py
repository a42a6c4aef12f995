"""Virtual time, which passes only while a call of the client pauses: so an hour of pauses takes no real time."""


class VirtualTime:
    """pauses: those that were waited for, in seconds."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> float:
        return sum(self.pauses)
