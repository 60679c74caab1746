"""What came of a run, and what it was about, in words for editors.

Jobs count under short names (`articles`, `polls:not modified`); a name that has no words here is
shown as it is, without its underscores.
"""

from core.run import Job, Run
from core.source import BY_HAND, BY_HAND_SOURCE

COUNTED = {
    "adjacent": "near the beat",
    "compared": "compared with past editions",
    "core": "on the beat",
    "joined": "joined to a story",
    "off": "off the beat",
    "placed": "placed in stories",
}

NOUNS = {
    "articles": ("new article", "new articles"),
    "candidates": ("candidate", "candidates"),
    "decisions": ("decision", "decisions"),
    "files": ("file", "files"),
    "items": ("item seen", "items seen"),
    "models": ("model", "models"),
    "rules": ("rule", "rules"),
    "sources": ("source", "sources"),
    "stories": ("new story", "new stories"),
}

KINDS = {"partial": ("in part only:", "in part only:"), "polls": ("poll", "polls")}
"""What stands before the colon of a name, for one and for more."""


def outcome(name: str, number: int) -> str:
    """What stands behind the number: `new article`, `polls not modified`, `dropped: no article`."""
    if name in COUNTED:
        return COUNTED[name]
    many = number != 1
    if name in NOUNS:
        return NOUNS[name][many]
    kind, colon, rest = name.replace("_", " ").partition(":")
    if not colon:
        return kind
    return f"{KINDS[kind][many] if kind in KINDS else kind + ':'} {rest}"


def about(run: Run) -> str:
    """What a run was for, when not for all: a source by its short name, a find, an edition."""
    if run.subject == BY_HAND:
        return BY_HAND_SOURCE.name.lower()
    if run.job is Job.DRAFT and run.subject:
        return f"find {run.subject}"
    # The number of its row is not the number that an edition is known by.
    return "for an edition" if run.job in OF_AN_EDITION else run.subject


OF_AN_EDITION = (Job.CHECK_LINKS, Job.INTRODUCE, Job.PUBLISH)
