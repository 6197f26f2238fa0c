"""Settings: read once, unknown ones refused by name, fallbacks for bare names."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from review_app.config import Settings, load_settings, secret_key
from review_app.errors import SettingsError


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"REVIEW_APP_DATABSE_URL": "x"}, "REVIEW_APP_DATABSE_URL"),
        ({"REVIEW_APP_MAX_UPLOAD_MB": "nhiều"}, "REVIEW_APP_MAX_UPLOAD_MB"),
        ({"REVIEW_APP_MAX_UPLOAD_MB": "0"}, "REVIEW_APP_MAX_UPLOAD_MB"),
        ({"REVIEW_APP_SEARCH_ENGINE": "solr"}, "REVIEW_APP_SEARCH_ENGINE"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(environ: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(environ)


def test_an_empty_setting_is_as_if_unset() -> None:
    assert load_settings({"REVIEW_APP_MAX_UPLOAD_MB": ""}).max_upload_mb == 50


def test_the_variable_of_the_tests_is_no_setting() -> None:
    assert load_settings({"REVIEW_APP_EVALUATION": "/somewhere"}) == Settings()


def test_bare_names_are_taken_when_ours_are_not_set() -> None:
    bare = {"DATABASE_URL": "postgres://host/db", "REDIS_URL": "redis://host"}
    assert load_settings(bare).sqlalchemy_url == "postgresql+psycopg://host/db"
    assert load_settings(bare).queue_url == "redis://host"
    assert load_settings(bare | {"REVIEW_APP_REDIS_URL": "redis://ours"}).queue_url == "redis://ours"


def test_without_urls_everything_is_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert settings.sqlalchemy_url == f"sqlite:///{tmp_path}/review-app.sqlite3"
    assert settings.queue_url == f"unix://{tmp_path}/run/valkey.sock"
    assert (settings.files, settings.index) == (tmp_path / "files", tmp_path / "index")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(Settings(), "max_upload_mb", 1)  # noqa: B010 - a plain assignment is refused before it runs


def test_a_session_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    key = secret_key(settings)
    assert len(key) >= 32
    assert secret_key(settings) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_short_session_key_is_refused() -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        secret_key(Settings(secret_key="short"))


def test_processes_that_start_together_read_one_whole_session_key(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(settings), range(40)))
    assert {len(key) for key in keys} == {64}
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
