"""Check whether this commit can be released: `python tests/programs/release.py [TAG]`, for example `v1.2.3`.

It checks that the contract and every package have the same version. With a tag, it also checks that the tag has this
version, that the changelog has a heading for it, that `make check` compares the contract with that of the previous
release (tests/lint/breaking.sh), and that no index and no tag of the repository has this version already.
"""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
BASELINE = "tests/baseline/openapi.yaml"
DECLARED = {
    "openapi.yaml": r"^  version: (\S+)$",
    "pyproject.toml": r'^version = "(.+)"$',
    "overlays/python/dws_snapshots/client.py": r'^VERSION = "(.+)"$',
    "overlays/typescript/package.json": r'^  "version": "(.+)",$',
    "overlays/typescript/src/sending.ts": r'^const VERSION = "(.+)";$',
    "overlays/go/dws/client.go": r'^const Version = "(.+)"$',
    "overlays/go/go.mod": r"^require \S+/generated/go v(\S+)$",
}


class Unfit(Exception):
    """The commit must not be released. The message says why, in one sentence."""


def agreed(root: Path) -> str:
    """Return the version that every file declares. Raises Unfit if they differ or one declares none."""
    found = {}
    for name, pattern in DECLARED.items():
        declared = re.search(pattern, (root / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        found[name] = declared[1] if declared else "none"
    if len(set(found.values())) > 1 or "none" in found.values():
        raise Unfit("the versions differ: " + ", ".join(f"{name} {version}" for name, version in found.items()))
    return found["openapi.yaml"]


def check_tag(root: Path, tag: str) -> None:
    """Raise Unfit if the tag is not of this version, the changelog lacks it, or the baseline is stale."""
    version = agreed(root)
    if tag != f"v{version}":
        raise Unfit(f"the tag is {tag}, and the files say {version}")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\]", changelog, flags=re.MULTILINE):
        raise Unfit(f"CHANGELOG.md has no heading for {version}")
    before = git(root, "tag", "--list", "v*", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname")
    if before:
        check_baseline(root, before.split()[0])


def check_baseline(root: Path, before: str) -> None:
    """Raise Unfit if `make check` compares with something else than the contract of the previous release."""
    promised = git(root, "show", f"{before}:openapi.yaml")
    if (root / BASELINE).read_text(encoding="utf-8") != promised:
        raise Unfit(f"{BASELINE} is not the contract of {before}: git show {before}:openapi.yaml > {BASELINE}")


def check_free(root: Path, tag: str) -> None:
    """Raise Unfit if a package of this version was published: all of them go out, or none."""
    if places := published("dws-snapshots", tag.removeprefix("v")):
        raise Unfit(f"{' and '.join(places)} has dws-snapshots {tag} already: choose a new version")
    modules = [f"refs/tags/{module}/{tag}" for module in ("generated/go", "overlays/go")]
    if found := git(root, "ls-remote", "--tags", "origin", *modules).split():
        raise Unfit(f"the tag {found[1]} exists already: choose a new version")


def published(name: str, version: str) -> list[str]:
    """Return which of PyPI and npm has a package of this name and version."""
    questions = {
        "PyPI": [sys.executable, "-m", "pip", "download", "--no-deps", f"{name}=={version}"],
        "npm": ["npm", "pack", "--dry-run", f"{name}@{version}"],
    }
    with TemporaryDirectory() as folder:
        return [
            place
            for place, command in questions.items()
            if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
        ]


def git(root: Path, *arguments: str) -> str:
    """Return what git prints. Raises Unfit."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unfit(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


def main(arguments: list[str]) -> int:
    """Check as the command line says. Returns the exit status."""
    if len(arguments) > 1:
        print("Usage: release.py [TAG]", file=sys.stderr)
        return 2
    try:
        version = agreed(ROOT)
        for tag in arguments:
            check_tag(ROOT, tag)
            check_free(ROOT, tag)
    except Unfit as reason:
        print(f"This cannot be released: {reason}", file=sys.stderr)
        return 1
    print(version)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
