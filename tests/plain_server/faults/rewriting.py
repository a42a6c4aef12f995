"""Base classes of faults that rewrite the answer to a request that succeeds."""

import json
from abc import abstractmethod
from dataclasses import replace
from typing import Any

from ..server import Call, Service
from ..wire import Answer

Told = dict[str, Any]


class Rewrites(Service):
    """Rewrites the answer of one operation, if the request succeeds."""

    rewritten_operation = ""

    @abstractmethod
    def rewritten(self, answer: Answer) -> Answer:
        """Return the faulty answer in place of the right one."""

    async def perform(self, call: Call) -> Answer:
        answer = await super().perform(call)
        return self.rewritten(answer) if call.operation == self.rewritten_operation else answer


class AnswersWith(Rewrites):
    """Answers one operation with another status or media type, if the request succeeds."""

    other_status = 200
    other_media_type = "application/json"

    def rewritten(self, answer: Answer) -> Answer:
        headers = {**answer.headers, "Content-Type": self.other_media_type}
        return replace(answer, status=self.other_status, headers=headers)


class RewritesBody(Rewrites):
    """Changes the body of the answer of one operation."""

    @abstractmethod
    def retold(self, told: Told) -> object:
        """Return the faulty body in place of the right one."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, body=json.dumps(self.retold(json.loads(answer.body))).encode())
