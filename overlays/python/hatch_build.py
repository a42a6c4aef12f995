"""What a distribution holds in addition to its packages, and its links to the repository."""

import os
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class OpenApi(BuildHookInterface[Any]):
    """Puts openapi.yaml into a wheel. A development install reads that of the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"]["openapi.yaml"] = "dws_snapshots/openapi.yaml"


class Origin(MetadataHookInterface):
    """Names the repository whose workflow builds the distribution, and makes the README's links lead there."""

    def update(self, metadata: dict[str, Any]) -> None:
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["urls"] = {}
        if repository := os.environ.get("GITHUB_REPOSITORY"):
            address = f"{os.environ['GITHUB_SERVER_URL']}/{repository}"
            metadata["urls"] = {
                "Repository": address,
                "Changelog": f"{address}/blob/v{metadata['version']}/CHANGELOG.md",
                "Issues": f"{address}/issues",
            }
            text = re.sub(r"\]\((?!https?://|#)", f"]({address}/blob/v{metadata['version']}/", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
