"""What an editor should see before an edition leaves: the gate's obstacles, and advice.

Findings that block are exactly those that `assemble` refuses; all others are flags.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.beat import HouseStyle
from config.newsletter import Newsletter
from core.article import Article
from core.clock import print_date, spell_date
from core.coverage import Coverage, CoverageKind
from core.edition import Edition, EditionDocument, ExportFormat, Feature
from core.find import Check, CheckLevel, Find, SentenceKind
from core.links import LinkAnswer
from core.story import DayWindow
from core.text import clean_line, count_words, paragraphs
from core.url import host_of, url_key
from newsletter.addresses import has_tracking, print_address
from newsletter.assemble import assemble
from newsletter.calendar import on_rhythm, window
from newsletter.exporters import EXPORTERS
from newsletter.gate import Finding as Finding
from newsletter.gate import obstacles
from newsletter.links import edition_links, unasked
from newsletter.merge_tags import has_merge_tag
from newsletter.prose import prose_links

MAIL_LIMIT_BYTES = 102_000
"""Gmail hides what comes after about 102 kB behind a link."""

_QUOTE_LENGTH = 60
_ADDRESS = re.compile(r"https?://\S+")
# Said here in words of their own, from the find as it stands now.
_OWN_RULES = frozenset({"unproved", "length", "sentences"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What lies outside the edition: which addresses answered, and what ran before, by `find_id`,
    nearest first."""

    answers: Mapping[str, LinkAnswer]
    coverage: Mapping[int, Sequence[Coverage]]


def lint(
    edition: Edition,
    finds: Sequence[Find],
    lead_articles: Mapping[int, Article],
    newsletter: Newsletter,
    style: HouseStyle,
    known: Known | None = None,
) -> tuple[Finding, ...]:
    """Blocking findings first, then advice: the edition as a whole, then find by find in print
    order, and at last the weight of the mail, which is there when nothing blocks. `lead_articles`
    maps `find_id` to the article a find leads with. Without `known`, links and past editions are
    not looked at."""
    blocking = obstacles(edition, finds, lead_articles)
    return (
        *blocking,
        *_advice(edition, finds, lead_articles, newsletter, style),
        *(_of_the_world(edition, finds, lead_articles, known) if known else ()),
        *(() if blocking else weigh(assemble(edition, finds, lead_articles, newsletter))),
    )


def _of_the_world(
    edition: Edition,
    finds: Sequence[Find],
    lead_articles: Mapping[int, Article],
    known: Known,
) -> Iterator[Finding]:
    links = edition_links(edition, lead_articles)
    by_id = {find.find_id: find for find in finds}
    if waiting := unasked(links, known.answers):
        text = f"{len(waiting)} of {len(links)} links have not been asked whether they answer."
        yield _flag("unasked", text, part="links")
    for url, find_id in links:
        answer = known.answers.get(url)
        if answer is not None and not answer.ok:
            about = by_id.get(find_id) if find_id is not None else None
            text = f"{host_of(url)} does not answer well: {answer.reason} {url}"
            yield _flag("dead_link", text, about, part="links")
    for find_id in edition.find_ids:
        if find_id in by_id:
            yield from _of_past(by_id[find_id], known.coverage.get(find_id, ()))


def _of_past(find: Find, coverage: Sequence[Coverage]) -> Iterator[Finding]:
    """The nearest piece that ran, unless the find names its edition."""
    nearest = next((c for c in coverage if c.kind is not CoverageKind.SAME_SUBJECT), None)
    if nearest is not None and nearest.ran.number not in clean_line(find.revision.text):
        text = f"{nearest.sentence()} Name {nearest.ran.number} in the text, or leave it out."
        yield _flag("covered", text, find)


def weigh(document: EditionDocument) -> tuple[Finding, ...]:
    """A flag when the HTML mail is so large that Gmail would cut it off. Renders the mail."""
    size = len(EXPORTERS[ExportFormat.HTML].render(document))
    if size <= MAIL_LIMIT_BYTES:
        return ()
    text = f"The mail has {size // 1000} kB; Gmail cuts off what is over {MAIL_LIMIT_BYTES // 1000}"
    return (_flag("size", f"{text}: shorten a feature to its opening, with a link."),)


def _advice(
    edition: Edition,
    finds: Sequence[Find],
    lead_articles: Mapping[int, Article],
    newsletter: Newsletter,
    style: HouseStyle,
) -> Iterator[Finding]:
    by_id = {find.find_id: find for find in finds}
    placed = [by_id[find_id] for find_id in edition.find_ids if find_id in by_id]
    days = window(newsletter, edition.dated)
    yield from _of_edition(edition, placed, newsletter, style)
    yield from _of_doubles(placed, lead_articles)
    for find in placed:
        yield from _of_find(find, lead_articles.get(find.find_id), days, style)


def _of_edition(
    edition: Edition, placed: Sequence[Find], newsletter: Newsletter, style: HouseStyle
) -> Iterator[Finding]:
    if not edition.introduction.strip():
        yield _flag("introduction", "The edition has no introduction yet.", part="introduction")
    if not edition.features:
        yield _flag("feature", "The edition has no feature.", part="features")
    if not on_rhythm(newsletter, edition.dated):
        day = spell_date(edition.dated)
        yield _flag("calendar", f"{day} is not a publication day of the newsletter.")
    for section in newsletter.sections:
        count = sum(find.region is section.region for find in placed)
        if count < section.target_finds:
            have = f"{count} of {section.target_finds} finds"
            yield _flag("section", f"{section.title} has {have}.", part=f"section-{section.region}")
    for number, feature in enumerate(edition.features, 1):
        for finding in _of_feature(feature, newsletter):
            yield replace(finding, part=f"feature-{number}")
        yield from _of_spelling(feature.body, style, part=f"feature-{number}")
    for finding in _of_links("The introduction", edition.introduction):
        yield replace(finding, part="introduction")
    yield from _of_spelling(edition.introduction, style, part="introduction")


def _of_feature(feature: Feature, newsletter: Newsletter) -> Iterator[Finding]:
    title = clean_line(feature.title)
    quoted = title if "“" in title else f"“{title}”"
    name = quoted if title else f"A piece of {feature.kind}"
    if not title:
        yield _flag("feature", f"{name} has no title.")
    if not feature.body.strip():
        yield _flag("feature", f"{name} has no text.")
    if feature.kind not in newsletter.feature_kinds:
        kinds = ", ".join(newsletter.feature_kinds)
        yield _flag("feature", f"{name} stands under “{feature.kind}”, which is none of: {kinds}.")
    if feature.url and not print_address(feature.url):
        yield _flag("link", f"{name} has an address that cannot be printed: {feature.url}")
    if has_tracking(feature.url):
        yield _flag("tracking", f"The address of {name} carries tracking; it is left out.")
    yield from _of_links(name, feature.body)


def _of_spelling(text: str, style: HouseStyle, *, part: str) -> Iterator[Finding]:
    """The finds' own checks look at finds; here the editors' pieces, without their addresses."""
    text = _ADDRESS.sub("", text)
    for wrong, right in style.acronyms:
        if re.search(rf"(?<![\w-]){re.escape(wrong)}(?![\w-])", text):
            yield _flag("spelling", f"“{wrong}” is spelled “{right}” here.", part=part)


def _of_links(name: str, markdown: str) -> Iterator[Finding]:
    for url in prose_links(markdown):
        if not print_address(url):
            yield _flag("link", f"{name} links to an address that cannot be printed: {url}")
        elif has_tracking(url):
            yield _flag("tracking", f"{name} has a link with tracking, which is left out: {url}")
    if has_merge_tag(markdown):
        yield _flag("merge_tag", f"{name} holds a merge tag; it will be printed as plain words.")


def _of_doubles(placed: Sequence[Find], lead_articles: Mapping[int, Article]) -> Iterator[Finding]:
    """The second and later finds of one story, or with one source."""
    stories = Counter[int]()
    sources: dict[str, int] = {}
    for find in placed:
        stories[find.story_id] += 1
        if stories[find.story_id] > 1:
            yield _flag("story", f"Story {find.story_id} has more than one find here.", find)
        article = lead_articles.get(find.find_id)
        if article is None:
            continue
        first = sources.setdefault(url_key(article.url), find.find_id)
        if first != find.find_id:
            text = f"Finds {first} and {find.find_id} link to the same page."
            yield _flag("same_source", text, find)


def _of_find(
    find: Find, article: Article | None, days: DayWindow, style: HouseStyle
) -> Iterator[Finding]:
    yield from _of_date(find, days)
    yield from _of_length(find, style)
    yield from _of_sentences(find)
    if article is not None and has_tracking(article.url):
        yield _flag("tracking", "The source link carries tracking, which is left out.", find)
    if has_merge_tag(find.revision.text):
        yield _flag("merge_tag", "The text holds a merge tag; it is printed as plain words.", find)


def _of_date(find: Find, days: DayWindow) -> Iterator[Finding]:
    printed = print_date(find.printed_on)
    if not days.first <= find.printed_on <= days.last:
        first, last = print_date(days.first), print_date(days.last)
        text = f"{printed} lies outside this edition ({first} to {last})."
        meant = _meant(find.printed_on, days)
        hint = f" Did you mean {print_date(meant)}?" if meant else ""
        yield _flag("window", text + hint, find, part="date")
    if find.printed_on != find.date_verdict.day:
        evidence = print_date(find.date_verdict.day)
        yield _flag(
            "date", f"{printed} is printed, but the evidence says {evidence}.", find, part="date"
        )
    elif not find.date_verdict.ok:
        why = find.date_verdict.evidence_sentence()
        yield _flag("date", f"The date {printed} is not certain. {why}".strip(), find, part="date")


def _meant(day: date, days: DayWindow) -> date | None:
    """The same day in the window's year: the slip an editor makes every January."""
    for year in {days.first.year, days.last.year} - {day.year}:
        try:
            other = day.replace(year=year)
        except ValueError:
            continue
        if days.first <= other <= days.last:
            return other
    return None


def _of_length(find: Find, style: HouseStyle) -> Iterator[Finding]:
    text = find.revision.text
    count, parts = count_words(text), len(paragraphs(text))
    if not style.min_words <= count <= style.max_words:
        wanted = f"{style.min_words} to {style.max_words}"
        yield _flag("length", f"It has {count} words; the house wants {wanted}.", find)
    if parts > style.max_paragraphs:
        text = f"It has {parts} paragraphs; the house wants {style.max_paragraphs} at most."
        yield _flag("paragraphs", text, find)


def _of_sentences(find: Find) -> Iterator[Finding]:
    for number, sentence in enumerate(find.revision.sentences):
        proved = sentence.evidence or sentence.accepted.strip()
        if sentence.kind is SentenceKind.FACT and not proved:
            text = f"Nothing proves “{_shortened(sentence.text)}”: mend it, or say why it stands."
            yield _flag("unproved", text, find, sentence=number)
    for check in find.revision.checks:
        if check.level is CheckLevel.FLAG and not _settled(check, find):
            yield _flag(check.rule, check.reason, find, sentence=check.sentence)


def _settled(check: Check, find: Find) -> bool:
    sentences = find.revision.sentences
    if check.rule in _OWN_RULES:
        return True
    if check.sentence is None or not 0 <= check.sentence < len(sentences):
        return False
    return bool(sentences[check.sentence].accepted.strip())


def _shortened(text: str) -> str:
    line = clean_line(text)
    if len(line) <= _QUOTE_LENGTH:
        return line
    return line[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"


def _flag(
    rule: str,
    text: str,
    find: Find | None = None,
    *,
    sentence: int | None = None,
    part: str = "",
) -> Finding:
    return Finding(
        level=CheckLevel.FLAG,
        find_id=None if find is None else find.find_id,
        rule=rule,
        text=text,
        sentence=sentence,
        part=part,
    )
