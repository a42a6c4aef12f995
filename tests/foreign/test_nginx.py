"""Debian's nginx in front of the reference: its own answers and its changes are no deviations of the service."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dws_contract import Options, Report, run
from dws_contract.probes.proofs import OF_SIGNATURES
from dws_contract.steps import hosts
from dws_reference import demo
from support.foreign import FOREIGN, MAKING_TAKES
from support.running import running_reference

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: Debian's package nginx")
ITS_OWN_HOST, THE_CLIENTS = "$proxy_host", "$http_host"
"""The values of nginx for Host: its default, and the one that keeps the caller's Host."""


@contextmanager
def nginx(service: str, host: str, prefix: Path) -> Iterator[str]:
    """Run nginx in a folder of its own, and yield its address. Its command returns once it listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = "127.0.0.1:{1}".format(*free.getsockname())
    settings = (FOREIGN / "nginx/nginx.conf").read_text()
    for name, value in (("LISTEN", listen), ("SERVICE", service), ("HOST", host)):
        settings = settings.replace(f" {name};", f" {value};").replace(f"//{name};", f"//{value};")
    (prefix / "nginx.conf").write_text(settings)
    command = [str(NGINX), "-p", str(prefix), "-c", "nginx.conf", "-e", "error.log"]
    subprocess.run(command, check=True)
    try:
        yield f"http://{listen}"
    finally:
        subprocess.run([*command, "-s", "quit"], check=True)


def judged(folder: Path, host: str, *, with_token: bool = True) -> Report:
    """Return the suite's result for the reference behind nginx."""
    with running_reference("--creation-time", MAKING_TAKES) as reference, nginx(reference.host, host, folder) as url:
        options = Options(
            url=url,
            project_id=demo.PROJECT_ID,
            cluster_id=demo.CLUSTER_ID,
            token=reference.token() if with_token else None,
            access_key=demo.ACCESS_KEY,
            secret_key=demo.SECRET_KEY,
            seed=1,
            max_examples=20,
        )
        return run(options)


def test_a_correct_service_conforms_behind_nginx(tmp_path: Path) -> None:
    report = judged(tmp_path, THE_CLIENTS)
    assert report.exit_code == 0, report.summary()
    assert report.of("not reached") == []
    answers = [line.split() for line in (tmp_path / "access.log").read_text().splitlines()]
    of_nginx = [status for status, of_service in answers if of_service == "-"]
    assert of_nginx == ["400"], "nginx answers to a path with %00 by itself, and no question meets another limit of its"


def test_where_nginx_changes_the_host_signatures_are_not_judged(tmp_path: Path) -> None:
    report = judged(tmp_path, ITS_OWN_HOST)
    assert report.exit_code == 0, report.summary()
    reasons = {verdict.clause.id: verdict.reason for verdict in report.of("not reached")}
    assert reasons == dict.fromkeys(("auth-alternatives", *OF_SIGNATURES), hosts.CHANGED)


def test_where_nginx_changes_the_host_keys_alone_judge_nothing(tmp_path: Path) -> None:
    report = judged(tmp_path, ITS_OWN_HOST, with_token=False)
    assert report.exit_code == 2
    assert hosts.CHANGED in report.stopped
