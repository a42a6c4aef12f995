"""The colours that guides and API reference share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


class Palette:
    """The colours of a file by name, light and dark. Raises ValueError where two light ones are the same."""

    def __init__(self, path: Path) -> None:
        colours: Mapping[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.light = {name: light for name, (light, _) in colours.items()}
        self.dark = {name: dark for name, (_, dark) in colours.items()}
        if len(set(self.light.values())) != len(self.light):
            raise ValueError(f"{path.name}: two names have the same light colour")

    def css(self) -> str:
        """Return the colours as custom properties: dark where the reader or the system asks for it, light on paper."""
        light, dark = (
            "".join(f"--{name}:{colour};" for name, colour in theme.items()) for theme in (self.light, self.dark)
        )
        light, dark = f"{{color-scheme:light;{light}}}", f"{{color-scheme:dark;{dark}}}"
        return (
            f":root{light}\n"
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){dark}}}\n"
            f"@media screen{{:root[data-theme=dark]{dark}}}\n"
        )

    def fill(self, options: Any) -> Any:
        """Return Redoc's options with each `$name` replaced by the light colour of that name."""
        if isinstance(options, dict):
            return {key: self.fill(value) for key, value in options.items()}
        if isinstance(options, list):
            return [self.fill(option) for option in options]
        if isinstance(options, str) and options.startswith("$"):
            return self.light[options[1:]]
        return options
