"""Working samples of every operation in every language: shown in the API reference and the guides, run by the tests.

Each language has a folder, and each operation a file in it, named after its `operationId`. The samples read the
endpoint, the project and the credentials from the environment: `DWS_ENDPOINT`, `HUAWEICLOUD_SDK_PROJECT_ID`, and
`HUAWEICLOUD_SDK_AK` with `HUAWEICLOUD_SDK_SK` or, for plain curl, `OS_TOKEN`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Language(NamedTuple):
    """A language of samples. label: its name for readers; lexer: its name for the highlighter; suffix: of its files."""

    folder: str
    label: str
    lexer: str
    suffix: str


class Sample(NamedTuple):
    """A sample of an operation. path: its file; source: the text that a reader sees."""

    language: Language
    operation: str
    path: Path

    @property
    def source(self) -> str:
        """The text of the file."""
        return self.path.read_text(encoding="utf-8").rstrip("\n")


LANGUAGES = (
    Language("curl", "curl", "sh", ".sh"),
    Language("curl-signed", "curl, signed", "sh", ".sh"),
    Language("python", "Python", "py", ".py"),
    Language("typescript", "TypeScript", "ts", ".ts"),
    Language("go", "Go", "go", ".go"),
)


def of(operation: str) -> Iterator[Sample]:
    """Return the samples of an operation, in the order in which a reader sees them."""
    for language in LANGUAGES:
        path = FOLDER / language.folder / f"{operation}{language.suffix}"
        if path.exists():
            yield Sample(language, operation, path)


def all_of() -> Iterator[Sample]:
    """Return every sample, language by language."""
    for language in LANGUAGES:
        for path in sorted((FOLDER / language.folder).glob(f"*{language.suffix}")):
            yield Sample(language, path.stem, path)
