import pytest

from core.guard import AddressPolicy, check_address, check_url

BAD_URLS = {
    "file:///etc/passwd": "bad_scheme",
    "data:text/html,x": "bad_scheme",
    "gopher://example.org/": "bad_scheme",
    "javascript:alert(1)": "bad_scheme",
    "http://127.0.0.1:8080\\@example.com/": "bad_characters",
    "http://exam ple.com/": "bad_characters",
    "http://a@b@127.0.0.1/": "userinfo",
    "http://user:word@example.com/": "userinfo",
    "http://example.com:22/": "bad_port",
    "http://example.com:99999/": "bad_address",
    "http:///nowhere": "bad_address",
    "http://[::1/": "bad_address",
    "http://example.com/" + "a" * 2048: "too_long",
}
PRIVATE = """127.0.0.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 224.0.0.1
255.255.255.255 ::1 :: ::ffff:127.0.0.1 fe80::1 fe80::1%eth0 fd00::1 64:ff9b::7f00:1 2002:7f00:1::
ff02::1 not-an-address
fec0::1 feff::1 ::7f00:1 ::10.0.0.1 ::8.8.8.8 192.0.0.9 192.0.0.10 192.0.0.192
192.88.99.1 ::ffff:192.88.99.1""".split()


@pytest.mark.parametrize(("url", "code"), BAD_URLS.items(), ids=lambda value: str(value)[:40])
def test_check_url_bad_address_is_refused_with_its_code(url: str, code: str) -> None:
    verdict = check_url(url)
    assert (verdict.ok, verdict.code) == (False, code)
    assert verdict.url == ""
    assert verdict.sentence()


def test_check_url_good_address_is_rebuilt_from_the_parse() -> None:
    verdict = check_url("https://Bücher.example/weg?x=1#teil")
    assert verdict.ok
    assert verdict.url == "https://xn--bcher-kva.example/weg?x=1"


@pytest.mark.parametrize("address", PRIVATE)
def test_check_address_not_public_is_blocked(address: str) -> None:
    assert check_address(address).code == "blocked_private"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "192.0.1.1", "192.88.100.1", "2606:4700::1111"]
)
def test_check_address_public_is_allowed(address: str) -> None:
    assert check_address(address).ok


def test_check_address_allowed_network_opens_only_itself() -> None:
    policy = AddressPolicy(allow_private=("127.0.0.1/32",))
    assert check_address("127.0.0.1", policy).ok
    assert check_address("::ffff:127.0.0.1", policy).ok
    assert not check_address("127.0.0.2", policy).ok
