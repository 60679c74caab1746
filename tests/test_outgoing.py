"""One guard for every outgoing client: what none of them reaches, however it is written."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database
from tests.outgoing import WAYS, Came, Cases, World
from tests.private_web import OPEN, SENTINEL, serve_everywhere

SPELLINGS = """127.0.0.1 localhost 2130706433 0x7f.1 127.1 0.0.0.0 [::1] [::ffff:127.0.0.1]
100.64.0.1 169.254.169.254""".split()
OTHER_SPELLINGS = """0177.0.0.1 x.localhost 127.0.0.1. [::] [fe80::1] [64:ff9b::7f00:1] 127。0。0。1
①②⑦.⓪.⓪.①""".split()
NAMES = """inside.example mixed.example mixed-last.example six.example mapped.example
translated.example""".split()
TWO_READINGS = {
    "backslash": "http://{open}:{port}\\@127.0.0.1:{port}/",
    "backslash after a user": "http://a\\@127.0.0.1:{port}/",
    "user with an at": "http://a@b@127.0.0.1:{port}/",
    "address as a user": "http://{open}:{port}@127.0.0.1:{port}/",
    "tab in the host": "http://127.0.0.1\t.example:{port}/",
    "blank before the host": "http:// 127.0.0.1:{port}/",
    "no slashes": "http:127.0.0.1:{port}/",
    "encoded host": "http://127.0.0.1%2f.example:{port}/",
    "three slashes": "http:///127.0.0.1:{port}/",
}
SCHEMES = {
    "file": "file://{file}",
    "ftp": "ftp://127.0.0.1:{port}/",
    "gopher": "gopher://127.0.0.1:{port}/x",
    "data": "data:application/json;base64,{secret}",
    "script": "javascript:alert(1)",
}


def cases_of(port: int, file: Path) -> Cases:
    hosts = [*SPELLINGS, *OTHER_SPELLINGS, *NAMES]
    words = {
        "open": OPEN,
        "port": port,
        "file": file,
        "secret": b64encode(SENTINEL.encode()).decode(),
    }
    written = {**TWO_READINGS, **SCHEMES}
    return {
        **{host: f"http://{host}:{port}/case/{number}" for number, host in enumerate(hosts)},
        **{name: url.format(**words) for name, url in written.items()},
    }


CASES = tuple(cases_of(0, Path()))


@dataclass(frozen=True, slots=True)
class Asked:
    came: Came
    reached: frozenset[str]
    paths: tuple[str, ...]


@pytest.fixture(scope="module", params=WAYS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Asked]:
    """One way out, asked for each case at once, and again behind a redirect that is allowed."""
    folder = tmp_path_factory.mktemp("way")
    secret = folder / "secret"
    secret.write_text(SENTINEL)
    shutil.copy(sqlite_template, folder / "desk.db")
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    with serve_everywhere() as web:
        direct = cases_of(web.port, secret)
        cases = {
            "allowed": web.at("/allowed"),
            **direct,
            **{f"to {name}": web.leading_to(url) for name, url in direct.items()},
            "turning": f"http://rebind.example:{web.port}/turning",
            "turned": f"http://rebind.example:{web.port}/turned",
        }
        came = WAYS[request.param][1](World(web, folder, database), cases)
        yield Asked(came, frozenset(web.reached), tuple(web.asked))
    database.close()


def test_way_out_reaches_the_allowed_address_and_no_other(asked: Asked) -> None:
    assert any(path.startswith("/allowed") for path in asked.paths)
    assert asked.reached == {OPEN}


def test_way_out_name_that_turns_inward_is_not_followed_there(asked: Asked) -> None:
    assert SENTINEL not in asked.came["turning"].said + asked.came["turned"].said


@pytest.mark.parametrize("case", CASES)
def test_way_out_private_address_is_refused(asked: Asked, case: str) -> None:
    assert asked.came[case].refused, asked.came[case].said
    assert SENTINEL not in asked.came[case].said


@pytest.mark.parametrize("case", CASES)
def test_way_out_redirect_to_a_private_address_brings_nothing_home(asked: Asked, case: str) -> None:
    assert SENTINEL not in asked.came[f"to {case}"].said
