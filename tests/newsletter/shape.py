"""The shape of an edition in plain text, as a row of letters: what a reader sees at a glance."""

import re

from config.newsletter import Newsletter
from newsletter.archive.dates import date_alone
from newsletter.archive.signs import kind_of_heading, number_alone, region_of_heading

SHAPE = re.compile(r"N P{1,4} (?:K T D P+ )+(?:S (?:P{1,2} d )+)+P".replace(" ", ""))
"""Number; introduction; features with series, title, date, text; sections of finds, each of one or
two paragraphs with its date under it; closing words."""


def shape_of(text: str, newsletter: Newsletter) -> str:
    letters = ""
    for block in (block.strip() for block in text.split("\n\n") if block.strip()):
        letters += _letter(block, newsletter, letters[-1:])
    return letters


def _letter(block: str, newsletter: Newsletter, before: str) -> str:
    if date_alone(block):
        return "d" if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", block) else "D"
    if not before and number_alone(block):
        return "N"
    if region_of_heading(block, newsletter) is not None:
        return "S"
    if kind_of_heading(block, newsletter):
        return "K"
    return "T" if before == "K" else "P"
