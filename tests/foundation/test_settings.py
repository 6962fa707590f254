"""Settings from the environment: what cannot be used is said in one sentence, which holds no secret."""

import stat
import threading
from pathlib import Path

import pytest

from calendar_app.foundation.settings import Settings, SettingsError


def read(data_dir: Path, **environ: str) -> Settings:
    return Settings.from_env({"PARLEY_DATA_DIR": str(data_dir), **environ})


UNUSABLE = [
    ("PARLEY_PORT", "eighty"),
    ("PARLEY_PORT", "99999"),
    ("PARLEY_PROXY_COUNT", "-1"),
    ("PARLEY_BASE_URL", "parley.example.org"),
    ("PARLEY_BASE_URL", "http://[::1"),
    ("PARLEY_BASE_URL", "http://parley.example.org:web"),
    ("PARLEY_BASE_URL", "https://parley.example.org/?from=mail"),
    ("PARLEY_DATABASE_URL", "mysql://parley:geheim@db.example.org/parley"),
    ("PARLEY_REDIS_URL", "127.0.0.1:6379"),
    ("PARLEY_REDIS_URL", "redis://:geheim@127.0.0.1:many"),
    ("PARLEY_SMTP_URL", "mail.example.org"),
    ("PARLEY_SMTP_URL", "smtp://parley:geheim@mail.example.org:often"),
    ("PARLEY_MAIL_FROM", "Parley"),
    ("PARLEY_SECRET_KEY", "geheim"),
    ("PARLEY_SECRET_KEY", "change-me-to-what-openssl-rand-hex-32-prints"),
    ("PARLEY_DATABASE_URL", "postgresql://parley:change-me@db/parley"),
    ("PARLEY_SMTP_URL", "smtp://parley:change-me@mail.example.org:587"),
]


@pytest.mark.parametrize(("name", "value"), UNUSABLE)
def test_what_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as error:
        read(tmp_path, **{name: value})

    assert "geheim" not in str(error.value)


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/parley.db"
    assert settings.redis_url is None
    assert settings.smtp_url is None


def test_secrets_do_not_stand_in_what_is_printed(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        PARLEY_SECRET_KEY="geheim" * 6,
        PARLEY_SMTP_URL="smtp://parley:geheim@mail.example.org",
        PARLEY_REDIS_URL="redis://:geheim@127.0.0.1/0",
        PARLEY_DATABASE_URL="postgresql://parley:geheim@db.example.org/parley",
    )

    assert "geheim" not in repr(settings)


def test_the_key_is_kept_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    for round_number in range(40):
        folder = tmp_path / str(round_number)
        folder.mkdir()

        assert len(set(_keys_read_at_once(folder, readers=4))) == 1


def _keys_read_at_once(folder: Path, readers: int) -> list[str]:
    keys: list[str] = []
    together = threading.Barrier(readers)

    def start() -> None:
        together.wait()
        keys.append(read(folder).secret_key)

    threads = [threading.Thread(target=start) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == readers
    return keys


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()

    with pytest.raises(SettingsError, match="secret-key"):
        read(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(SettingsError, match="PARLEY_DATA_DIR"):
        read(tmp_path / "taken")


@pytest.mark.parametrize(
    ("base_url", "secure"),
    [
        ("https://parley.example.org", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://parley.example.org", False),
    ],
)
def test_cookies_are_secure_where_browsers_keep_such(tmp_path: Path, base_url: str, secure: bool) -> None:
    assert read(tmp_path, PARLEY_BASE_URL=base_url).secure_cookies is secure
