"""A model endpoint on loopback that replays answers written by hand.

It speaks the Responses interface and chat completions, so that a writer asks it over the wire
exactly as it would ask a real one. For a story without a recording it says so, as an error.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from sampleweb.recordings import Recording, load_recordings, recorded_for

MODEL = "answers written by hand"
"""The model's name, as it stands beside every draft it gives."""
NO_RECORDING = "no_recording"
_CLIENT_TIMEOUT_S = 10
_CHARS_PER_TOKEN = 4


@contextmanager
def serve_model(*, port: int = 0) -> Iterator[int]:
    """Serves until the block ends; yields the port. Raises `SampleContentError`."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.recordings = load_recordings()
    thread = Thread(target=server.serve_forever, args=(0.05,), name="sample model", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    recordings: tuple[Recording, ...]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _CLIENT_TIMEOUT_S

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        instructions, material = _prompt(body)
        answer = recorded_for(material, self.server.recordings)
        if answer is None:
            message = "No answer was recorded for this story."
            self._send(400, {"error": {"message": message, "code": NO_RECORDING, "type": ""}})
            return
        text = json.dumps(answer, ensure_ascii=False)
        counted = (_tokens(instructions), _tokens(material), _tokens(text))
        responses = self.path.endswith("/responses")
        self._send(200, (_response if responses else _completion)(text, counted))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """The desk keeps the account of what was asked."""

    def _send(self, status: int, answer: Mapping[str, Any]) -> None:
        data = json.dumps(answer, ensure_ascii=False).encode()
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _prompt(body: Mapping[str, Any]) -> tuple[str, str]:
    if "input" in body:
        return str(body.get("instructions", "")), str(body["input"])
    messages = body.get("messages", [])
    return str(messages[0]["content"]), str(messages[-1]["content"])


def _tokens(text: str) -> int:
    return len(text) // _CHARS_PER_TOKEN


def _response(text: str, counted: tuple[int, int, int]) -> dict[str, Any]:
    instructions, material, said = counted
    part = {"type": "output_text", "text": text, "annotations": []}
    return {
        "id": "resp_recorded",
        "object": "response",
        "model": MODEL,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "output": [{"type": "message", "role": "assistant", "content": [part]}],
        "usage": {
            "input_tokens": instructions + material,
            "input_tokens_details": {"cached_tokens": instructions},
            "output_tokens": said,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": instructions + material + said,
        },
    }


def _completion(text: str, counted: tuple[int, int, int]) -> dict[str, Any]:
    instructions, material, said = counted
    message = {"role": "assistant", "content": text, "refusal": None}
    return {
        "id": "chatcmpl_recorded",
        "object": "chat.completion",
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": instructions + material,
            "prompt_tokens_details": {"cached_tokens": instructions},
            "completion_tokens": said,
            "total_tokens": instructions + material + said,
        },
    }
