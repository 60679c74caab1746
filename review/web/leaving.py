"""A window that closes while a hint is on its way to it."""

from anyio import BrokenResourceError
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class QuietLeaving:
    """Keeps a window that leaves in the middle of a stream from being told as a fault.

    FastAPI closes the reading end of a stream of events before it ends the task that writes to it:
    a hint sent in that moment fails, with nobody left to read it. What fails before the answer has
    begun passes through.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except* BrokenResourceError:
            if not begun:
                raise
