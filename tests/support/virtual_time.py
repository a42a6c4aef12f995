"""Virtual time, which passes only while a call of the client pauses. An hour of pauses takes no real time."""


class VirtualTime:
    """pauses: the lengths of all pauses so far, in seconds."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> float:
        return sum(self.pauses)
