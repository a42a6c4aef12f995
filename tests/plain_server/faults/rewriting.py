"""What faults in the answers of the operations have in common: they rewrite an answer that succeeds."""

import json
from abc import abstractmethod
from dataclasses import replace
from typing import Any

from ..server import Call, Service
from ..wire import Answer

Told = dict[str, Any]


class Rewrites(Service):
    """Rewrites the answer of one operation, if it is granted."""

    rewritten_operation = ""

    @abstractmethod
    def rewritten(self, answer: Answer) -> Answer:
        """The answer that is sent, for the one that is right."""

    async def perform(self, call: Call) -> Answer:
        answer = await super().perform(call)
        return self.rewritten(answer) if call.operation == self.rewritten_operation else answer


class AnswersWith(Rewrites):
    """Answers one operation, if it is granted, with another status, or as another media type."""

    other_status = 200
    other_media_type = "application/json"

    def rewritten(self, answer: Answer) -> Answer:
        headers = {**answer.headers, "Content-Type": self.other_media_type}
        return replace(answer, status=self.other_status, headers=headers)


class RewritesBody(Rewrites):
    """Says another thing in the answer of one operation."""

    @abstractmethod
    def retold(self, told: Told) -> object:
        """The body that is sent, for the one that is right."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, body=json.dumps(self.retold(json.loads(answer.body))).encode())
