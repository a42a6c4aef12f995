"""The options of a run: the target, the credentials, the limits."""

from __future__ import annotations

import ipaddress
import random
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import httpx

DEFAULT_MAX_EXAMPLES = 100
DEFAULT_MAX_CREATES = 100
DEFAULT_MAX_RESTORES = 5
DEFAULT_BUSY_TIMEOUT = 600.0
DEFAULT_CONCURRENCY = 10
DEFAULT_TIMEOUT = 10.0
MIN_CREATES = 2
MIN_CONCURRENCY = 2
MIN_TOKEN = 6
TOKEN_VARIABLES = ("DWS_TOKEN", "OS_TOKEN")
"""The environment variables that may hold a token; the first one that is set is used."""
NOT_ASKED = "not asked: --operations leaves out "
_SEEDS = 2**32
_LONGEST_TIMEOUT = 86_400


FailOn = Literal["not-reached", "left"]


class UsageError(Exception):
    """An option is wrong or missing. The message is one sentence."""


def random_seed() -> int:
    """Return a random seed, for a run without one."""
    return random.SystemRandom().randrange(_SEEDS)


@dataclass(frozen=True, kw_only=True)
class Options:
    """Everything a run depends on. Credentials: a token, an access key with its secret key, or both.

    Instead of the token, give username, password, domain_name and auth_url, IAM's address: the run then fetches a
    token, and a new one when it expires.

    url: the address of the service, without the path of an operation; headers: extra headers of every request, whose
    values no report shows; cacert, cert, key: files for TLS; seed: makes a run repeatable; max_examples: number of
    generated requests, in addition to the specific ones; max_creates: the most snapshots that the run creates, copies
    included; max_restores: the most clusters that it restores; rate_limit: requests per second, None for no limit;
    concurrency: number of simultaneous creates with the same name; timeout: seconds to wait for an answer;
    busy_timeout: seconds to wait in total while snapshots are being made; only: the subjects to test, all if empty;
    operations: the operations to test, all if empty; excluded: clauses to ignore; sourced: whether to ignore all
    clauses that are based on a decision of the document; baseline: clauses that were broken before and do not make the
    run fail; fail_on: what else makes it fail, `not-reached` or `left`; report_dir: the folder for the reports; docs:
    the address of the documentation, for the links in the HTML report; keep: whether to keep the snapshots that the
    run created; yes_create_snapshots, yes_restore_clusters: consent to do so if the target is not on this machine.
    """

    url: str
    project_id: str
    cluster_id: str
    token: str | None = field(default=None, repr=False)
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    security_token: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    auth_url: str | None = None
    domain_name: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cacert: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    seed: int = field(default_factory=random_seed)
    max_examples: int = DEFAULT_MAX_EXAMPLES
    max_creates: int = DEFAULT_MAX_CREATES
    max_restores: int = DEFAULT_MAX_RESTORES
    rate_limit: float | None = None
    concurrency: int = DEFAULT_CONCURRENCY
    timeout: float = DEFAULT_TIMEOUT
    busy_timeout: float = DEFAULT_BUSY_TIMEOUT
    only: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    sourced: bool = False
    baseline: tuple[str, ...] = ()
    fail_on: tuple[FailOn, ...] = ()
    report_dir: Path | None = None
    docs: str = ""
    keep: bool = False
    yes_create_snapshots: bool = False
    yes_restore_clusters: bool = False

    @property
    def may_restore(self) -> bool:
        """Whether the run may restore clusters. On this machine they cost nothing."""
        return self.yes_restore_clusters or is_loopback(_url(self.url).host)

    def asks_about(self, operation: str) -> bool:
        """Whether the run tests an operation of the contract."""
        return not self.operations or operation in self.operations

    def not_asked(self, needs: Collection[str]) -> str:
        """Return why a clause was not reached whose test may need these operations; empty if all are tested."""
        left_out = [operation for operation in needs if not self.asks_about(operation)]
        return NOT_ASKED + ", ".join(left_out) if left_out else ""

    def check(self, *, creates: bool = True) -> None:
        """Raise UsageError for the first wrong option. creates: whether the run may create snapshots."""
        url = _url(self.url)
        if creates and not self.yes_create_snapshots and not is_loopback(url.host):
            raise UsageError(
                f"{url.host} is not this machine, and a run creates up to {self.max_creates} snapshots there, which "
                "may cost money. Add --yes-create-snapshots to go on."
            )
        self._check_credentials()
        self.tls()
        for kind in self.fail_on:
            if kind not in get_args(FailOn):
                raise UsageError(f"--fail-on is {kind!r}, but must be one of {', '.join(get_args(FailOn))}.")
        for name, value, least in (
            ("--max-creates", self.max_creates, MIN_CREATES),
            ("--max-restores", self.max_restores, 0),
            ("--max-examples", self.max_examples, 0),
            ("--concurrency", self.concurrency, MIN_CONCURRENCY),
        ):
            if value < least:
                raise UsageError(f"{name} is {value}, but must be at least {least}.")
        if not self.busy_timeout >= 0:
            raise UsageError(f"--busy-timeout is {self.busy_timeout:g}, but must not be negative.")
        if not 0 < self.timeout <= _LONGEST_TIMEOUT:
            raise UsageError(f"--timeout is {self.timeout:g}, but must be above 0 and at most {_LONGEST_TIMEOUT}.")
        if self.rate_limit is not None and not self.rate_limit > 0:
            raise UsageError(f"--rate-limit is {self.rate_limit:g}, but must be above 0.")

    def tls(self) -> ssl.SSLContext | bool:
        """Return the TLS settings of connections. Raises UsageError for a file that cannot be used."""
        if self.key is not None and self.cert is None:
            raise UsageError("--key needs --cert, which is missing.")
        if self.cacert is None and self.cert is None:
            return True
        try:
            found = ssl.create_default_context(cafile=self.cacert)
        except (OSError, ValueError):
            raise UsageError(f"--cacert {self.cacert} contains no certificates, or cannot be read.") from None
        if self.cert is not None:
            try:
                found.load_cert_chain(self.cert, self.key, password=lambda: "")
            except (OSError, ValueError):
                raise UsageError(f"--cert {self.cert} cannot be used with its key.") from None
        return found

    def _check_credentials(self) -> None:
        if (self.access_key is None) != (self.secret_key is None):
            raise UsageError("An access key needs a secret key, and the reverse: one of the two is missing.")
        if self.username is not None:
            for name, value in (
                ("OS_PASSWORD", self.password),
                ("OS_AUTH_URL", self.auth_url),
                ("OS_USER_DOMAIN_NAME", self.domain_name),
            ):
                if not value:
                    raise UsageError(f"A user name needs {name} in the environment, which is not set.")
        elif self.token is None and self.access_key is None:
            raise UsageError(
                "Credentials are missing: give --token, --username, or --access-key and --secret-key, or set DWS_TOKEN "
                "or OS_TOKEN, OS_USERNAME and OS_PASSWORD, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK."
            )
        given = {"token": self.token, "access key": self.access_key, "secret key": self.secret_key}
        given["security token"] = self.security_token
        given |= {f"value of the header {name!r}": value for name, value in self.headers}
        for name, value in given.items():
            if value is not None and not _fits_header(value):
                raise UsageError(f"The {name} is empty, or contains characters that no HTTP header may contain.")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def credentials_from(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Return the credentials of the environment, by the names of the options. Empty variables are ignored."""
    found = {
        "token": next(filter(None, map(environment.get, TOKEN_VARIABLES)), None),
        "access_key": environment.get("HUAWEICLOUD_SDK_AK"),
        "secret_key": environment.get("HUAWEICLOUD_SDK_SK"),
        "security_token": environment.get("HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    }
    return {name: value or None for name, value in found.items()}


def user_from(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Return the user's data of the environment, to fetch a token with, by the names of the options."""
    found = {
        "username": environment.get("OS_USERNAME"),
        "password": environment.get("OS_PASSWORD"),
        "auth_url": environment.get("OS_AUTH_URL"),
        "domain_name": environment.get("OS_USER_DOMAIN_NAME") or environment.get("OS_DOMAIN_NAME"),
    }
    return {name: value or None for name, value in found.items()}


def _url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment or url.userinfo:
        raise UsageError(f"--url is {text!r}, but must be an address such as http://127.0.0.1:8080.")
    return url


def _fits_header(value: str) -> bool:
    return value != "" and value.isascii() and value.isprintable() and value == value.strip()
