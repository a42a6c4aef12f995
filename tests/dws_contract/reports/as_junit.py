"""JUnit XML, for continuous integration: one test case per clause."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dws_contract.report import Report
from dws_contract.traffic.present import printable
from dws_contract.verdicts.findings import Deviation, Verdict


def render(report: Report) -> str:
    """Return the report as an XML document. An unfinished run is an error, and so is an operation not tested."""
    errors = {f"{operation} was tested": reason for operation, reason in report.unasked.items()}
    if report.stopped:
        errors["the run was finished"] = report.stopped
    attributes: dict[str, object] = {
        "name": "dws-contract",
        "tests": len(report.verdicts) + len(errors),
        "failures": len(report.new),
        "skipped": len(report.of("not reached")) + len(report.of("broken")) - len(report.new),
        "errors": len(errors),
        "time": f"{report.seconds:.3f}",
        "timestamp": report.started,
    }
    suite = ET.Element("testsuite", {name: str(value) for name, value in attributes.items()})
    properties = ET.SubElement(suite, "properties")
    facts = {"url": report.url, "seed": report.seed, "requests": report.requests, "creates": len(report.created)}
    facts |= {"left": len(report.left), "restored": len(report.restored), "only": " ".join(report.only)}
    facts |= {"operations": " ".join(report.operations), **report.versions}
    for name, value in facts.items():
        ET.SubElement(properties, "property", name=name, value=str(value))
    for name, message in errors.items():
        case = ET.SubElement(suite, "testcase", classname="dws-contract", name=name)
        error = ET.SubElement(case, "error", message=message)
        error.text = report.stopped_by if message == report.stopped else ""
    for verdict in report.verdicts:
        _case(suite, verdict, report)
    ET.indent(suite)
    # XML cannot contain control characters.
    return printable(ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n")


def _case(suite: ET.Element, verdict: Verdict, report: Report) -> None:
    name = f"{verdict.clause.number} {verdict.clause.id}: {verdict.promise}"
    classname = f"dws-contract.{verdict.clause.origin}.{verdict.clause.topic}"
    case = ET.SubElement(suite, "testcase", classname=classname, name=name, time=f"{verdict.seconds:.3f}")
    if verdict.state == "broken":
        told = verdict.deviations[0].sentence
        # A build server must not fail for what is in the baseline.
        if verdict in report.new:
            result = ET.SubElement(case, "failure", message=told)
        else:
            result = ET.SubElement(case, "skipped", message=f"broken, in the baseline: {told}")
        result.text = "\n\n".join(_text(deviation) for deviation in verdict.deviations)
    elif verdict.state == "not reached":
        ET.SubElement(case, "skipped", message=verdict.reason)


def _text(deviation: Deviation) -> str:
    return "\n\n".join((deviation.sentence, deviation.request, deviation.answer, deviation.curl))
