"""This suite's rules on answers for schemathesis's own command line.

    SCHEMATHESIS_HOOKS=dws_contract.hooks schemathesis run openapi.yaml --url …

Importing this module registers them as checks for every schema of the process, which `import dws_contract` never does.
"""

from __future__ import annotations

import schemathesis

from dws_contract.checks import AnswerChecks, Case, Check
from dws_contract.contract import Contract
from dws_contract.secrets import Secrets


def _registered(clause: str, check: Check) -> Check:
    def run(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Case) -> bool | None:
        return check(ctx, response, case)

    run.__name__ = clause.replace("-", "_")
    run.__doc__ = check.__doc__
    return schemathesis.check(run)


CHECKS = [_registered(*item) for item in AnswerChecks(Contract.load(), Secrets()).of_operation().items()]
