"""The image: what it copies is all that the program needs, and nothing but its data is written."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError

import pytest
from typer.main import get_command

from core.cli import app
from core.settings import ROOT, Settings
from core.store.builds import Build
from core.workspace import campaigns
from core.workspace.access import users
from core.workspace.database import workspace
from tests.support.templates import publish_copy

_TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
_LINES = [
    line.strip()
    for line in re.sub(r"\\\n", " ", _TEXT).splitlines()
    if line.strip() and not line.startswith("#")
]
_RULES = [
    line
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
# The data folder is a volume, and an installation's secrets are no part of an image.
_NOT_COPIED = {"data", ".streamlit/secrets.toml"}
# All but the data and the place of temporary files is read-only, as with --read-only --tmpfs /tmp.
_READ_ONLY = """
for folder in "$SCOUT_DATA_DIR" "$TMPDIR"; do mount --bind "$folder" "$folder"; done
while read -r _ folder _; do
    case "$folder" in
        /proc*|/sys*|/dev*|"$SCOUT_DATA_DIR"|"$TMPDIR") ;;
        *) mount -o remount,bind,ro "$folder" 2>/dev/null || true ;;
    esac
done < /proc/self/mounts
if touch written 2>/dev/null; then echo "the copy can be written" >&2; exit 1; fi
"""
_USE = """
import pathlib
from streamlit.testing.v1 import AppTest
import core
from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace

assert pathlib.Path(core.__file__).is_relative_to(pathlib.Path.cwd()), core.__file__
overview = AppTest.from_file("app.py", default_timeout=60).run()
assert not overview.exception, overview.exception[0].message
assert overview.title[0].value.endswith(" Overview"), overview.title[0].value
campaigns.create(workspace(Settings.from_env()), "Kept")
"""


def _of(instruction: str) -> list[str]:
    """What follows an instruction, for each time it stands in the last stage."""
    start = max(at for at, line in enumerate(_LINES) if line.startswith("FROM "))
    return [
        line.removeprefix(instruction).strip()
        for line in _LINES[start:]
        if line.startswith(instruction + " ")
    ]


def _copied() -> list[tuple[list[str], str]]:
    """Sources and target of each COPY out of the project."""
    words = [copied.split() for copied in _of("COPY") if not copied.startswith("--from")]
    return [(line[:-1], line[-1]) for line in words]


def _committed() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a checkout of git")
    return done.stdout.splitlines()


def _is_ignored(path: str) -> bool:
    """Whether the ignore file leaves a path out: the last rule that fits it or a parent decides."""
    ignored = False
    parts = path.split("/")
    for rule in _RULES:
        pattern = rule.removeprefix("!")
        heads = ["/".join(parts[: at + 1]) for at in range(len(parts))]
        if pattern.startswith("**/"):
            fits = any(fnmatchcase(part, pattern[3:]) for part in parts)
        else:
            fits = any(
                head.count("/") == pattern.count("/") and fnmatchcase(head, pattern)
                for head in heads
            )
        if fits:
            ignored = not rule.startswith("!")
    return ignored


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def test_what_is_copied_is_committed_and_not_ignored() -> None:
    committed = _committed()
    sources = [source for sources, _ in _copied() for source in sources]
    sources += ["requirements.lock"]  # of the stage before
    for source in sources:
        inside = [path for path in committed if _is_in(path, source)]
        assert inside, f"{source}: nothing of it is committed"
        assert not [path for path in inside if _is_ignored(path)], source


def test_nothing_else_gets_to_the_engine() -> None:
    for path in (
        ".git/config", ".streamlit/secrets.toml", "data/workspace.db", "data/cookie.key",
        "data/builds/x/store.duckdb", "tests/conftest.py", "core/__pycache__/settings.cpython.pyc",
        "core.txt", "shared/core/x",
    ):  # fmt: skip
        assert _is_ignored(path), path


def test_every_file_that_the_program_reads_is_copied() -> None:
    read = set()
    for file in [*ROOT.glob("*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("core/**/*.py")]:
        for parts in re.findall(r'\bROOT((?: / "[^"]+")+)', file.read_text(encoding="utf-8")):
            read.add("/".join(re.findall(r'"([^"]+)"', parts)))
        for name in re.findall(r'\bROOT / "([^"]+)"', file.read_text(encoding="utf-8")):
            assert (ROOT / name).exists() or name in _NOT_COPIED, f"{file}: {name}"
    assert len(read) > 5
    sources = [source for sources, _ in _copied() for source in sources]
    missing = {
        path for path in read - _NOT_COPIED if not any(_is_in(path, source) for source in sources)
    }
    assert not missing


def test_it_runs_as_a_user_of_its_own() -> None:
    assert _of("USER") == ["scout"]
    made = next(line for line in _LINES if "useradd" in line and "scout" in line)
    uid = re.search(r"--uid (\d+)", made)
    assert uid is not None
    assert int(uid[1]) > 0


def test_what_it_starts_is_a_command() -> None:
    start = json.loads(_of("ENTRYPOINT")[0])
    assert start == ["python", "-m", "core"]
    name, *options = json.loads(_of("CMD")[0])
    group = get_command(app)
    parent = group.make_context("core", [name, *options])
    found = group.get_command(parent, name)  # type: ignore[attr-defined]
    assert found is not None
    assert found.make_context(name, options, parent=parent).params["port"] == int(_of("EXPOSE")[0])


class _Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/_stcore/health" else 404)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


def test_the_health_check_tells_a_server_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    port = _of("EXPOSE")[0]
    with HTTPServer(("127.0.0.1", 0), _Health) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        here = str(server.server_address[1])
        checked = json.loads(_of("HEALTHCHECK")[0].partition("CMD ")[2].replace(port, here))
        assert checked[0] == "python"
        command = [sys.executable, "-S", *checked[1:]]  # -S: it needs no package
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        monkeypatch.setattr(_Health, "status", 503)
        assert subprocess.run(command, capture_output=True, check=False).returncode == 1
        server.shutdown()
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the image has in its working folder."""
    folder = tmp_path / "image"
    committed = _committed()
    for sources, target in _copied():
        for source in sources:
            for path in committed:
                if _is_in(path, source):
                    below = target if target != "./" else source
                    to = folder / (below + path.removeprefix(source))
                    to.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / path, to)
    return folder


def _namespace() -> list[str]:
    """The command that gives another one mounts of its own; skips where that is not allowed."""
    for command in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        with suppress(OSError):
            tried = subprocess.run(
                [*command, "sh", "-c", "mount --bind /tmp /tmp"], capture_output=True, check=False
            )
            if tried.returncode == 0:
                return command
    pytest.skip("needs 'unshare --mount', to make folders read-only for one process")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> bytes:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            return bytes(answer.read())
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"no answer: {log.read_text()}")


@contextmanager
def _started(image: Path, settings: Settings, log: Path, port: int) -> Iterator[None]:
    temporary = log.parent / "temporary"
    temporary.mkdir()
    chosen = dict(word.split("=", 1) for word in shlex.split(_of("ENV")[0]))
    python = shlex.quote(sys.executable)
    # As the image starts it, but for port and address; no job that reads every post.
    start = shlex.join(json.loads(_of("ENTRYPOINT")[0])[1:] + json.loads(_of("CMD")[0]))
    script = (
        f"set -e\n{_READ_ONLY}\n"
        f"echo 'correct horse battery' | {python} -m core users add ana --role admin\n"
        f"SCOUT_PUBLIC=0 {python} -c {shlex.quote(_USE)}\n"
        f"exec {python} {start} --port {port} --address 127.0.0.1 --no-deepen\n"
    )
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SCOUT_")},
        **chosen,
        "PATH": os.environ["PATH"],
        "SCOUT_DATA_DIR": str(settings.data_dir),
        "SCOUT_THREADS": "1",
        "TMPDIR": str(temporary),
        "HOME": str(image),  # stricter than the image, where libraries may keep things in /tmp
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*_namespace(), "sh", "-c", script],
            cwd=image, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        assert _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log) == b"ok"
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_it_serves_with_everything_but_data_and_tmp_read_only(
    image: Path, small_build: Build, tmp_path: Path
) -> None:
    settings = Settings.from_env(tmp_path / "data")
    publish_copy(settings, small_build)
    before = sorted(image.rglob("*"))
    port = _free_port()
    log = tmp_path / "log.txt"
    # Nobody gets in without a login.
    with _started(image, settings, log, port), pytest.raises(HTTPError, match="401"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30)
    said = log.read_text()
    assert "Traceback" not in said, said
    assert "Read-only" not in said, said
    assert sorted(image.rglob("*")) == before
    engine = workspace(settings)
    assert "Kept" in [row.name for row in campaigns.campaigns(engine)]
    assert [user.name for user in users.all_users(engine)] == ["ana"]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_image_is_built_and_runs() -> None:
    engine = next((name for name in ("docker", "podman") if _answers(name)), None)
    if engine is None:
        pytest.skip("neither docker nor podman answers")
    image = "influencer-scout:tested"
    subprocess.run([engine, "build", "-f", "Containerfile", "-t", image, "."], cwd=ROOT, check=True)
    name = f"scout-tested-{os.getpid()}"
    base = [engine, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "-v", f"{name}:/data"]
    try:
        add = [*base, "-i", image, "users", "add", "ana", "--role", "admin"]
        subprocess.run(add, input=b"correct horse battery\n", check=True)
        port = _free_port()
        run = [*base, "-d", "--name", name, "-p", f"127.0.0.1:{port}:8501", image]
        subprocess.run(run, check=True)
        deadline = time.monotonic() + 120
        health = b""
        while health != b"ok" and time.monotonic() < deadline:
            url = f"http://127.0.0.1:{port}/_stcore/health"
            with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
                health = answer.read()
            time.sleep(0.5)
        assert health == b"ok"
    finally:
        subprocess.run([engine, "rm", "-f", name], check=False)
        subprocess.run([engine, "volume", "rm", name], check=False)


def _answers(engine: str) -> bool:
    with suppress(OSError, subprocess.TimeoutExpired):
        asked = subprocess.run([engine, "info"], capture_output=True, check=False, timeout=20)
        return asked.returncode == 0
    return False
