"""Platforms are set up by variables; a key never goes out unencrypted by accident."""

from pathlib import Path

import pytest

from config.load import load
from core.errors import ConfigError


def test_targets_settings_are_read_and_secrets_come_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n")
    environ = {
        "DESK_GHOST_URL": "https://news.example/",
        "DESK_GHOST_KEY_FILE": str(secret),
        "DESK_LISTMONK_LISTS": "3, 4",
    }
    targets = load(tmp_path, environ).settings.targets
    assert (targets.ghost.url, targets.ghost.key) == ("https://news.example", "s3cret")
    assert targets.listmonk.lists == (3, 4)
    assert "s3cret" not in repr(targets)


@pytest.mark.parametrize(
    "url", ["http://news.example", "http://10.0.0.5:9000", "http://192.168.0.9"]
)
def test_targets_address_without_encryption_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="DESK_LISTMONK_URL would send a key unencrypted"):
        load(tmp_path, {"DESK_LISTMONK_URL": url})


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000", "http://localhost", "http://10.0.0.5"])
def test_targets_address_near_by_may_do_without(tmp_path: Path, url: str) -> None:
    environ = {"DESK_LISTMONK_URL": url, "DESK_ALLOW_PRIVATE_NETWORKS": "10.0.0.0/8"}
    assert load(tmp_path, environ).settings.targets.listmonk.url == url


@pytest.mark.parametrize("url", ["news.example", "ftp://news.example", "https://", "https://a/?b"])
def test_targets_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="is not an address such as"):
        load(tmp_path, {"DESK_GHOST_URL": url})


def test_targets_lists_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="DESK_LISTMONK_LISTS"):
        load(tmp_path, {"DESK_LISTMONK_LISTS": "three"})
