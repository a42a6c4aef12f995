"""The contract suite: tests any implementation of the snapshot API, given its URL, against `openapi.yaml`.

From a test of your own:

    from dws_contract import Options, run

    def test_contract() -> None:
        report = run(Options(url="http://127.0.0.1:8080", project_id="…", cluster_id="…", token="…"))
        assert report.conforms, report.summary()
"""

from dws_contract.clauses import CLAUSES, Clause
from dws_contract.options import Options, UsageError
from dws_contract.report import Report
from dws_contract.suite import run
from dws_contract.verdicts.findings import Deviation, Verdict

__all__ = ["CLAUSES", "Clause", "Deviation", "Options", "Report", "UsageError", "Verdict", "run"]
