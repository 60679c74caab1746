"""All verdicts on one article."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from config.beat import Beat
from config.regions import Regions
from core.article import Article
from core.place import RegionRule
from core.story import Judged
from core.wire import to_json
from stories.dating import judge_date
from stories.fingerprint import fingerprint
from stories.region import RegionJudge
from stories.relevance import RelevanceJudge


def ground_of(beat: Beat, regions: Regions, rules: Sequence[RegionRule]) -> str:
    """What a verdict rests on besides the article, as a hash: another one when it changes."""
    digest = blake2b(digest_size=12)
    for part in (beat, regions, *((rule.kind, rule.subject, rule.region) for rule in rules)):
        digest.update(to_json(part))
    return digest.hexdigest()


class Judge:
    """Built once for a beat, its regions and what editors ruled; judging changes nothing."""

    def __init__(self, beat: Beat, regions: Regions, rules: Sequence[RegionRule] = ()) -> None:
        self._relevance = RelevanceJudge(beat)
        self._region = RegionJudge(regions, rules)

    def judge(self, article: Article, *, now: datetime) -> Judged:
        return Judged(
            article_id=article.article_id,
            relevance=self._relevance.judge(article),
            region=self._region.judge(article),
            date=judge_date(article, now=now),
            fingerprint=fingerprint(f"{article.title}\n\n{article.text or article.summary}"),
        )
