"""Fields of forms that several pages read alike."""

from datetime import date
from typing import Annotated

from fastapi import Form
from pydantic import BeforeValidator

OptionalDay = Annotated[date | None, BeforeValidator(lambda raw: raw or None), Form()]
"""A date field that may have been left empty."""
