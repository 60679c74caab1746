"""Every judgement on its data against the pinned floors: `python -m evaluation.gates`.

`baseline.json` holds, for each evaluation and data set, the floors and the fingerprint of the
data they were measured on; an evaluation that makes its own data has none and is always compared.
A figure under its floor (less a noise margin) fails. `--pin` measures anew and writes the file; a
floor that falls is then named, so that none falls by accident.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from config.load import load
from core.wire import to_data
from evaluation.registry import EVALUATIONS, GENERATED, MAKE_THEIR_OWN

BASELINE = Path(__file__).with_name("baseline.json")
MARGIN = 0.005
"""What a figure may vary between machines and library builds."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="gates", description=__doc__)
    parser.add_argument("--pin", action="store_true", help="measure and write the floors")
    parser.add_argument("only", nargs="*", help="names of evaluations")
    chosen = parser.parse_args(arguments)
    corpora = Path(os.environ.get("DESK_CORPORA", ""))
    baseline = json.loads(BASELINE.read_text(encoding="utf8"))
    wanted = [p for p in baseline["floors"] if not chosen.only or p["name"] in chosen.only]
    if not os.environ.get("DESK_CORPORA") or not corpora.is_dir():
        wanted = [pinned for pinned in wanted if pinned["name"] in MAKE_THEIR_OWN]
        print("GATES NOT RUN: DESK_CORPORA names no folder with the data to measure on.")
    faults = 0
    with ExitStack() as stack:
        measure: Callable[..., Iterable[dict[str, Any]]] = map
        if len(wanted) > 1:
            context = get_context("spawn")
            measure = stack.enter_context(ProcessPoolExecutor(mp_context=context)).map
        measured = measure(_measure, [corpora] * len(wanted), wanted)
        for pinned, figures in zip(wanted, measured, strict=True):
            faults += (_pin if chosen.pin else _compare)(corpora, pinned, figures)
    if chosen.pin:
        BASELINE.write_text(json.dumps(baseline, indent=2) + "\n", encoding="utf8")
    return 1 if faults else 0


def _compare(corpora: Path, pinned: dict[str, Any], figures: dict[str, Any]) -> int:
    label = f"{pinned['name']} on {pinned['data']}"
    if not figures:
        print(f"MISSING {label}: the data is not there, nothing was compared")
        return 0
    if _print(corpora, pinned) != pinned["fingerprint"]:
        print(f"OTHER DATA {label}: floors were pinned on other data; figures now: {figures}")
        return 0
    under = {k: floor for k, floor in pinned["floors"].items() if _falls_short(figures, k, floor)}
    for key, floor in under.items():
        print(f"UNDER {label}: {key} is {figures.get(key)}, the floor is {floor}")
    if not under:
        print(f"ok {label}: " + ", ".join(f"{k} {figures[k]:.3f}" for k in pinned["floors"]))
    return len(under)


def _pin(corpora: Path, pinned: dict[str, Any], figures: dict[str, Any]) -> int:
    for key in pinned["floors"]:
        new = round(float(figures[key]), 4)
        old = pinned["floors"][key]
        if old and (new > old if key in LOWER_IS_BETTER else new < old):
            print(f"WORSE {pinned['name']} on {pinned['data']}: {key} {old} -> {new}")
        pinned["floors"][key] = new
    pinned["fingerprint"] = _print(corpora, pinned)
    return 0


LOWER_IS_BETTER = frozenset({"false_alarm", "unclear", "merged"})


def _falls_short(figures: dict[str, Any], key: str, floor: float) -> bool:
    if key not in figures:
        return True
    value = float(figures[key])
    return value > floor + MARGIN if key in LOWER_IS_BETTER else value < floor - MARGIN


def _measure(corpora: Path, pinned: dict[str, Any]) -> dict[str, Any]:
    """The figures; none when the data is not there."""
    made = pinned["name"] in MAKE_THEIR_OWN
    data = GENERATED if made else corpora / pinned["data"]
    if not made and not data.exists():
        return {}
    shipped = load(Path("no workspace"), {})
    figures: dict[str, Any] = to_data(EVALUATIONS[pinned["name"]](data, shipped))["figures"]
    return figures


def _print(corpora: Path, pinned: dict[str, Any]) -> str:
    """Of data that the evaluation makes itself there is none: it is always compared."""
    return "" if pinned["name"] in MAKE_THEIR_OWN else fingerprint(corpora / pinned["data"])


def fingerprint(data: Path) -> str:
    """A hash over the names and bytes of the data, so that floors stay with their data."""
    digest = sha256()
    files = [data] if data.is_file() else sorted(p for p in data.rglob("*") if p.is_file())
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
