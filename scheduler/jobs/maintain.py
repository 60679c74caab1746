"""maintain: old runs, sign-ins and index entries → old recordings → rules from the red pen."""

from datetime import timedelta

from crawler.pace import forget_hosts
from scheduler.context import Context
from scheduler.red_pen import propose_rules

KEEP_RECORDINGS_DAYS = 90
KEEP_HOSTS = timedelta(days=2)
KEEP_RUNS_DAYS = 180
KEEP_SIGN_INS_DAYS = 30
KEEP_BATCHES_DAYS = 30
KEEP_GROUPING_DAYS = 182
"""An article dated longer ago opens a story of its own, whatever was like it then."""


def maintain(context: Context) -> dict[str, int]:
    """Counts by name: runs_removed, sign_ins_forgotten, index_forgotten, recordings_removed,
    hosts_forgotten, rules_proposed."""
    now = context.clock.now()
    with context.database.unit() as unit:
        removed = unit.runs.remove_before(now - timedelta(days=KEEP_RUNS_DAYS))
        forgotten = unit.users.forget_before(now - timedelta(days=KEEP_SIGN_INS_DAYS))
        old_day = (now - timedelta(days=KEEP_GROUPING_DAYS)).date()
        index_forgotten = unit.grouping.forget_before(old_day)
        unit.batches.remove_before(now - timedelta(days=KEEP_BATCHES_DAYS))
    return {
        "runs_removed": removed,
        "sign_ins_forgotten": forgotten,
        "index_forgotten": index_forgotten,
        "recordings_removed": _remove_old_recordings(context),
        "hosts_forgotten": forget_hosts(
            context.configuration.settings.hosts_dir, (now - KEEP_HOSTS).timestamp()
        ),
        "rules_proposed": propose_rules(context),
    }


def _remove_old_recordings(context: Context) -> int:
    limit = (context.clock.now() - timedelta(days=KEEP_RECORDINGS_DAYS)).timestamp()
    old = [
        path
        for path in context.configuration.settings.warc_dir.glob("*.warc.gz")
        if path.stat().st_mtime < limit
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
