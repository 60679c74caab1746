"""People, runs, and the record of what both did."""

import sqlalchemy as sa

from core.discovery import Discovery
from core.people import Role
from core.run import Job, RunState
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

users = sa.Table(
    "users",
    metadata,
    sa.Column("user_id", sa.Integer, primary_key=True),
    sa.Column("name", Line, nullable=False),
    # Case does not make another person.
    sa.Column("name_key", Line, nullable=False, unique=True),
    sa.Column("password_hash", Line, nullable=False),
    sa.Column("role", choice(Role, name="role"), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    # What the person made of the desk's keys, by the action's name; empty text: switched off.
    sa.Column("keys", Wire(dict[str, str]), nullable=False, server_default="{}"),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("issuer", Line, primary_key=True),
    sa.Column("subject", Line, primary_key=True),
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.user_id"), nullable=False),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", Line, primary_key=True),
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.user_id"), nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    sa.Column("user_agent", Line, nullable=False),
)

sign_ins = sa.Table(
    "sign_ins",
    metadata,
    sa.Column("sign_in_id", sa.Integer, primary_key=True),
    sa.Column("name_key", Line, nullable=False),
    sa.Column("ok", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    # A hash: the records list nobody's whereabouts in the plain.
    sa.Column("address_key", Line, nullable=False, server_default=""),
    sa.Index(None, "name_key", "at"),
    sa.Index(None, "address_key", "at"),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True),
    sa.Column("job", choice(Job, name="job"), nullable=False),
    sa.Column("state", choice(RunState, name="state"), nullable=False, index=True),
    sa.Column("slot", Line, nullable=False),
    sa.Column("why", Line, nullable=False),
    sa.Column("subject", Line, nullable=False),
    sa.Column("argument", Line, nullable=False),
    sa.Column("requested_at", UtcDateTime, nullable=False),
    sa.Column("started_at", UtcDateTime),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("leased_until", UtcDateTime),
    sa.Column("holder", Line, nullable=False),
    sa.Column("result", Wire(dict[str, int]), nullable=False),
    sa.Column("error", Line, nullable=False),
    # What an address could be polled as, where the run was to find that out.
    sa.Column("found", Wire(Discovery)),
    sa.UniqueConstraint("job", "subject", "slot"),
)

audit_events = sa.Table(
    "audit_events",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    sa.Column("actor", Line, nullable=False),
    sa.Column("action", Line, nullable=False),
    sa.Column("subject", Line, nullable=False, index=True),
    sa.Column("before", Line, nullable=False),
    sa.Column("after", Line, nullable=False),
    sa.Column("reason", Line, nullable=False),
)
