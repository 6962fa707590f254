"""Everything an installation can set, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

UNCHANGED = "change-me"  # stands for every secret in deploy/parley.env
SHORTEST_KEY = 32


class SettingsError(Exception):
    """A setting is missing or unusable; the text is one sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation. Every field is documented in docs/settings.md."""

    data_dir: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    redis_url: str | None = field(default=None, repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    hold_unsure_mails: bool = False
    mail_from: str = "Parley <parley@localhost>"
    trusted_hosts: tuple[str, ...] = ()
    proxy_count: int = 0

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the PARLEY_* variables.

        Raises SettingsError with one sentence when a value cannot be used.
        """
        _refuse_examples(environ)
        data_dir = Path(environ.get("PARLEY_DATA_DIR") or default_data_dir(environ)).expanduser().absolute()
        host = environ.get("PARLEY_HOST", "127.0.0.1")
        port = _number(environ, "PARLEY_PORT", 8000, most=65_535)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(
                environ.get("PARLEY_DATABASE_URL") or f"sqlite:///{data_dir / 'parley.db'}"
            ),
            secret_key=_secret_key(environ.get("PARLEY_SECRET_KEY")) or _kept_secret(data_dir),
            base_url=_base_url(environ.get("PARLEY_BASE_URL") or f"http://{_reachable(host)}:{port}"),
            host=host,
            port=port,
            redis_url=_redis_url(environ.get("PARLEY_REDIS_URL") or environ.get("REDIS_URL")),
            smtp_url=_smtp_url(environ.get("PARLEY_SMTP_URL")),
            hold_unsure_mails=bool(_number(environ, "PARLEY_HOLD_UNSURE_MAILS", 0, most=1)),
            mail_from=_mail_from(environ.get("PARLEY_MAIL_FROM") or "Parley <parley@localhost>"),
            trusted_hosts=tuple(environ.get("PARLEY_TRUSTED_HOSTS", "").split()),
            proxy_count=_number(environ, "PARLEY_PROXY_COUNT", 0, most=9),
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


def _refuse_examples(environ: Mapping[str, str]) -> None:
    """Everybody knows what stands in the example file: nothing is opened or signed with it."""
    for name, value in environ.items():
        if name.startswith("PARLEY_") and UNCHANGED in value:
            raise SettingsError(
                f"{name} still holds the example's {UNCHANGED!r}; put in a secret of your own."
            )


def _secret_key(value: str | None) -> str | None:
    if value and len(value) < SHORTEST_KEY:
        raise SettingsError(
            f"PARLEY_SECRET_KEY needs at least {SHORTEST_KEY} characters; openssl rand -hex 32 makes one."
        )
    return value


def _kept_secret(data_dir: Path) -> str:
    """The key of this installation: made at the first start, kept readable for its owner only.

    It appears under its name with all its letters: of several processes that start at once, all get the same.
    """
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _place_once(path, secrets.token_hex(32))
        key = path.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"The data folder {data_dir} cannot be written ({error.strerror}); "
            "set PARLEY_DATA_DIR to one that can."
        ) from error
    if not key:
        raise SettingsError(f"The key in {path} is empty; remove the file, and everybody signs in anew.")
    return key


def _place_once(path: Path, content: str) -> None:
    """Write a file that only its owner reads, unless another process was quicker."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=".") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)


def _number(environ: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    value = environ.get(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) > most:
        raise SettingsError(f"{name} must be a whole number up to {most}, not {value!r}.")
    return int(value)


def _base_url(value: str) -> str:
    if not _is_address(value, {"http", "https"}) or urlsplit(value).query or urlsplit(value).fragment:
        raise SettingsError(f"PARLEY_BASE_URL must look like https://parley.example.org, not {value!r}.")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    # The address may hold a password, so that no message repeats it; the same below.
    if not value.startswith(("sqlite://", "postgres://", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError(
            "PARLEY_DATABASE_URL must look like postgresql://user:password@db.example.org/parley."
        )
    return value


def _redis_url(value: str | None) -> str | None:
    if value and not value.startswith("unix://") and not _is_address(value, {"redis", "rediss"}):
        raise SettingsError("PARLEY_REDIS_URL must look like redis://127.0.0.1:6379/0.")
    return value or None


def _smtp_url(value: str | None) -> str | None:
    if value and not _is_address(value, {"smtp", "smtps"}):
        raise SettingsError("PARLEY_SMTP_URL must look like smtp://user:password@mail.example.org:587.")
    return value or None


def _is_address(value: str, schemes: set[str]) -> bool:
    """Whether it has one of the schemes, a host, and a port that is one if any."""
    try:
        address = urlsplit(value)
        return address.scheme in schemes and bool(address.hostname) and address.port != 0
    except ValueError:
        return False


def _mail_from(value: str) -> str:
    user, _, domain = parseaddr(value)[1].rpartition("@")
    if not user or not domain:
        raise SettingsError(f"PARLEY_MAIL_FROM must look like Parley <parley@example.org>, not {value!r}.")
    return value


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 compared, not bound
