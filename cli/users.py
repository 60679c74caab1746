"""`desk users …`: who may sign in."""

from typing import Annotated

import typer

from cli.session import session_of
from core.errors import NotFound
from core.people import Role
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
    with session.database.unit() as unit:
        user = unit.users.create(name, Passwords().hash(password), role, session.clock.now())
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
        unit.users.set_role(user_id_of(unit, name), role)
    session.say(f"{name} is now {role}.")


@app.command("reset-password")
def reset_password(context: typer.Context, name: str, password: Password) -> None:
    """Set a new password; every session of that person ends.

    Example: `desk users reset-password anna`
    """
    session = session_of(context)
    with session.database.unit() as unit:
        unit.users.set_password_hash(user_id_of(unit, name), Passwords().hash(password))
    session.say(f"{name} has a new password and is signed out everywhere.")
