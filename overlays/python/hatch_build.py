"""What a wheel holds beside its packages."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class OpenApi(BuildHookInterface[Any]):
    """Puts openapi.yaml into a wheel. A development install reads the one of the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"]["openapi.yaml"] = "dws_snapshots/openapi.yaml"
