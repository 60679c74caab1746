"""`desk users …`: who may sign in."""

from typing import Annotated

import typer

from cli.session import Session, session_of
from core.errors import NotFound
from core.people import COMMAND_LINE, Role, User
from review.actions import people
from review.actions.passwords import MIN_LENGTH, Passwords
from storage.unit import Unit

app = typer.Typer(help="Who may sign in at the desk.", no_args_is_help=True)

Password = Annotated[
    str,
    typer.Option(
        prompt=True,
        hide_input=True,
        confirmation_prompt=True,
        help=f"At least {MIN_LENGTH} characters.",
    ),
]


@app.command("add")
def add(context: typer.Context, name: str, password: Password, role: Role = Role.EDITOR) -> None:
    """Add a person.

    Example: `desk users add anna --role "chief editor"`
    """
    session = session_of(context)
    now, password_hash = session.clock.now(), Passwords().hash(password)
    with session.database.unit() as unit:
        user = people.add_person(
            unit, operator(session), name=name, password_hash=password_hash, role=role, now=now
        )
    session.say(f"{user.name} may now sign in as {user.role}.")


@app.command("list")
def list_users(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List everyone.

    Example: `desk users list`
    """
    session = session_of(context)
    with session.database.read() as unit:
        users = unit.users.all()
    if as_json:
        session.json_lines(users)
        return
    session.table(
        ("name", "role", "since", ""),
        ((u.name, u.role, u.created_at.date(), "disabled" if u.disabled else "") for u in users),
    )


def operator(session: Session) -> User:
    """Whoever has a shell on this machine may do what a chief editor may; the records say where
    it was done."""
    return User(user_id=0, name=COMMAND_LINE, role=Role.CHIEF, created_at=session.clock.now())


def user_id_of(unit: Unit, name: str) -> int:
    found = unit.users.by_name(name)
    if found is None:
        raise NotFound("user", name)
    return found[0].user_id


@app.command("set-role")
def set_role(context: typer.Context, name: str, role: Role) -> None:
    """Give a person another role.

    Example: `desk users set-role anna viewer`
    """
    session = session_of(context)
    with session.database.unit() as unit:
        user_id, now = user_id_of(unit, name), session.clock.now()
        user = people.set_role(unit, operator(session), user_id, role=role, now=now)
    session.say(f"{user.name} is now {user.role}.")


@app.command("reset-password")
def reset_password(context: typer.Context, name: str, password: Password) -> None:
    """Set a new password; every session of that person ends.

    Example: `desk users reset-password anna`
    """
    session = session_of(context)
    now, password_hash = session.clock.now(), Passwords().hash(password)
    with session.database.unit() as unit:
        user_id = user_id_of(unit, name)
        user = people.reset_password(
            unit, operator(session), user_id, password_hash=password_hash, now=now
        )
    session.say(f"{user.name} has a new password and is signed out everywhere.")
