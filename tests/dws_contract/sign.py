"""`python3 -m dws_contract.sign METHOD URL …` prints the headers of a signature, for `curl -H @-`.

The key pair is read from HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and HUAWEICLOUD_SDK_SECURITY_TOKEN, and the Host, if it
is not the address's, from HEADER_HOST. `--tamper` breaks the signature as the suite broke it: a JSON object of the
fields of `credentials.Tamper`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from dws_contract.options import credentials_from
from dws_contract.traffic.credentials import NoCredentials, Tamper, sign
from dws_contract.traffic.messages import Request
from dws_snapshots.signing import AccessKey


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the headers. Return the exit code: 2 if something is missing, with a message on stderr."""
    parser = argparse.ArgumentParser("python3 -m dws_contract.sign", description="Print the headers of a signature.")
    parser.add_argument("method")
    parser.add_argument("url")
    parser.add_argument("-H", dest="headers", action="append", default=[], metavar="NAME: VALUE")
    parser.add_argument("--body", default="")
    parser.add_argument("--body-file", type=Path)
    parser.add_argument("--tamper", type=_tamper, default=Tamper())
    given = parser.parse_args(arguments)
    keys = credentials_from(os.environ)
    access_key, secret_key = keys["access_key"], keys["secret_key"]
    if access_key is None or secret_key is None:
        print("HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK are not both set.", file=sys.stderr)
        return 2
    url = httpx.URL(given.url)
    request = Request(
        method=given.method,
        path=url.raw_path.decode("ascii"),
        credentials=NoCredentials(),
        body=given.body_file.read_bytes() if given.body_file else given.body.encode("utf-8", "surrogateescape"),
        headers=tuple(_header(text) for text in given.headers),
    )
    key = AccessKey(access_key, secret_key, keys["security_token"])
    host = os.environ.get("HEADER_HOST") or url.netloc.decode("ascii")
    for name, value in sign(request, host, key, given.tamper, datetime.now(UTC)).items():
        print(f"{name}: {value}")
    return 0


def _header(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name.strip(), value.strip()


def _tamper(text: str) -> Tamper:
    changes: Any = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
    }
    return Tamper(**changes)


if __name__ == "__main__":
    sys.exit(main())
