"""The files that hold settings: `clouds.yaml` with its `secure.yaml`, and the official client's INI file."""

from __future__ import annotations

import configparser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import MissingSetting


class Cloud(NamedTuple):
    """A cloud of `clouds.yaml`. values: its own settings and those of its `auth`."""

    name: str
    values: dict[str, str | None]


def section_of(path: Path, section: str) -> dict[str, str] | None:
    """Return a section of an INI file, or None if there is none. Raises MissingSetting."""
    content = content_of(path)
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(content or "")
    except configparser.Error as error:  # Its message quotes the file, and maybe a secret.
        raise MissingSetting(f"{path} is not an INI file: {type(error).__name__}") from None
    return dict(parser[section]) if section in parser else None


def cloud_of(path: Path, name: str | None, known: Iterable[str]) -> Cloud | None:
    """Return the cloud of this name, or the only one; None if there is no such file.

    known: the names of settings, which must be text. Raises MissingSetting.
    """
    document = yaml_of(path)
    if document is None:
        return None
    clouds = mapping(document, "clouds", path)
    if name is None and len(clouds) != 1:
        raise MissingSetting(f"{path} has {len(clouds)} clouds; set OS_CLOUD to the name of one")
    name = name or str(next(iter(clouds)))
    if name not in clouds:
        raise MissingSetting(f"{path} has no cloud named {name!r}, which OS_CLOUD asks for")
    cloud = mapping(clouds, name, path, "clouds")
    secure = path.with_name("secure.yaml")
    hidden = mapping(mapping(yaml_of(secure) or {}, "clouds", secure), name, secure, "clouds")
    auths = (mapping(cloud, "auth", path, "clouds", name), mapping(hidden, "auth", secure, "clouds", name))
    values = {**cloud, **hidden, **auths[0], **auths[1]}
    for key in known:
        if not isinstance(values.get(key), (str, type(None))):
            raise MissingSetting(f"{path}: {key} of cloud {name!r} must be text")
    return Cloud(name, values)


def mapping(parent: dict[str, Any], key: str, path: Path, *places: str) -> dict[str, Any]:
    """Return the mapping under a key, or an empty one if the key is absent. Raises MissingSetting."""
    value = parent.get(key, {})
    if not isinstance(value, dict):
        raise MissingSetting(f"{path}: {'.'.join((*places, key))} must be a mapping")
    return value


def yaml_of(path: Path) -> dict[str, Any] | None:
    """Return the content of a YAML file, with numbers as text; None if it is missing or empty.

    Raises MissingSetting if the file can't be read, or if PyYAML is missing.
    """
    content = content_of(path)
    if content is None:
        return None
    try:
        import yaml
    except ImportError:
        raise MissingSetting(f"{path} needs PyYAML, which comes with the extra dws-snapshots[clouds]") from None

    class Loader(yaml.SafeLoader):
        """Reads a plain scalar as text: an ID may look like a number."""

    kept = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    Loader.yaml_implicit_resolvers = {
        first: [resolver for resolver in resolvers if resolver[0] in kept]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        document = yaml.load(content, Loader)
    except Exception as error:  # Whatever PyYAML raises for a value that does not fit its tag. It may quote the file.
        raise MissingSetting(f"{path} is not valid YAML: {type(error).__name__}") from None
    if not isinstance(document, dict | None):
        raise MissingSetting(f"{path} must be a mapping")
    return document


def content_of(path: Path) -> str | None:
    """Return the text of a file, or None if there is none. Raises MissingSetting."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise MissingSetting(f"{path} can't be read: it is not UTF-8") from None
    except OSError as error:
        raise MissingSetting(f"{path} can't be read: {error.strerror}") from None
