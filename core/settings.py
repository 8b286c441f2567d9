"""Settings of one run. The only reader of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from core.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent

SEED_MAX = 2**32 - 1  # what numpy's and scikit-learn's generators take
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
MB_MAX = 1_000_000  # of an upload: a terabyte
DAYS_MAX = 36_500  # a century
MINUTES_MAX = 10_080  # a week
SECRET_MIN = 32  # characters
# As in .streamlit/config.toml, for a server that `serve` does not start.
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
# A name, with *. in front for those below it, or an IP address.
_HOST = re.compile(r"(\*\.)?[\w-]+(\.[\w-]+)*|[0-9A-Fa-f:]+:[0-9A-Fa-f:.]+")


@dataclass(frozen=True)
class Settings:
    """Where things lie and how much of the machine may be used.

    Attributes:
        data_dir: holds builds, cache, jobs, imports and CURRENT; created on first write.
        embedder: "automatic", "multilingual", "multilingual-fast", "minilm" or "minilm-fast", all
            packaged, else the folder of a sentence-transformers model; see
            `core.features.sentence_models`.
        seed: default seed of the demo data and of every model.
        threads: threads for DuckDB and torch.
        memory_limit: DuckDB's memory limit, as DuckDB writes it, for example "4GB".
        eval_data: folder of public research data for evaluation; may not exist.
        workspace_url: SQLAlchemy address of the database that keeps what people do.
        log_level: the least that stderr shows: one of `LOG_LEVELS`; the log file gets INFO.
        micro_followers: fewest and most followers of a micro-influencer, where these come first.
        file_memory: bytes of memory that reading one file may take; a larger file is refused.
        upload_mb: largest file that may be dropped on a page, in megabytes of 1024 x 1024 bytes.
        uploads_mb: what dropped files may take together on disk, in megabytes of 10^6 bytes.
        keep_days: how long builds not in use, ended jobs and logs are kept; 0 keeps them.
        allowed_hosts: names in a browser's address bar under which the dashboard answers.
        public: pages ask for a login; `serve --public` sets it.
        behind_https: browsers reach the dashboard by https, whatever the proxy in front says.
        session_minutes: without a click, after which a login ends.
        cookie_secret: signs cookies of logins; '' for a key of its own in the data folder.
        oidc_client_id, oidc_client_secret, oidc_metadata_url, oidc_redirect_uri: of an OpenID
            Connect provider, '' where `.streamlit/secrets.toml` has them, or for none.
    """

    data_dir: Path
    embedder: str
    seed: int
    threads: int
    memory_limit: str
    eval_data: Path
    workspace_url: str
    log_level: str = "WARNING"
    micro_followers: tuple[int, int] = (5_000, 100_000)
    file_memory: int = 4_000_000_000
    upload_mb: int = 500
    uploads_mb: int = 2_000
    keep_days: int = 0
    allowed_hosts: tuple[str, ...] = LOCAL_HOSTS
    public: bool = False
    behind_https: bool = False
    session_minutes: int = 120
    cookie_secret: str = field(default="", repr=False)
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_metadata_url: str = ""
    oidc_redirect_uri: str = ""

    @classmethod
    def from_env(cls, data_dir: Path | str | None = None) -> Settings:
        """Settings from SCOUT_* variables; `data_dir` given by a caller wins.

        Raises:
            SettingsError: a number is expected and something else was found.
        """
        env = os.environ
        folder = Path(data_dir) if data_dir else Path(env.get("SCOUT_DATA_DIR", ROOT / "data"))
        resolved = Path(os.path.realpath(os.path.expanduser(folder)))
        return cls(
            data_dir=resolved,
            embedder=env.get("SCOUT_EMBEDDER") or "automatic",
            seed=_whole_number(env, "SCOUT_SEED", 42, minimum=0, maximum=SEED_MAX),
            threads=_whole_number(
                env, "SCOUT_THREADS", os.cpu_count() or 1, minimum=1, maximum=1024
            ),
            memory_limit=env.get("SCOUT_MEMORY_LIMIT", "4GB"),
            eval_data=Path(env.get("SCOUT_EVAL_DATA", ROOT.parent / "shared" / "data")),
            # An empty variable is what a compose file leaves behind, not a wish for no database.
            workspace_url=env.get("SCOUT_WORKSPACE_URL") or f"sqlite:///{resolved}/workspace.db",
            log_level=_one_of(env, "SCOUT_LOG_LEVEL", LOG_LEVELS, default="WARNING"),
            micro_followers=_range(env, "SCOUT_MICRO_FOLLOWERS", (5_000, 100_000)),
            file_memory=_bytes(env, "SCOUT_FILE_MEMORY", "4GB"),
            upload_mb=_whole_number(env, "SCOUT_UPLOAD_MB", 500, minimum=1, maximum=MB_MAX),
            uploads_mb=_whole_number(env, "SCOUT_UPLOADS_MB", 2_000, minimum=1, maximum=MB_MAX),
            keep_days=_whole_number(env, "SCOUT_KEEP_DAYS", 0, minimum=0, maximum=DAYS_MAX),
            allowed_hosts=LOCAL_HOSTS + _hosts(env, "SCOUT_ALLOWED_HOSTS"),
            public=_yes_or_no(env, "SCOUT_PUBLIC"),
            behind_https=_yes_or_no(env, "SCOUT_BEHIND_HTTPS"),
            session_minutes=_whole_number(
                env, "SCOUT_SESSION_MINUTES", 120, minimum=1, maximum=MINUTES_MAX
            ),
            cookie_secret=_secret(env, "SCOUT_COOKIE_SECRET"),
            oidc_client_id=env.get("SCOUT_OIDC_CLIENT_ID", ""),
            oidc_client_secret=env.get("SCOUT_OIDC_CLIENT_SECRET", ""),
            oidc_metadata_url=env.get("SCOUT_OIDC_METADATA_URL", ""),
            oidc_redirect_uri=env.get("SCOUT_OIDC_REDIRECT_URI", ""),
        )

    @property
    def builds_dir(self) -> Path:
        """Folder of the builds."""
        return self.data_dir / "builds"

    @property
    def cache_dir(self) -> Path:
        """Folder of cached text vectors; may be deleted at any time."""
        return self.data_dir / "cache"

    @property
    def jobs_dir(self) -> Path:
        """Folder of the files that background jobs report to."""
        return self.data_dir / "jobs"

    @property
    def logs_dir(self) -> Path:
        """Folder of the log files."""
        return self.data_dir / "logs"

    @property
    def imports_dir(self) -> Path:
        """Folder of uploaded files."""
        return self.data_dir / "imports"


def unknown_variables() -> list[str]:
    """Names in the environment that look like settings, and that nothing reads; sorted."""
    known = {"SCOUT_" + setting.name.upper() for setting in fields(Settings)}
    return sorted(name for name in os.environ if name.startswith("SCOUT_") and name not in known)


def _whole_number(
    env: Mapping[str, str], name: str, default: int, *, minimum: int, maximum: int
) -> int:
    text = env.get(name, str(default))
    try:
        value = int(text)
    except ValueError:
        value = minimum - 1
    if not minimum <= value <= maximum:
        raise SettingsError(
            f"{name}: expected a whole number from {minimum} to {maximum}, found '{text}'. "
            f"Set it again or unset it to use the default."
        )
    return value


def _range(env: Mapping[str, str], name: str, default: tuple[int, int]) -> tuple[int, int]:
    text = env.get(name) or f"{default[0]}-{default[1]}"
    low, _, high = text.partition("-")
    if not (low.strip().isdecimal() and high.strip().isdecimal() and int(low) <= int(high)):
        raise SettingsError(
            f"{name}: expected two whole numbers such as {default[0]}-{default[1]}, found '{text}'."
        )
    return int(low), int(high)


def _bytes(env: Mapping[str, str], name: str, default: str) -> int:
    text = env.get(name) or default
    match = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) *(KB|MB|GB|TB)", text.strip().upper())
    value = round(float(match[1]) * _UNITS[match[2]]) if match else 0
    if value <= 0:
        raise SettingsError(
            f"{name}: expected a size such as {default} or 500MB, found '{text[:40]}'."
        )
    return value


def _hosts(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    hosts = tuple(env.get(name, "").replace(",", " ").split())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise SettingsError(
                f"{name}: expected names such as scout.example.com or *.example.com, without "
                f"https:// and port, separated by commas, found '{host}'."
            )
    return hosts


def _yes_or_no(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name) or "0"
    if text not in ("0", "1"):
        raise SettingsError(f"{name}: expected 1 for yes or 0 for no, found '{text[:40]}'.")
    return text == "1"


def _secret(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "")
    if text and len(text) < SECRET_MIN:
        raise SettingsError(
            f"{name}: expected at least {SECRET_MIN} characters that nobody can guess, found "
            f"{len(text)}. Make one: python -c 'import secrets; print(secrets.token_hex(32))'."
        )
    return text


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...], *, default: str) -> str:
    value = env.get(name) or default
    if value.upper() not in choices:
        raise SettingsError(f"{name}: expected one of {', '.join(choices)}, found '{value}'.")
    return value.upper()
