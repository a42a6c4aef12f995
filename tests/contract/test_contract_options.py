"""Options of a run for continuous integration: headers, certificates, settings of a project."""

from __future__ import annotations

import os
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from dws_contract import Options, UsageError, run
from dws_contract.cli import main
from plain_server.server import Account, Service
from plain_server.wire import Answer, Request
from support.served import served

ROOT = Path(__file__).parents[2]
ACCOUNT = Account()
IDS = ["--project-id", ACCOUNT.project_id, "--cluster-id", ACCOUNT.cluster_id, "--seed", "1", "--max-examples", "0"]
VARIABLES = ("DWS_TOKEN", "OS_TOKEN", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


class BehindGateway(Service):
    """Grants nothing without a header of the gateway's, and echoes it."""

    async def answer(self, request: Request) -> Answer:
        if request.headers.get("x-gateway-pass") != "open-sesame":
            return Answer(403, b'{"error_code": "APIGW.1", "error_msg": "No."}', {"Content-Type": "application/json"})
        found = await super().answer(request)
        return replace(found, headers={**found.headers, "X-Passed-With": "open-sesame"})


def test_a_header_goes_with_every_request_and_is_in_no_report(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(BehindGateway()) as options:
        arguments = ["--url", options.url, *IDS, "--token", ACCOUNT.token, "--only", "names,lists"]
        header = ["--header", "X-Gateway-Pass: open-sesame", "--header", "X-More: 1"]
        assert main([*arguments, *header, "--report-dir", str(tmp_path / "report")]) == 0
        assert main(arguments) == 2
        assert main([*arguments, "--header", "no colon"]) == 2
    printed = capfd.readouterr()
    assert "--header must have the form" in printed.err
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "report").iterdir())
    assert "open-sesame" not in written + printed.out + printed.err


def test_a_line_to_repeat_names_the_header_and_not_its_value() -> None:
    class Lax(BehindGateway):
        """Deletes nothing."""

        def remove(self, snapshot: object) -> None:
            pass

    with served(Lax(), headers=(("X-Gateway-Pass", "open-sesame"),), only=("deletions",)) as options:
        report = run(options)
    deviations = [each for verdict in report.of("broken") for each in verdict.deviations]
    assert deviations
    assert all("""-H 'X-Gateway-Pass: '"${HEADER_X_GATEWAY_PASS:?}\"""" in each.curl for each in deviations)
    assert "open-sesame" not in report.summary()


def test_options_stand_in_pyproject_and_the_command_line_goes_before(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DWS_TOKEN", ACCOUNT.token)
    with served(Service()) as options:
        lines = ["[tool.dws-contract]", f'url = "{options.url}"', f'project-id = "{ACCOUNT.project_id}"']
        lines += [
            f'cluster_id = "{ACCOUNT.cluster_id}"',
            'only = ["names"]',
            "seed = 7",
            "max-examples = 0",
            "keep = false",
        ]
        (tmp_path / "pyproject.toml").write_text("\n".join(lines), "utf-8")
        assert main([]) == 0
        assert main(["--seed", "8"]) == 0
        assert main(["--only", "spellings", "--only=lists,bodies"]) == 0
    printed = capfd.readouterr().out
    assert "Repeat this run with --seed 7 --only names." in printed
    assert "Repeat this run with --seed 8 --only names." in printed
    assert "Repeat this run with --seed 7 --only spellings lists bodies." in printed


def test_an_option_that_takes_several_values_may_be_repeated(capfd: pytest.CaptureFixture[str]) -> None:
    with served(Service()) as options:
        arguments = ["--url", options.url, *IDS, "--token", ACCOUNT.token, "--only", "names"]
        several = ["--exclude", "page-sort", "--operations", "createSnapshot", "--fail-on", "left"]
        more = ["--exclude", "page-limit,page-count", "--operations", "listSnapshots", "--fail-on", "not-reached"]
        assert main([*arguments, *several, *more]) == 1
    printed = capfd.readouterr().out
    assert "--operations createSnapshot listSnapshots --exclude page-sort page-limit page-count." in printed


@pytest.mark.parametrize("content", ["tool = 5", '[tool]\ndws-contract = "x"', "[[tool.dws-contract]]"])
def test_settings_that_are_no_table_are_one_sentence(
    content: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(content, "utf-8")
    assert main(["--url", "http://127.0.0.1:1", *IDS, "--token", "a-token"]) == 2
    assert capfd.readouterr().err == "[tool.dws-contract] of pyproject.toml must be a table.\n"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('token = "x"', "put secrets into the environment"),
        ("only = {}", "'only' must be a string"),
        ("only = [", "pyproject.toml cannot be read"),
    ],
)
def test_a_table_that_cannot_be_is_one_sentence(
    table: str, sentence: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.dws-contract]\n{table}\n", "utf-8")
    assert main(["--url", "http://127.0.0.1:1", *IDS, "--token", "a-token"]) == 2
    said = capfd.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate of this machine's that signs itself, and its key."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    subject = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command, *subject], check=True, capture_output=True)
    return cert, key


def test_a_service_with_its_own_certificates_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (cert, key), (own, own_key) = certificate(tmp_path, "service"), certificate(tmp_path, "caller")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=own)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(cert, key)
    with served(Service(), tls=context) as options:
        arguments = ["--url", options.url, *IDS, "--token", ACCOUNT.token, "--only", "names"]
        pair = ["--cert", str(own), "--key", str(own_key)]
        assert main([*arguments, "--cacert", str(cert), *pair]) == 0
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(cert))
        assert main([*arguments, *pair]) == 0
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
        assert main([*arguments, *pair]) == 2
        assert "TLS failed" in capfd.readouterr().err
        assert main([*arguments, "--cacert", str(key)]) == 2
        assert "--cacert" in capfd.readouterr().err


def test_a_key_without_a_certificate_is_bad_usage() -> None:
    options = Options(
        url="http://127.0.0.1:1",
        project_id=ACCOUNT.project_id,
        cluster_id=ACCOUNT.cluster_id,
        token="a-token",
        key=Path("key.pem"),
    )
    with pytest.raises(UsageError, match="--cert"):
        options.check()


def test_the_version_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capfd.readouterr().out.startswith("dws-contract ")


def test_make_hands_the_token_over_in_the_environment_and_no_shell_reads_it(tmp_path: Path) -> None:
    token = "`touch made`-\"quoted\"-'token'"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/dws-contract").write_text('#!/bin/sh\necho "$DWS_TOKEN"\necho "$@"\n', "utf-8")
    (tmp_path / "bin/dws-contract").chmod(0o755)
    command = ["make", "-s", "-C", str(ROOT), "contract", f"BIN={tmp_path}/bin", "URL=http://x/?`id`"]
    told = subprocess.run(command, env={**os.environ, "DWS_TOKEN": token}, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[0] == token
    assert "--url http://x/?`id`" in told.stdout
    assert token not in told.stdout.splitlines()[1]
    other = [*command, "TOKEN=`id`"]
    told = subprocess.run(other, env={**os.environ, "DWS_TOKEN": token}, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[0] == "`id`"
    assert not (ROOT / "made").exists()
