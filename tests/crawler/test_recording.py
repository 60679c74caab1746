import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import RecordingError
from crawler.recording import Answer, Failure, Recorder, Recording

NOW = datetime(2026, 2, 3, 12, 30, 1, 234567, tzinfo=UTC)


def _answer(url: str, body: bytes = b"<p>Hello", *, later: int = 0, status: int = 200) -> Answer:
    headers = (("Content-Type", "text/html"), ("X-Two", "a"), ("X-Two", "b"))
    at = NOW + timedelta(seconds=later)
    return Answer(url=url, at=at, status=status, headers=headers, body=body)


def _record(path: Path, *entries: Answer | Failure) -> Path:
    recorder = Recorder(path)
    for entry in entries:
        recorder.answer(entry) if isinstance(entry, Answer) else recorder.failure(entry)
    recorder.close()
    return path


def _first(path: Path, url: str, *, max_bytes: int = 99) -> Answer | Failure | None:
    with Recording(path) as recording:
        return recording.next(url, max_bytes=max_bytes)


def test_recording_answer_comes_back_byte_for_byte(tmp_path: Path) -> None:
    body = bytes(range(256)) * 300
    path = _record(tmp_path / "a.warc.gz", _answer("http://a.example/", body))
    found = _first(path, "http://a.example/#part", max_bytes=10**6)
    assert isinstance(found, Answer)
    assert (found.body, found.at, found.status) == (body, NOW, 200)
    assert found.headers == _answer("").headers


def test_recording_several_answers_come_in_order_the_last_again(tmp_path: Path) -> None:
    url = "http://a.example/"
    failure = Failure(url=url, at=NOW, error="DownloadTimeoutError", text="too\r\nlong")
    path = _record(tmp_path / "a.warc.gz", _answer(url, b"1"), failure, _answer(url, b"3"))
    with Recording(path) as recording:
        found = [recording.next(url, max_bytes=10) for _ in range(4)]
    assert [entry.body if isinstance(entry, Answer) else entry for entry in found] == [
        b"1",
        Failure(url=url, at=NOW, error="DownloadTimeoutError", text="too long"),
        b"3",
        b"3",
    ]


def test_recording_knows_its_newest_moment_and_its_pages(tmp_path: Path) -> None:
    path = _record(
        tmp_path / "a.warc.gz",
        _answer("http://a.example/1", later=9),
        _answer("http://a.example/2"),
        _answer("http://a.example/3", status=404),
    )
    with Recording(path) as recording:
        assert recording.newest == NOW + timedelta(seconds=9)
        assert list(recording.pages()) == ["http://a.example/1", "http://a.example/2"]
        assert recording.next("http://a.example/4", max_bytes=1) is None


def test_recording_large_body_is_cut_over_the_limit(tmp_path: Path) -> None:
    path = _record(tmp_path / "a.warc.gz", _answer("http://a.example/", b"x" * 1000))
    found = _first(path, "http://a.example/")
    assert isinstance(found, Answer)
    assert len(found.body) == 100


def test_recording_torn_last_record_is_left_out_and_cut_off(tmp_path: Path) -> None:
    path = _record(tmp_path / "a.warc.gz", _answer("http://a.example/1"))
    first = len(path.read_bytes())
    _record(path, _answer("http://a.example/2"))
    both = path.read_bytes()
    for cut in range(first + 1, len(both)):
        path.write_bytes(both[:cut])
        assert _first(path, "http://a.example/1") is not None
        _record(path, _answer("http://a.example/3"))
        assert path.read_bytes().startswith(both[:first])
        with Recording(path) as recording:
            assert list(recording.pages()) == ["http://a.example/1", "http://a.example/3"]


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["packed", "plain"])
def test_recording_with_a_record_without_address_is_refused(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nabc"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\n%b"
        b"WARC-Date: 2026-02-03T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    )
    path = tmp_path / "a.warc"
    named, nameless = b"WARC-Target-URI: http://a.example/\r\n", b""
    path.write_bytes(
        b"".join(pack(record % (x, len(http), http)) for x in (named, nameless, named))
    )
    with pytest.raises(RecordingError, match="without an address"):
        Recording(path)


def test_recording_of_others_is_read_chunked_and_unpacked(tmp_path: Path) -> None:
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        "WARC-Date: 2026-02-03T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    path = tmp_path / "a.warc"
    path.write_bytes(head.encode() + http + b"\r\n\r\n")
    found = _first(path, "http://a.example/")
    assert isinstance(found, Answer)
    assert found.body == b"abcdefg"
    assert dict(found.headers) == {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no warc at all\n", gzip.compress(b"nor this")],
    ids=["missing", "empty", "text", "gzip"],
)
def test_recording_that_cannot_be_read_says_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.warc.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordingError):
        Recording(path)
