from pathlib import Path

import pytest

from config.environment import read_settings

BAD = {
    "port": ({"DESK_PORT": "http"}, "DESK_PORT: “http”"),
    "network": ({"DESK_ALLOW_PRIVATE_NETWORKS": "10.0.0.1/8"}, "DESK_ALLOW_PRIVATE_NETWORKS"),
    "delay": ({"DESK_DELAY_SECONDS": "-1"}, "DESK_DELAY_SECONDS"),
    "infinite": ({"DESK_DELAY_SECONDS": "inf"}, "DESK_DELAY_SECONDS"),
    "switch": ({"DESK_SECURE_COOKIES": "maybe"}, "is neither yes nor no"),
    "open cookies": (
        {"DESK_SECURE_COOKIES": "no", "DESK_HOST": "10.0.0.5"},
        "cannot be off while the desk listens on 10.0.0.5",
    ),
    "open cookies behind a proxy": (
        {"DESK_SECURE_COOKIES": "no", "DESK_PUBLIC_HOSTS": "desk.example.org"},
        "cannot be off while DESK_PUBLIC_HOSTS names desk.example.org",
    ),
    "open provider": (
        {"DESK_OIDC_ISSUER": "http://id.example"},
        "would be asked unencrypted: use https",
    ),
    "provider without a client": (
        {"DESK_OIDC_ISSUER": "https://id.example"},
        "needs DESK_OIDC_CLIENT_ID",
    ),
    "provider that lets nobody in": (
        {"DESK_OIDC_ISSUER": "https://id.example", "DESK_OIDC_CLIENT_ID": "desk"},
        "lets nobody in",
    ),
    "role unknown": ({"DESK_OIDC_ROLES": "staff=king"}, "a role is one of viewer"),
    "role of nothing": ({"DESK_OIDC_ROLES": "=editor"}, "without the value it is for"),
    "secret file": ({"DESK_OPENAI_API_KEY_FILE": "/nowhere/key"}, "cannot be read: /nowhere/key"),
}


@pytest.mark.parametrize(("environ", "message"), BAD.values(), ids=BAD.keys())
def test_read_settings_fault_names_the_variable(environ: dict[str, str], message: str) -> None:
    settings, problems = read_settings(Path("w"), environ)
    assert settings is None
    assert message in " ".join(map(str, problems))


def test_read_settings_nothing_set_is_safe_on_loopback() -> None:
    settings, problems = read_settings(Path("w"), {})
    assert settings is not None
    assert not problems
    assert settings.policy.allow_private == ()
    assert settings.database_url.endswith("desk.sqlite3")
    assert not settings.desk.secure_cookies


@pytest.mark.parametrize(
    "environ", [{"DESK_HOST": "0.0.0.0"}, {"DESK_PUBLIC_HOSTS": "desk.example.org"}]
)
def test_read_settings_reached_from_elsewhere_cookies_are_secure(environ: dict[str, str]) -> None:
    settings, _ = read_settings(Path("w"), environ)
    assert settings is not None
    assert settings.desk.secure_cookies


def test_read_settings_secret_file_is_read_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-sentinel\n")
    settings, _ = read_settings(
        tmp_path, {"DESK_OPENAI_API_KEY_FILE": str(tmp_path / "key"), "DESK_DATABASE_URL": "x:pw@y"}
    )
    assert settings is not None
    assert settings.model.api_key == "sk-sentinel"
    assert "sk-sentinel" not in repr(settings)
    assert "pw" not in repr(settings)
