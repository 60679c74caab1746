"""Who may do what: the roles are ordered, and each action names the one it needs."""

from core.errors import NotAllowed
from core.people import Role, User


def require(user: User, needed: Role, what: str) -> None:
    """Raises `NotAllowed` when the person's role does not include the needed one."""
    if user.disabled or not user.role.may(needed):
        raise NotAllowed(f"{user.name} may not {what}.", needed)
