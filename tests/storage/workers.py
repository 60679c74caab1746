"""What other processes do to a database while a test looks on."""

import time
from multiprocessing.connection import Connection

from storage.database import Database
from tests.storage.values import NOW, article, draft, stored_story


def count_up(url: str, name: str, times: int, say: Connection) -> None:
    """Read how many there are, then write the next: wrong as soon as someone gets in between."""
    database = Database(url)
    for _ in range(times):
        with database.unit() as unit:
            number = unit.articles.counts().total
            if not unit.articles.add(article(f"number {number}", source=name)):
                say.send(f"{number} was there already")
    say.send("done")
    database.close()


def stop_in_the_middle(url: str, say: Connection) -> None:
    """Write half of a unit, say so, and never come to its end."""
    database = Database(url)
    with database.unit() as unit:
        story = stored_story(unit, "half")
        unit.finds.add(story, draft(story.lead_id), now=NOW)
        say.send("in the middle")
        time.sleep(600)


def write_on(url: str, name: str, say: Connection) -> None:
    """One story with its find in each unit, on and on, until someone kills us."""
    database = Database(url)
    for number in range(100_000):
        with database.unit() as unit:
            story = stored_story(unit, f"{name} {number}")
            unit.finds.add(story, draft(story.lead_id), now=NOW)
        say.send(str(number))


def upgrade(url: str, say: Connection) -> None:
    database = Database(url)
    database.upgrade()
    database.check()
    say.send("done")
    database.close()
