"""What ran before about a story: the same event, its programme, or only its subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b

from core.article import Article
from core.clock import spell_date
from core.coverage import Coverage, CoverageKind, PastFind
from core.text import sentences
from core.trace import TermCounts
from core.url import url_key
from core.verdict import Reason
from core.wire import to_json
from stories.disagreement import disagree, places
from stories.likeness import Profile, Weights, cosine, count_words, figures, profile, shared_figures
from stories.naming import figures_said, listed

PROGRAMME_AT = (0.45, 0.32, 0.2)
"""The likeness from which two texts tell of one programme when they share one name, two, or
more: the fewer names, the more alike they have to be."""
SUBJECT_AT = 0.06
MOST = 3
_EVENT_DAYS = 21
_FACTS_RETOLD = 0.5
_NEW_READ = 14
_NEW_CHARS = 220
# Many things are 30 or 50; alone such a figure says nothing.
_ROUND = 2


@dataclass(frozen=True, slots=True)
class _Pair:
    """A story's text beside one that ran, and how alike they are."""

    story: Profile
    past: Profile
    ran: PastFind
    likeness: float
    names: tuple[str, ...]
    retold: float | None
    """The share of the figures that ran which the story has too; None when none ran."""
    days: int | None


class PastFinds:
    """What ran, read once, to compare many stories with."""

    def __init__(self, finds: Sequence[PastFind]) -> None:
        self.mark = _mark(finds)
        """Another one whenever anything of what ran changes."""
        self._finds = [(find, _profile(find)) for find in finds if find.text.strip()]
        profiles = [past for _, past in self._finds]
        self._counts = count_words(profiles, TermCounts(seen={}))
        self._weights = Weights(self._counts)
        self._vectors = [self._weights.vector(past) for past in profiles]

    def covering(
        self, articles: Sequence[Article], *, day: date, story_id: int = 0
    ) -> tuple[Coverage, ...]:
        """The past finds that a story of these articles, lead first, comes back to, nearest
        first; its own find, once published, is none."""
        told = _whole(articles)
        item = profile(told, day=day, fingerprint=0)
        vector = self._weights.vector(item)
        urls = {article.article_id for article in articles}
        found = []
        for (ran, past), theirs in zip(self._finds, self._vectors, strict=True):
            if story_id and ran.story_id == story_id:
                continue
            same_page = bool(ran.source_url) and url_key(ran.source_url) in urls
            pair = self._pair(item, past, ran, cosine(vector, theirs))
            coverage = _judge(pair, told.text, same_page=same_page)
            if coverage is not None:
                found.append(coverage)
        order = list(CoverageKind)
        found.sort(key=lambda one: (order.index(one.kind), -one.score, one.ran.number))
        return tuple(found[:MOST])

    def _pair(self, item: Profile, past: Profile, ran: PastFind, likeness: float) -> _Pair:
        ran_figures = figures(past)
        told = len(ran_figures & figures(item))
        retold = told / len(ran_figures) if ran_figures else None
        days = abs((item.day - ran.day).days) if ran.day else None
        return _Pair(item, past, ran, likeness, self._shared_names(item, past), retold, days)

    def _shared_names(self, item: Profile, past: Profile) -> tuple[str, ...]:
        """Whole names that both have, the rarest first; places are none, nor is what most texts
        of the beat name."""
        named = self._weights.telling_names(past, item)
        rare = (name for name in named if self._weights.is_rare(name))
        return tuple(name for name in rare if not places(f"in {name}"))


def _mark(finds: Sequence[PastFind]) -> str:
    digest = blake2b(digest_size=12)
    for find in finds:
        digest.update(to_json(find))
    return digest.hexdigest()


def _judge(pair: _Pair, text: str, *, same_page: bool) -> Coverage | None:
    kind, reasons = _kind(pair, same_page=same_page)
    if kind is None:
        return None
    new = "" if kind is CoverageKind.SAME_SUBJECT else _what_is_new(pair, text)
    score = 1.0 if same_page else round(min(pair.likeness, 1.0), 3)
    return Coverage(kind=kind, ran=pair.ran, new=new, reasons=reasons, score=score)


def _kind(pair: _Pair, *, same_page: bool) -> tuple[CoverageKind | None, tuple[Reason, ...]]:
    if same_page:
        text = f"The find in {pair.ran.number} was made of this very page."
        return CoverageKind.SAME_EVENT, (Reason(code="same page", text=text),)
    reasons = _grounds(pair)
    if pair.likeness < SUBJECT_AT or not reasons:
        return None, ()
    against = disagree(pair.story, pair.past)
    if against:
        return CoverageKind.SAME_SUBJECT, (*reasons, Reason(code="other", text=against))
    named = len(pair.names)
    if not named or pair.likeness < PROGRAMME_AT[min(named, len(PROGRAMME_AT)) - 1]:
        return CoverageKind.SAME_SUBJECT, reasons
    kind = CoverageKind.SAME_EVENT if _one_event(pair) else CoverageKind.SAME_PROGRAMME
    return kind, (*reasons, _about_time(pair))


def _one_event(pair: _Pair) -> bool:
    """Of the same weeks, and most of the figures that ran are told again."""
    near = pair.days is None or pair.days <= _EVENT_DAYS
    retold = pair.retold is None or pair.retold >= _FACTS_RETOLD
    return near and retold


def _grounds(pair: _Pair) -> tuple[Reason, ...]:
    found = []
    if pair.names:
        text = f"Both name {listed(pair.names, most=4)}."
        found.append(Reason(code="names", text=text, weight=float(len(pair.names))))
    both = shared_figures(pair.story, pair.past)
    if len(both) > 1 or any(len(figure) > _ROUND for figure in both):
        text = f"Both have {figures_said(both)}."
        found.append(Reason(code="figures", text=text, weight=float(len(both))))
    return tuple(found)


def _about_time(pair: _Pair) -> Reason:
    if pair.days is None or pair.ran.day is None:
        return Reason(code="days", text="It is not known when it ran.")
    days = "the same day" if pair.days == 0 else f"{pair.days} days apart"
    retold = "none of its figures are" if not pair.retold else "figures of it are"
    text = f"What ran is of {spell_date(pair.ran.day)}, {days}; {retold} told again."
    return Reason(code="days", text=text)


def _what_is_new(pair: _Pair, text: str) -> str:
    """The sentence with most figures and names that did not run, from the story's beginning."""
    ran = pair.past
    known = {*ran.names, *ran.terms}
    best, most = "", 0
    for span in sentences(text)[:_NEW_READ]:
        one = profile(_text_only(span.text), day=pair.story.day, fingerprint=0)
        figures = len(one.numbers - ran.numbers)
        names = len([name for name in one.names - known if len(name) > 2])
        if 2 * figures + names > most:
            best, most = span.text, 2 * figures + names
    return _shortened(" ".join(best.split()))


def _shortened(line: str) -> str:
    if len(line) <= _NEW_CHARS:
        return line
    return line[:_NEW_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _whole(articles: Sequence[Article]) -> Article:
    """The lead, and what the others have besides, as one text."""
    lead, *others = articles
    texts = [lead.text or lead.summary, *(f"{a.title}. {a.text or a.summary}" for a in others[:4])]
    return _text_only("\n\n".join(texts), title=lead.title, language=lead.language)


def _profile(find: PastFind) -> Profile:
    first, *rest = [span.text for span in sentences(find.text)]
    told = _text_only(" ".join(rest), title=first, language="en")
    return profile(told, day=find.day or date.min, fingerprint=0)


def _text_only(text: str, *, title: str = "", language: str = "") -> Article:
    moment = datetime.min.replace(tzinfo=UTC)
    return Article(
        article_id="",
        url="",
        source="",
        outlet="",
        title=title,
        text=text,
        language=language,
        first_seen_at=moment,
        fetched_at=moment,
    )
