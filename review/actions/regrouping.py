"""An editor's hand on a find's story: which articles belong to it, and which of them leads."""

from collections.abc import Sequence
from datetime import datetime

from core.errors import Refused
from core.people import Role, User
from core.story import Story
from review.actions.permissions import require
from storage.unit import Unit


def merge_in(unit: Unit, user: User, find_id: int, other: int, *, now: datetime) -> Story:
    """The articles of the other story join the find's; grouping will not take them apart."""
    require(user, Role.EDITOR, "regroup stories")
    story_id = unit.finds.get(find_id).story_id
    unit.stories.merge(story_id, other, user.name, now)
    return unit.stories.get(story_id)


def take_merge_back(unit: Unit, user: User, find_id: int, other: int, *, now: datetime) -> None:
    require(user, Role.EDITOR, "regroup stories")
    unit.stories.unmerge(unit.finds.get(find_id).story_id, other, user.name, now)


def split_off(
    unit: Unit, user: User, find_id: int, article_ids: Sequence[str], *, now: datetime
) -> int:
    """The id of the new story that these articles tell; grouping will not put them back."""
    require(user, Role.EDITOR, "regroup stories")
    if not article_ids:
        raise Refused("No article was chosen.", ["Tick the ones that tell of something else."])
    return unit.stories.split(unit.finds.get(find_id).story_id, article_ids, user.name, now)


def choose_lead(unit: Unit, user: User, find_id: int, article_id: str, *, now: datetime) -> str:
    """Lets this article lead the find's story; returns the one that led before."""
    require(user, Role.EDITOR, "regroup stories")
    return unit.stories.choose_lead(unit.finds.get(find_id).story_id, article_id, user.name, now)
