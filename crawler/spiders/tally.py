"""What became of a source's items, counted."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from core.source import Poll, SourceMemory
from crawler.spiders.polling import Polled
from crawler.spiders.spider import Cost


@dataclass(slots=True)
class Tally:
    new: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    """Links whose turn did not come: they are listed again, for the poll is not remembered."""

    postponed: int = 0
    """Changed pages that are read again in a later crawl: they have to be listed again as well."""

    def poll(
        self, source: str, polled: Polled, at: datetime, *, old: SourceMemory, cost: Cost
    ) -> Poll:
        reason = polled.reason
        if self.waiting:
            ran_out = f"The crawl ran out of time: {self.waiting} links wait for the next one."
            reason = f"{reason} {ran_out}".strip()
        over = polled.found - len(polled.links)
        dropped = self.dropped + Counter({"over_limit": over} if over > 0 else {})
        return Poll(
            source=source,
            at=at,
            outcome=polled.outcome,
            http_status=polled.http_status,
            reason=reason,
            memory=old if self.waiting or self.postponed else polled.memory,
            items_seen=polled.found,
            items_new=self.new,
            dropped=tuple(sorted(dropped.items())),
            fresh_seconds=polled.fresh_seconds,
            wait_seconds=polled.wait_seconds,
            item_days=tuple((day, n) for day, n in polled.item_days if day <= at.date()),
            requests=cost.requests,
            bytes_received=cost.bytes_received,
        )
