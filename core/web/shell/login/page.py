"""The login page: all that somebody who is not logged in gets to see."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import FileResponse, HTMLResponse, Response

from core.services.team.openid import DEFAULT
from core.settings import ROOT
from core.web.shell.login import words
from core.web.shell.login.cookies import base_path

PATH = "/login"
# Part of the address below `PATH` -> what it gives.
FILES = {
    "style.css": ROOT / "core" / "web" / "shell" / "login" / "style.css",
    "logo.svg": ROOT / "static" / "logo.svg",
    "icon.svg": ROOT / "static" / "icon.svg",
}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "core" / "web" / "shell" / "login"),
        undefined=StrictUndefined,
        autoescape=True,
    )


def login_page(
    *,
    target: str,
    providers: tuple[str, ...],
    passwords: bool,
    problem: str = "",
    status: int = 200,
) -> Response:
    """The page with the form.

    Args:
        target: where to go after it, as `safe_target` gives it.
        providers: of OpenID Connect; a link each.
        passwords: somebody has one.
        problem: why the last try did not work.
    """
    links = [
        (
            words.by_provider("" if name == DEFAULT else name),
            f"{base_path()}{PATH}/openid?provider={quote(name)}&next={quote(target, safe='')}",
        )
        for name in providers
    ]
    text = (
        _environment()
        .get_template("login.html.j2")
        .render(
            base=base_path() + PATH,
            words=words,
            target=target,
            links=links,
            passwords=passwords,
            problem=problem,
        )
    )
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})


def file_response(name: str) -> Response:
    """The stylesheet or the logo."""
    return FileResponse(FILES[name])


def safe_target(target: str) -> str:
    """An address on this server to go to after the login: what was asked for, else the start."""
    is_here = target.startswith("/") and not target.startswith(("//", "/\\"))
    if not is_here or any(ord(character) < 32 or character == "\\" for character in target):
        return f"{base_path()}/"
    return target
