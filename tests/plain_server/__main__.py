"""`python -m plain_server`: serve the plain implementation, correct or with one fault."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence

from .faults import CATALOGUE
from .server import Account, Service, listen
from .variants import VARIANTS, combined

_DEMO = Account()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 when it was stopped, 2 when it could not start."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.list_faults:
        for fault in CATALOGUE.values():
            print(f"{fault.id}\t{','.join(fault.clauses)}\t{fault.sentence}")
        return 0
    if options.list_variants:
        for variant in VARIANTS.values():
            print(f"{variant.id}\t{variant.sentence}")
        return 0
    if options.fault is not None and options.fault not in CATALOGUE:
        parser.error(f"--fault: there is no fault {options.fault!r}; --list-faults names them")
    for variant in options.variants:
        if variant not in VARIANTS:
            parser.error(f"--variants: there is no variant {variant!r}; --list-variants names them")
    kind = CATALOGUE[options.fault].service if options.fault else combined(options.variants)
    account = Account(options.project_id, options.cluster_id, options.access_key, options.token, options.secret_key)
    service = kind(
        account,
        refuse_unknown_members=options.unknown_members == "refuse",
        creation_time=options.creation_time,
    )
    service.fill(options.snapshots)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(service, options.port))
    except (OSError, OverflowError) as error:
        print(f"plain_server: cannot listen on port {options.port}: {error}", file=sys.stderr)
        return 2
    return 0


async def _serve(service: Service, port: int) -> None:
    server = await listen(service, port)
    print(f"Listening on http://{service.authority}", flush=True)
    await server.serve_forever()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plain_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="TCP port; 0, the default, picks a free one")
    parser.add_argument("--fault", metavar="ID", help="the fault to plant; none by default")
    parser.add_argument("--list-faults", action="store_true", help="print id, clauses and sentence of every fault")
    parser.add_argument(
        "--variants", nargs="*", default=[], metavar="ID", help="what to do differently, and still rightly"
    )
    parser.add_argument("--list-variants", action="store_true", help="print id and sentence of every variant")
    parser.add_argument(
        "--unknown-members", choices=("ignore", "refuse"), default="ignore", help="what members without a name get"
    )
    parser.add_argument(
        "--creation-time",
        type=float,
        metavar="SECONDS",
        help="how long making a snapshot takes; the default 0, for some faults more, makes it available at once",
    )
    parser.add_argument(
        "--snapshots",
        type=int,
        default=0,
        metavar="N",
        help="how many manual snapshots there are at first; 0 by default",
    )
    for option, default in (
        ("--project-id", _DEMO.project_id),
        ("--cluster-id", _DEMO.cluster_id),
        ("--access-key", _DEMO.access_key),
        ("--token", _DEMO.token),
        ("--secret-key", _DEMO.secret_key),
    ):
        parser.add_argument(option, default=default, help=f"{default} by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
