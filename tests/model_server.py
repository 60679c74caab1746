"""A model endpoint on loopback that speaks the real protocol, misbehaves on request, and counts.

It answers `/v1/responses` and `/v1/chat/completions` in the shapes the OpenAI SDK reads. Faults
are queued and used up one a call; without one the server answers well. What it lacks
(`lacks=...`) it refuses in the words of servers that lack it.
"""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Content = str | Callable[[dict[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How one call goes wrong. `body` replaces the whole answer, `content` the model's text."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content: str | None = None
    finish: str = "stop"
    refusal: str = ""
    delay_seconds: float = 0.0
    disconnect: bool = False
    usage: object = "counted"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One call as the server saw it, with the tokens it counted and told."""

    path: str
    body: dict[str, Any]
    headers: Mapping[str, str]
    input_tokens: int
    output_tokens: int
    told: bool
    cached_tokens: int = 0
    """Of the input tokens, as told."""


def error(status: int, message: str, code: str | None = None, **headers: str) -> Fault:
    body = {"error": {"message": message, "type": code or "error", "code": code, "param": None}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(status=status, body=json.dumps(body).encode(), headers=named)


class ModelServer:
    """`content` is what the model says, or a function of the request's body."""

    def __init__(self, content: Content = "{}", *, lacks: Iterable[str] = ()) -> None:
        self.content = content
        self.lacks = frozenset(lacks)
        self.faults: deque[Fault] = deque()
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.seen: list[Seen] = []
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> int:
        return len(self.seen)

    def fail(self, *faults: Fault) -> None:
        self.faults.extend(faults)

    def hold(self, seconds: float) -> None:
        self._closing.wait(seconds)

    def next_fault(self, path: str, body: dict[str, Any]) -> Fault:
        lacking = self._lacking(path, body)
        if lacking is not None:
            return lacking
        return self.faults.popleft() if self.faults else Fault()

    def upload(self, data: bytes) -> dict[str, Any]:
        """A file of requests, as the Files interface takes it."""
        name = f"file-{len(self.files) + 1}"
        self.files[name] = data
        return {"id": name, "object": "file", "purpose": "batch", "bytes": len(data)}

    def start_batch(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        number = f"batch-{len(self.batches) + 1}"
        self.batches[number] = {**wanted, "id": number, "object": "batch", "status": "in_progress"}
        return self.batches[number]

    def finish_batch(
        self, number: str, *, status: str = "completed", refuse: int = 0, leave_out: int = 0
    ) -> None:
        """Answer the requests: the first `refuse` with an error, the last `leave_out` not."""
        batch = self.batches[number]
        lines = self.files[batch["input_file_id"]].decode().splitlines()
        answered = lines[: len(lines) - leave_out]
        outputs = [self._answer_line(line) for line in answered[refuse:]]
        errors = [_error_line(line, 500, "server_error") for line in answered[:refuse]]
        if status == "expired":
            errors += [_error_line(line, 0, "batch_expired") for line in lines[len(answered) :]]
        batch["status"] = status
        for field_name, found in (("output_file_id", outputs), ("error_file_id", errors)):
            data = "\n".join(found).encode()
            batch[field_name] = self.upload(data)["id"] if found else None

    def _answer_line(self, line: str) -> str:
        request = json.loads(line)
        body = request["body"]
        content = self.content if isinstance(self.content, str) else self.content(body)
        sent, said = len(json.dumps(body)) // 4, len(content) // 4
        shape = _responses if request["url"].endswith("/responses") else _chat
        self.seen.append(
            Seen(
                path=request["url"],
                body=body,
                headers={},
                input_tokens=sent,
                output_tokens=said,
                told=True,
                cached_tokens=sent // 2 if shape is _responses else 0,
            )
        )
        answer = shape(content, Fault(), (sent, said))
        response = {"status_code": 200, "request_id": "req_batch", "body": answer}
        return json.dumps({"custom_id": request["custom_id"], "response": response, "error": None})

    def _lacking(self, path: str, body: dict[str, Any]) -> Fault | None:
        kind = _format(body)
        if path.endswith("/responses") and "responses" in self.lacks:
            return error(404, "Not Found")
        if kind in self.lacks:
            status = 500 if kind == "json_schema" else 400
            return error(status, f"Invalid value for response_format: type {kind} is unknown")
        return None


class _Server(ThreadingHTTPServer):
    owner: ModelServer
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        owner, path = self.server.owner, self.path.partition("?")[0]
        last = path.rpartition("/")[2]
        if "batch" in owner.lacks:
            self._send(error(404, "Not Found"), error(404, "Not Found").body or b"", number=0)
        elif last == "content":
            self._send(Fault(), owner.files[path.split("/")[-2]], number=0)
        elif last == "batches":
            found = {"object": "list", "data": list(owner.batches.values()), "has_more": False}
            self._send(Fault(), json.dumps(found).encode(), number=0)
        else:
            self._send(Fault(), json.dumps(owner.batches[last]).encode(), number=0)

    def _do_batch_post(self, owner: ModelServer, data: bytes) -> None:
        """Counted by nothing: files and batches cost nothing by themselves."""
        fault = owner.faults.popleft() if owner.faults else Fault()
        if "batch" in owner.lacks:
            fault = error(404, "Not Found")
        answer = fault.body or b""
        if fault.status == 200 and self.path.endswith("/files"):
            answer = json.dumps(owner.upload(_part(data))).encode()
        elif fault.status == 200:
            answer = json.dumps(owner.start_batch(json.loads(data))).encode()
        self._send(fault, answer, number=0)

    def do_POST(self) -> None:
        owner = self.server.owner
        data = self.rfile.read(int(self.headers["content-length"]))
        if self.path.endswith(("/files", "/batches")):
            self._do_batch_post(owner, data)
            return
        body = json.loads(data)
        fault = owner.next_fault(self.path, body)
        content = fault.content
        if content is None:
            content = owner.content if isinstance(owner.content, str) else owner.content(body)
        answered = fault.body is None and not fault.disconnect
        sent, said = len(json.dumps(body)) // 4, len(content) // 4
        told = answered and fault.usage == "counted"
        shape = _responses if self.path.endswith("/responses") else _chat
        owner.seen.append(
            Seen(
                path=self.path,
                body=body,
                headers=dict(self.headers),
                input_tokens=sent,
                output_tokens=said,
                told=told,
                cached_tokens=sent // 2 if told and shape is _responses else 0,
            )
        )
        if fault.delay_seconds:
            owner.hold(fault.delay_seconds)
        usage = (sent, said) if told else fault.usage
        answer = fault.body
        if answer is None:
            answer = json.dumps(shape(content, fault, usage)).encode()
        self._send(fault, answer, number=len(owner.seen))

    def _send(self, fault: Fault, data: bytes, *, number: int) -> None:
        self.close_connection = True
        html = data.startswith(b"<")
        self.send_response(fault.status)
        self.send_header("content-type", "text/html" if html else "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("x-request-id", f"req_{number}")
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if fault.disconnect:
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Silence."""


def _part(data: bytes) -> bytes:
    """The file in a multipart body."""
    boundary = data.partition(b"\r\n")[0]
    for part in data.split(boundary):
        head, _, content = part.partition(b"\r\n\r\n")
        if b"filename=" in head:
            return content.removesuffix(b"\r\n")
    raise ValueError("no file in the upload")


def _error_line(line: str, status: int, code: str) -> str:
    wanted = json.loads(line)["custom_id"]
    problem = {"code": code, "message": f"It ended with {code}."}
    if not status:
        return json.dumps({"custom_id": wanted, "response": None, "error": problem})
    response = {"status_code": status, "request_id": "req_batch", "body": {"error": problem}}
    return json.dumps({"custom_id": wanted, "response": response, "error": None})


def _format(body: Mapping[str, Any]) -> str:
    found = body.get("response_format") or body.get("text", {}).get("format") or {}
    return str(found.get("type", "text"))


def _chat(content: str, fault: Fault, usage: object) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "refusal": fault.refusal or None}
    if fault.refusal:
        message["content"] = None
    answer: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "test",
        "choices": [{"index": 0, "message": message, "finish_reason": fault.finish}],
    }
    if isinstance(usage, tuple):
        usage = {
            "prompt_tokens": usage[0],
            "completion_tokens": usage[1],
            "total_tokens": sum(usage),
            "prompt_tokens_details": None,
        }
    return answer if usage is None else {**answer, "usage": usage}


def _responses(content: str, fault: Fault, usage: object) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "output_text", "text": content, "annotations": []}
    if fault.refusal:
        part = {"type": "refusal", "refusal": fault.refusal}
    reasons = {"length": "max_output_tokens", "content_filter": "content_filter"}
    reason = reasons.get(fault.finish)
    answer: dict[str, Any] = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "test",
        "status": "incomplete" if reason else "completed",
        "incomplete_details": {"reason": reason} if reason else None,
        "error": None,
        "output": [
            {"type": "reasoning", "id": "rs_1", "summary": []},
            {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
             "content": [part]},
        ],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
    }  # fmt: skip
    if isinstance(usage, tuple):
        usage = {
            "input_tokens": usage[0],
            "output_tokens": usage[1],
            "total_tokens": sum(usage),
            "input_tokens_details": {"cached_tokens": usage[0] // 2},
            "output_tokens_details": {"reasoning_tokens": usage[1] // 4},
        }
    return answer if usage is None else {**answer, "usage": usage}
