"""The way out asks the guard at every connect."""

import socket
import threading
import time
from collections.abc import Iterator

import httpx2
import pytest

from core.guard import AddressPolicy
from summarizer.endpoint import MAX_ANSWER_BYTES, AddressBlocked, AnswerRefused, guarded_client
from tests.model_server import Fault, ModelServer


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer("{}") as running:
        yield running


def open_policy(port: int) -> AddressPolicy:
    return AddressPolicy(allow_private=("127.0.0.1/32",), ports=(port,))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_client_private_address_in_any_spelling_is_refused(server: ModelServer, host: str) -> None:
    with (
        guarded_client(AddressPolicy(ports=(server.port,)), timeout_seconds=2) as client,
        pytest.raises((AddressBlocked, httpx2.HTTPError)),
    ):
        client.post(f"http://{host}:{server.port}/v1/responses", json={})
    assert server.calls == 0


def test_client_name_with_one_private_address_is_refused(server: ModelServer) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.7"]

    with (
        guarded_client(AddressPolicy(), timeout_seconds=2, resolve=resolve) as client,
        pytest.raises(AddressBlocked, match=r"10\.0\.0\.7"),
    ):
        client.get("http://model.example/v1")


def test_client_each_connection_is_resolved_and_checked_anew(server: ModelServer) -> None:
    answers = [["127.0.0.1"], ["192.168.0.9"]]

    def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    policy = open_policy(server.port)
    with guarded_client(policy, timeout_seconds=2, resolve=resolve) as client:
        url = f"http://model.example:{server.port}/v1/responses"
        assert client.post(url, json={}).status_code == 200
        with pytest.raises(AddressBlocked):
            client.post(url, json={})
    assert server.calls == 1


def test_client_redirect_is_not_followed(server: ModelServer) -> None:
    server.fail(Fault(status=302, body=b"{}", headers={"location": "http://10.0.0.1/"}))
    with guarded_client(open_policy(server.port), timeout_seconds=2) as client:
        assert client.post(f"{server.base_url}/responses", json={}).status_code == 302


def test_client_answer_over_the_limit_is_cut_off(server: ModelServer) -> None:
    server.fail(Fault(body=b"x" * (MAX_ANSWER_BYTES + 1)))
    with (
        guarded_client(open_policy(server.port), timeout_seconds=5) as client,
        pytest.raises(AnswerRefused),
    ):
        client.post(f"{server.base_url}/responses", json={})


def test_client_dripping_answer_ends_with_the_call() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"x-more: 1\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        try:
            with (
                guarded_client(open_policy(port), timeout_seconds=0.4) as client,
                pytest.raises(httpx2.TimeoutException),
            ):
                client.get(f"http://127.0.0.1:{port}/")
        finally:
            stop.set()
            thread.join()
        assert time.monotonic() - began < 3
