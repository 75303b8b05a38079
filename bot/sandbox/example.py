"""Example data: a page with groups and components, and a short history, so that the first look is not an empty one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import IncidentStatus
from bot.domain.page import Page
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.change_incident import Draft
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.resolve_incident import ResolveIncident
from storage.database import Database

_COMPONENTS = (
    ("Shop", "Website", "What customers see first"),
    ("Shop", "Checkout", "Cards, PayPal and vouchers"),
    ("Shop", "Search", ""),
    ("Accounts", "Sign-in", "Passwords and single sign-on"),
    ("Accounts", "Notifications", "E-mail and push"),
    ("For developers", "API", "api.lamplight.example"),
    ("For developers", "Webhooks", ""),
    ("", "Support desk", "Chat, seven to seven"),
)
_EVERYBODY = Responders()


class _Hands:
    """A clock that is set by hand, for what happened in the past."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_minutes(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)


async def add_example(database: Database, *, channel: str, now: datetime) -> Page:
    """The page, with what happened on it in the two weeks before `now`; its incidents are announced in `channel`."""
    clock = _Hands(now - timedelta(days=30))
    page = await CreatePage(database, clock)(
        NewPage(slug="lamplight", name="Lamplight"), actor=OPERATOR, origin=COMMAND_LINE
    )
    components: dict[str, ComponentId] = {}
    for group, name, description in _COMPONENTS:
        new = NewComponent(page=page.slug, name=name, group=group, description=description)
        components[name] = (await CreateComponent(database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)).id

    clock.moment = now - timedelta(days=12, hours=5)
    await _search(database, clock, page, components)
    clock.moment = now - timedelta(days=5, hours=9)
    await _sign_in(database, clock, page, components)
    clock.moment = now - timedelta(days=2, hours=3)
    await _webhooks(database, clock, page, components)
    # Only now: what is past is not announced.
    return await EditPage(database, clock)(
        PageChange(slug=page.slug, channel=channel), actor=OPERATOR, origin=COMMAND_LINE
    )


async def _search(database: Database, clock: _Hands, page: Page, components: dict[str, ComponentId]) -> None:
    declared = await DeclareIncident(database, clock, _EVERYBODY)(
        Declaration(
            page_id=page.id,
            title="Search finds nothing that is new",
            message="Products that were added since this morning can't be found yet. All others can.",
            components={components["Search"]: ComponentStatus.DEGRADED_PERFORMANCE},
        ),
        actor=OPERATOR,
        origin=COMMAND_LINE,
    )
    clock.pass_minutes(52)
    await _resolve(database, clock, declared.number, "The index is complete again, and stays so.")


async def _sign_in(database: Database, clock: _Hands, page: Page, components: dict[str, ComponentId]) -> None:
    declared = await DeclareIncident(database, clock, _EVERYBODY)(
        Declaration(
            page_id=page.id,
            title="Some people can't sign in",
            message="Signing in with a password fails for about one in ten people. Single sign-on works.",
            components={components["Sign-in"]: ComponentStatus.PARTIAL_OUTAGE},
        ),
        actor=OPERATOR,
        origin=COMMAND_LINE,
    )
    clock.pass_minutes(14)
    await _post(
        database,
        clock,
        declared.number,
        IncidentStatus.IDENTIFIED,
        "One of our databases refuses connections. We are moving to its stand-in, which takes about **ten minutes**.",
    )
    clock.pass_minutes(11)
    await _post(
        database, clock, declared.number, IncidentStatus.MONITORING, "The stand-in has taken over. We keep watching."
    )
    clock.pass_minutes(35)
    await _resolve(database, clock, declared.number, "Everybody can sign in again. No data was lost.")


async def _webhooks(database: Database, clock: _Hands, page: Page, components: dict[str, ComponentId]) -> None:
    declared = await DeclareIncident(database, clock, _EVERYBODY)(
        Declaration(
            page_id=page.id,
            title="Webhooks arrive late",
            message="Webhooks arrive up to twenty minutes late. None is lost.",
            status=IncidentStatus.IDENTIFIED,
            components={components["Webhooks"]: ComponentStatus.DEGRADED_PERFORMANCE},
        ),
        actor=OPERATOR,
        origin=COMMAND_LINE,
    )
    clock.pass_minutes(27)
    await _resolve(database, clock, declared.number, "The queue is empty, and webhooks arrive within seconds.")


async def _post(database: Database, clock: _Hands, number: int, status: IncidentStatus, message: str) -> None:
    draft = Draft(number=number, message=message, status=status)
    await PostUpdate(database, clock, _EVERYBODY)(draft, actor=OPERATOR, origin=COMMAND_LINE)


async def _resolve(database: Database, clock: _Hands, number: int, message: str) -> None:
    draft = Draft(number=number, message=message)
    await ResolveIncident(database, clock, _EVERYBODY)(draft, actor=OPERATOR, origin=COMMAND_LINE)
