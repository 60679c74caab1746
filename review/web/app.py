"""The desk as one application."""

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from config.beat import Beat
from config.newsletter import Newsletter
from config.settings import DeskSettings
from core.clock import Clock
from core.delivery import Target
from core.spend import Caps
from review.actions.passwords import Passwords
from review.actions.provider import AskProvider, Provider
from review.web import assets
from review.web.access import admit
from review.web.desk import Desk
from review.web.errors import add_error_pages
from review.web.feed import Feed
from review.web.leaving import QuietLeaving
from review.web.pages import (
    account,
    adding,
    archive,
    article,
    articles,
    changed,
    discovering,
    edition,
    edition_building,
    edition_preview,
    editions,
    feeds,
    find,
    find_edit,
    find_history,
    find_moves,
    find_offer,
    find_story,
    find_writing,
    hand_over,
    lessons,
    live,
    palette,
    people,
    provider,
    queue,
    queue_moves,
    runs,
    signing,
    sources,
    style,
)
from review.web.rendering import make_templates
from review.web.security import SameOriginOnly, SecurityHeaders, trusted_hosts
from storage.database import Database

MAX_BODY = 512 * 1024

PAGES = (
    discovering,
    account, adding, archive, article, articles, changed, edition, edition_building,
    edition_preview, editions, feeds, find,
    find_edit, find_history,
    find_moves, find_offer, find_story, find_writing, hand_over, lessons, live, palette, people,
    provider, queue, queue_moves, runs, signing, sources, style,
)  # fmt: skip


def create_app(
    database: Database,
    *,
    beat: Beat,
    newsletter: Newsletter,
    settings: DeskSettings,
    clock: Clock,
    caps: Caps = Caps(),
    passwords: Passwords | None = None,
    targets: tuple[Target, ...] = (),
    ask_provider: AskProvider | None = None,
    learned_order: bool = True,
) -> FastAPI:
    """The desk on this database. `targets` are the platforms that are set up, `caps` are shown
    beside what was spent; `passwords` is replaced only to make tests fast; `ask_provider` is the
    way to the provider of sign-ins that the settings name; without `learned_order` no version of
    what was learned can be switched on."""
    app = _guarded(newsletter, settings)
    app.state.desk = Desk(
        database=database,
        beat=beat,
        newsletter=newsletter,
        settings=settings,
        clock=clock,
        caps=caps,
        passwords=passwords or Passwords(),
        targets=targets,
        provider=(
            Provider(settings.oidc, ask_provider, clock)
            if settings.oidc.issuer and ask_provider
            else None
        ),
        learned_order=learned_order,
    )
    app.state.feed = Feed(database)
    app.state.templates = make_templates()
    _add_pages(app)
    return app


def _guarded(newsletter: Newsletter, settings: DeskSettings) -> FastAPI:
    """An application without pages yet, and what stands before them."""
    return FastAPI(
        title=f"{newsletter.name} Finds Desk",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=MAX_BODY,
        dependencies=[Depends(admit)],
        middleware=[
            Middleware(QuietLeaving),
            Middleware(SecurityHeaders),
            Middleware(
                TrustedHostMiddleware, allowed_hosts=trusted_hosts(settings), www_redirect=False
            ),
            Middleware(SameOriginOnly),
        ],
    )


def _add_pages(app: FastAPI) -> None:
    add_error_pages(app)
    app.include_router(assets.router)
    for page in PAGES:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=assets.STATIC), name="static")
    assets.warn_without_htmx()
