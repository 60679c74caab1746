from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from core.crawl import CrawlLine, Dropped
from crawler.spool import Spool, read_spool

NOW = datetime(2026, 2, 3, tzinfo=UTC)


def _line(code: str) -> CrawlLine:
    dropped = Dropped(source="s", url="u", title="a\u2028b\nc", code=code, reason="R.", at=NOW)
    return CrawlLine(dropped=dropped)


def test_spool_lines_come_back_as_they_were(tmp_path: Path) -> None:
    with Spool(tmp_path / "new" / "spool") as spool:
        spool.write(_line("one"))
        spool.write(_line("two"))
    assert list(read_spool(tmp_path / "new" / "spool")) == [_line("one"), _line("two")]


def test_read_spool_missing_file_is_empty(tmp_path: Path) -> None:
    assert list(read_spool(tmp_path / "none")) == []


@pytest.mark.parametrize("torn", [b'{"dropped": {"so', b"x" * 200_000])
def test_spool_torn_last_line_is_left_out_and_cut_off(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "spool"
    with Spool(path) as spool:
        spool.write(_line("one"))
    with path.open("ab") as file:
        file.write(torn)
    assert list(read_spool(path)) == [_line("one")]
    with Spool(path) as spool:
        spool.write(_line("two"))
    assert list(read_spool(path)) == [_line("one"), _line("two")]


def test_spool_nothing_but_a_torn_line_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    path.write_bytes(b"{")
    Spool(path).close()
    assert path.read_bytes() == b""


def test_read_spool_whole_line_that_is_none_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    path.write_bytes(b'{"article": 1}\n')
    with pytest.raises(ValidationError):
        list(read_spool(path))
