"""What was fetched, as WARC: appended record by record, read by address."""

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Self
from urllib.parse import urldefrag

from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core.clock import as_utc
from core.errors import RecordingError
from crawler.spool import append

Headers = tuple[tuple[str, str], ...]
_FAILURE = "application/warc-fields"
_BLOCK = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
# As small as zlib's quickest, in a quarter of its time: 1 ms for a page of 360 kB.
_LEVEL = 1
# How the body came over one connection; it is kept without that.
_FRAMING = frozenset({"transfer-encoding", "content-length", "connection", "keep-alive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response as it came over the wire; `body` is as the server encoded it."""

    url: str
    at: datetime
    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A transfer that ended without a response: the error's name and what it said."""

    url: str
    at: datetime
    error: str
    text: str


class Recorder:
    """Appends to a WARC file, each record a gzip member written in one piece.

    A file that a killed crawl left with a torn record is cut back to its last whole one. Raises
    `RecordingError` when the file cannot be written. Threads may write side by side.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = _end_of_whole_members(path) if path.exists() else 0
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.ftruncate(self._fd, whole)
        except OSError as error:
            raise RecordingError(f"The recording cannot be written: {error}") from error

    def answer(self, answer: Answer) -> None:
        kept = [pair for pair in answer.headers if pair[0].lower() not in _FRAMING]
        kept.append(("Content-Length", str(len(answer.body))))
        http = StatusAndHeaders(str(answer.status), kept, protocol="HTTP/1.1")
        self._write("response", answer.url, answer.at, answer.body, http)

    def failure(self, failure: Failure) -> None:
        text = " ".join(failure.text.split())
        fields = f"error: {failure.error}\r\ntext: {text}\r\n".encode()
        self._write("metadata", failure.url, failure.at, fields, None)

    def close(self) -> None:
        os.close(self._fd)

    def _write(
        self, kind: str, url: str, at: datetime, payload: bytes, http: StatusAndHeaders | None
    ) -> None:
        buffer = BytesIO()
        writer = _Writer(buffer, gzip=False, warc_version="WARC/1.1")
        date = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        record = writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
        packing = isal_zlib.compressobj(_LEVEL, wbits=_GZIP)
        member = packing.compress(buffer.getbuffer()) + packing.flush()
        try:
            with self._lock:
                append(self._fd, member)
        except OSError as error:
            raise RecordingError(f"The recording cannot be written: {error}") from error


class _Writer(WARCWriter):  # type: ignore[misc]  # it names no types
    def ensure_digest(self, *_: Any, **__: Any) -> None:
        """Writes none: two sums over each page, in many small steps, took a fifth of all
        recording. A gzip member carries a checksum of its own."""


@dataclass(frozen=True, slots=True)
class _Entry:
    offset: int
    at: datetime
    status: int
    content_type: str


class Recording:
    """A WARC file by address. One pass notes where each record stands; bodies are read when
    asked for. Several records of one address are served in their order, the last one again and
    again.

    Raises `RecordingError` when the file is missing or is no WARC with one record a member.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, list[_Entry]] = {}
        self._served: dict[str, int] = {}
        newest = datetime.min.replace(tzinfo=UTC)
        for url, entry in _index(path):
            self._entries.setdefault(url, []).append(entry)
            newest = max(newest, entry.at)
        if not self._entries:
            raise RecordingError(f"{path} holds no response: there is nothing to replay.")
        self.newest = newest
        self._file = path.open("rb")

    def pages(self) -> Iterator[str]:
        """Addresses whose first record is an HTML page that came with status 200, as recorded."""
        for url, entries in self._entries.items():
            if entries[0].status == 200 and "html" in entries[0].content_type:
                yield url

    def holds(self, url: str) -> bool:
        return _plain(url) in self._entries

    def next(self, url: str, *, max_bytes: int) -> Answer | Failure | None:
        """The next record of an address; a body is cut one byte over `max_bytes`."""
        entries = self._entries.get(_plain(url))
        if entries is None:
            return None
        turn = self._served.get(url, 0)
        self._served[url] = turn + 1
        return self._read(entries[min(turn, len(entries) - 1)], max_bytes)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, entry: _Entry, max_bytes: int) -> Answer | Failure:
        self._file.seek(entry.offset)
        record = next(iter(ArchiveIterator(self._file)))
        url = record.rec_headers.get_header("WARC-Target-URI")
        if record.rec_type == "metadata":
            fields = dict(_fields(record.raw_stream.read().decode()))
            return Failure(url=url, at=entry.at, error=fields["error"], text=fields["text"])
        headers: Headers = tuple(record.http_headers.headers)
        stream = record.raw_stream
        if "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower():
            stream = ChunkedDataReader(stream, decomp_type=None)
        kept = tuple(pair for pair in headers if pair[0].lower() not in _FRAMING)
        body = _read_up_to(stream, max_bytes + 1)
        return Answer(url=url, at=entry.at, status=entry.status, headers=kept, body=body)


def _index(path: Path) -> Iterator[tuple[str, _Entry]]:
    for offset, record in _whole_records(path):
        url = record.rec_headers.get_header("WARC-Target-URI")
        if not url:
            continue
        at = _date(record.rec_headers.get_header("WARC-Date"), path)
        if record.rec_type == "response" and record.http_headers is not None:
            status = int(record.http_headers.get_statuscode() or 0)
            kind = (record.http_headers.get_header("Content-Type") or "").lower()
            yield _plain(url), _Entry(offset, at, status, kind)
        elif record.rec_type == "metadata" and record.content_type == _FAILURE:
            yield _plain(url), _Entry(offset, at, 0, "")


def _whole_records(path: Path) -> Iterator[tuple[int, Any]]:
    """Each record with its offset. A torn last record is left out."""
    size = path.stat().st_size if path.exists() else 0
    if not size:
        raise RecordingError(f"There is no recording {path}, or it is empty.")
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        try:
            for record in records:
                offset = records.offset
                while record.raw_stream.read(_BLOCK):
                    pass
                # Without a limit, the header itself was cut.
                if getattr(record.raw_stream, "limit", -1):
                    return
                yield offset, record
        except AttributeError as error:
            # The reader takes an address for granted; a header that was cut may have none.
            if file.tell() < size or _end_of_whole_members(path) in (0, size):
                raise RecordingError(f"{path} holds a record without an address.") from error
        except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
            if file.tell() < size:
                raise RecordingError(f"{path} cannot be read as WARC: {error}") from error


def _end_of_whole_members(path: Path) -> int:
    """The offset behind the last complete gzip member."""
    end = 0
    with path.open("rb") as file:
        rest = file.read(_BLOCK)
        while rest:
            member = zlib.decompressobj(wbits=31)
            try:
                while not member.eof and rest:
                    member.decompress(rest)
                    rest = member.unused_data if member.eof else file.read(_BLOCK)
            except zlib.error:
                break
            if not member.eof:
                break
            end = file.tell() - len(rest)
            rest = rest or file.read(_BLOCK)
    return end


def _date(text: str, path: Path) -> datetime:
    try:
        return as_utc(datetime.fromisoformat(text))
    except (TypeError, ValueError) as error:
        raise RecordingError(f"{path} holds a record dated “{text}”.") from error


def _plain(url: str) -> str:
    return urldefrag(url).url


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\r\n"):
        name, colon, value = line.partition(": ")
        if colon:
            yield name, value


def _read_up_to(stream: Any, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(min(size, _BLOCK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
