"""Everything an installation can set, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is missing or unusable; the text is one sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation. Every field is documented in docs/settings.md."""

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    redis_url: str | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "Parley <parley@localhost>"
    trusted_hosts: tuple[str, ...] = ()
    proxy_count: int = 0

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the PARLEY_* variables.

        Raises SettingsError with one sentence when a value cannot be used.
        """
        data_dir = Path(environ.get("PARLEY_DATA_DIR") or default_data_dir(environ)).expanduser().absolute()
        host = environ.get("PARLEY_HOST", "127.0.0.1")
        port = _number(environ, "PARLEY_PORT", 8000)
        return cls(
            data_dir=data_dir,
            database_url=environ.get("PARLEY_DATABASE_URL") or f"sqlite:///{data_dir / 'parley.db'}",
            secret_key=environ.get("PARLEY_SECRET_KEY") or _kept_secret(data_dir),
            base_url=_base_url(environ.get("PARLEY_BASE_URL") or f"http://{_reachable(host)}:{port}"),
            host=host,
            port=port,
            redis_url=environ.get("PARLEY_REDIS_URL") or environ.get("REDIS_URL") or None,
            smtp_url=_smtp_url(environ.get("PARLEY_SMTP_URL")),
            mail_from=_mail_from(environ.get("PARLEY_MAIL_FROM") or "Parley <parley@localhost>"),
            trusted_hosts=tuple(environ.get("PARLEY_TRUSTED_HOSTS", "").split()),
            proxy_count=_number(environ, "PARLEY_PROXY_COUNT", 0),
        )

    @property
    def limiter_storage(self) -> str:
        """Where attempts are counted: in Redis for all processes, else in this one."""
        if self.redis_url is None:
            return "memory://"
        return self.redis_url.replace("unix://", "redis+unix://", 1)

    @property
    def secure_cookies(self) -> bool:
        """Browsers keep Secure cookies over https and on the own machine, nowhere else."""
        address = urlsplit(self.base_url)
        return address.scheme == "https" or address.hostname in {"127.0.0.1", "localhost", "::1"}


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """`var/` beside the code of a checkout, the user's data folder for an installed package."""
    root = Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").is_file():
        return root / "var"
    base = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME", "~")) / ".local" / "share"
    return Path(base) / "parley"


def _kept_secret(data_dir: Path) -> str:
    """The key of this installation: made at the first start, kept readable for its owner only."""
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"The data folder {data_dir} cannot be written ({error.strerror}); "
            "set PARLEY_DATA_DIR to one that can."
        ) from error
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name)
    if not value:
        return default
    if not value.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _base_url(value: str) -> str:
    address = urlsplit(value)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SettingsError(f"PARLEY_BASE_URL must look like https://parley.example.org, not {value!r}.")
    return value.rstrip("/")


def _smtp_url(value: str | None) -> str | None:
    if not value:
        return None
    if urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname:
        raise SettingsError("PARLEY_SMTP_URL must look like smtp://user:password@mail.example.org:587.")
    return value


def _mail_from(value: str) -> str:
    user, _, domain = parseaddr(value)[1].rpartition("@")
    if not user or not domain:
        raise SettingsError(f"PARLEY_MAIL_FROM must look like Parley <parley@example.org>, not {value!r}.")
    return value


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 compared, not bound
