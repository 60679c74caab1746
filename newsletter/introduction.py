"""An introduction put together by rule, in the house's order: what continues, what is new, what
rounds it off. It says only what stands in the edition, and is there to be written over."""

from collections import Counter
from collections.abc import Iterator, Sequence

from config.newsletter import Named
from core.edition import Feature
from core.introduction import IntroductionBrief
from core.place import Region
from core.text import clean_line
from newsletter.balance import named_in

_NUMBERS = "no one two three four five six seven eight nine ten".split()


def draft_introduction(brief: IntroductionBrief, topics: Sequence[Named]) -> str:
    """Two paragraphs of Markdown; empty when there is nothing to introduce."""
    if not brief.features and not brief.finds:
        return ""
    opening = [*_what_continues(brief, topics), *_first_feature(brief)]
    closing = [*_other_features(brief.features[1:]), *_what_rounds_off(brief)]
    return "\n\n".join(" ".join(part) for part in (opening, closing) if part)


def _what_continues(brief: IntroductionBrief, topics: Sequence[Named]) -> Iterator[str]:
    """The topic of most finds; said to continue when an earlier introduction spoke of it."""
    counts = Counter(name for find in brief.finds for name in named_in(topics, find.text))
    if not counts:
        return
    name = min(counts, key=lambda one: (-counts[one], one))
    earlier = any(name in named_in(topics, text) for text in brief.earlier)
    verb = "continues our look at" if earlier else "looks at"
    yield f"This edition of {brief.newsletter} {verb} {name}."


def _first_feature(brief: IntroductionBrief) -> Iterator[str]:
    for feature in brief.features[:1]:
        yield f"We are pleased to bring you “{_title(feature)}” in {feature.kind}."


def _other_features(features: Sequence[Feature]) -> Iterator[str]:
    for number, feature in enumerate(features):
        also = "also " if not number else ""
        yield f"This issue {also}brings “{_title(feature)}” in {feature.kind}."


def _what_rounds_off(brief: IntroductionBrief) -> Iterator[str]:
    counts = Counter(find.region for find in brief.finds)
    parts = [
        f"{_spelled(counts[region])} {'find' if counts[region] == 1 else 'finds'} from {where}"
        for region, where in ((Region.US, "the United States"), (Region.GLOBAL, "the wider world"))
        if counts[region]
    ]
    if parts:
        first = clean_line(brief.finds[0].headline).rstrip(".")
        yield f"We round things out with {' and '.join(parts)}, beginning with this: {first}."


def _title(feature: Feature) -> str:
    return clean_line(feature.title).strip('“”"')


def _spelled(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
