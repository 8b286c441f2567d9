"""OpenID Connect as `.streamlit/secrets.toml` or the environment sets it up."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.errors import LoginError
from core.settings import ROOT, Settings

DEFAULT = "default"
_NEEDED = ("client_id", "client_secret", "server_metadata_url")
# Where Streamlit looks, too; what stands in the later one wins.
_FILES = (Path("~/.streamlit/secrets.toml"), ROOT / ".streamlit" / "secrets.toml")


def auth_section(settings: Settings) -> dict[str, Any]:
    """Section [auth] of the secrets, with what the environment says instead; {} for none.

    Raises:
        LoginError: a file cannot be read, or something that is needed is missing.
    """
    section: dict[str, Any] = {}
    for file in _FILES:
        section |= _read(file.expanduser())
    section |= {
        name: value
        for name, value in (
            ("client_id", settings.oidc_client_id),
            ("client_secret", settings.oidc_client_secret),
            ("server_metadata_url", settings.oidc_metadata_url),
            ("redirect_uri", settings.oidc_redirect_uri),
        )
        if value
    }
    if section and set(section) != {"cookie_secret"}:
        _check(section)
        return section
    return {}


def providers(section: dict[str, Any]) -> list[str]:
    """Names of the providers of a section: 'default' for one without a name of its own."""
    named = [name for name, value in section.items() if isinstance(value, dict)]
    named = [name for name in named if "client_id" in section[name]]
    return ([DEFAULT] if "client_id" in section else []) + sorted(named)


def _read(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")).get("auth", {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise LoginError(
            f"{file} cannot be read ({type(error).__name__}). Correct it; docs/operations.md has "
            "an example."
        ) from error
    return found if isinstance(found, dict) else {}


def _check(section: dict[str, Any]) -> None:
    missing = [] if "redirect_uri" in section else ["redirect_uri"]
    names = providers(section)
    if not names:
        missing += [name for name in _NEEDED if name not in section]
    for name in names:
        of_provider = section if name == DEFAULT else section[name]
        missing += [key for key in _NEEDED if key not in of_provider]
    if missing:
        raise LoginError(
            f"OpenID Connect needs {', '.join(missing)} in section [auth] of "
            ".streamlit/secrets.toml, or in SCOUT_OIDC_*; docs/operations.md has an example."
        )
    if find_spec("authlib") is None:
        raise LoginError(
            "OpenID Connect needs the package Authlib: .venv/bin/pip install 'streamlit[auth]'."
        )
