from pathlib import Path

import pytest

from config.load import load_sources, shipped
from core.errors import ConfigError
from core.source import SourceKind

GOOD = """\
sources:
  - slug: grid-post
    name: Grid Post
    kind: feed
    url: https://gridpost.example/feed
"""

BAD = {
    "unknown key": (GOOD + "    urk: 3\n", ":6: “urk” is not a known key."),
    "missing key": (
        "sources:\n  - slug: a\n    name: A\n    kind: feed\n",
        ":2: “url” is missing.",
    ),
    "unknown kind": (GOOD.replace("feed\n", "fed\n", 1), ":4: “kind” must be one of"),
    "bad slug": (GOOD.replace("grid-post", "Grid Post"), ":2: “Grid Post” must be small letters"),
    "bad scheme": (GOOD.replace("https:", "file:"), ":5: Only http and https"),
    "weight too high": (GOOD + "    weight: 9\n", ":6: The weight 9.0"),
    "key twice": (GOOD + "    name: B\n", ":6: “name” stands twice; the first is in line 3."),
    "not yaml": ("sources:\n  - }\n", ":2: This is not YAML"),
    "empty": ("", ":1: The file is empty."),
    "wrong top": ("feeds: []\n", ":1: The file must have “sources” at its top."),
    "same slug twice": (GOOD + GOOD.removeprefix("sources:\n"), ":6: The slug “grid-post” stands"),
    "kept slug": (GOOD.replace("grid-post", "by-hand"), ":2: “by-hand” is kept"),
}


def test_load_sources_good_file_gives_sources() -> None:
    (source,) = load_sources(GOOD, "own.yaml")
    assert (source.slug, source.kind, source.weight) == ("grid-post", SourceKind.FEED, 1.0)


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD.keys())
def test_load_sources_fault_is_named_with_file_and_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_sources(text, "own.yaml")
    assert f"own.yaml{message}" in str(caught.value)


def test_load_sources_several_faults_come_in_one_message() -> None:
    text = GOOD.replace("grid-post", "A b").replace("https:", "ftp:") + "    weight: 0\n"
    with pytest.raises(ConfigError) as caught:
        load_sources(text, "own.yaml")
    assert len(caught.value.problems) == 3


def test_shipped_sources_are_many_and_say_which_are_unverified() -> None:
    sources = load_sources(shipped("sources.yaml"), "config/sources.yaml")
    assert len(sources) >= 70
    assert {source.kind for source in sources} == set(SourceKind)
    verified = [source for source in sources if not source.unverified]
    assert len(verified) >= 62
    assert any(source.unverified for source in sources)


def test_load_sources_missing_file_is_shipped_one(tmp_path: Path) -> None:
    assert "sources:" in shipped("sources.yaml")
    assert not (tmp_path / "config").exists()
