"""The composition root: settings in, a running application out; the only module that knows all the others."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import structlog
from pydantic import SecretStr

from bot.composition import admin_verbs
from bot.delivery.addresses import Addresses
from bot.delivery.clockwork import Clockwork
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.gauges import Gauges
from bot.delivery.nudger import Nudger
from bot.delivery.server_follower import ServerFollower
from bot.delivery.slack_publisher import SlackPublisher
from bot.delivery.target_follower import TargetFollower
from bot.domain.change import change
from bot.domain.errors import StormlampError, TryAgain
from bot.examination import doctor_of
from bot.metrics import Metrics
from bot.metrics_server import MetricsServer
from bot.readiness import Standing
from bot.settings import Mode, Settings
from bot.slack.client import SlackClient, make_client
from bot.slack.connection import Connection
from bot.slack.home_tabs import HomeTabs
from bot.slack.home_views import HomeViews
from bot.slack.http_endpoint import HttpEndpoint
from bot.slack.incoming import IncomingApp
from bot.slack.people import Directory
from bot.slack.router import connect
from bot.slack.services import Services
from bot.slack.user_groups import UserGroups
from bot.status_page.server import PageServer
from bot.status_page.streams import EventStreams
from bot.status_page.targets.target import parse_targets
from bot.supervision import Supervision
from bot.trouble_log import TroubleLog
from bot.use_cases.actor import OPERATOR, Admins, Responders
from bot.use_cases.answer_mention import AnswerMention
from bot.use_cases.backfill_incident import BackfillIncident
from bot.use_cases.browse_history import BrowseHistory
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.claim_delivery import ClaimDelivery
from bot.use_cases.clock import Clock, utc_now
from bot.use_cases.correct_update import CorrectUpdate
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.declare_incident import DeclareIncident
from bot.use_cases.dedicated_channels import OpenChannel, PutChannelAway
from bot.use_cases.edit_incident import EditIncident
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_linked import FindLinked
from bot.use_cases.find_pages import FindPages
from bot.use_cases.find_ready_messages import FindReadyMessages
from bot.use_cases.forget import Forget
from bot.use_cases.hand_over import HandOver
from bot.use_cases.keep_open_forms import KeepOpenForms
from bot.use_cases.note_incident import NoteIncident
from bot.use_cases.origin import START
from bot.use_cases.pass_time import PassTime
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.publish_incident import PublishIncident
from bot.use_cases.read_stats import ReadStats
from bot.use_cases.read_timeline import ReadTimeline
from bot.use_cases.reopen_incident import ReopenIncident
from bot.use_cases.resolve_incident import ResolveIncident
from bot.use_cases.retract_update import RetractUpdate
from bot.use_cases.snooze_nudge import SnoozeNudge
from bot.use_cases.take_lead import TakeLead
from bot.use_cases.take_snapshot import TakeSnapshot
from bot.use_cases.tie_channel import TieChannel, UntieChannel
from bot.web_routes import WebRoutes
from bot.web_server import WebServer, allow_connections, bind
from storage.database import Database
from storage.looks import Looks
from storage.repositories.publications import SERVER

_FIRST_PAGE = NewPage(slug="status", name="Our service")
_DATABASE_AWAY_SECONDS = 1.0
#: For so long Slack's deliveries wait for the pages.
_FIRST_SHOWN_SECONDS = 5.0

log = structlog.get_logger()


class Application:
    """What runs: the web server, the followers of the pages and, with its settings, Slack.

    Raises Invalid for settings that can't be used, before anything has begun.
    """

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        self._settings = settings
        self._clock = clock
        mode = settings.mode
        self._metrics = Metrics(has_slack=mode is not Mode.NONE)
        self._supervision = Supervision()
        targets = parse_targets(settings.publish_to)
        self.database = Database(settings.database_url)
        self._listener = bind(settings.host, settings.port)
        self._metrics_listener = (
            None
            if settings.metrics_port is None
            else bind(settings.host, settings.metrics_port, named="STORMLAMP_METRICS_PORT")
        )
        self.url = settings.base_url_on(self._listener.getsockname()[1])
        self._addresses = Addresses(self.url)
        self._find_incidents = FindIncidents(self.database)
        self._find_pages = FindPages(self.database)
        take_snapshot = TakeSnapshot(self.database, clock, self._addresses.url_of, stale_after=settings.stale_after)
        names = (SERVER, *(target.name for target in targets))
        follower = ServerFollower(self.database, take_snapshot, self._addresses, names, clock, metrics=self._metrics)
        self._follower = follower
        self._parts: dict[str, Callable[[], Awaitable[None]]] = {
            "database watch": self.database.watch,
            "web pages": follower.run,
            "web pages' records": follower.keep_noted,
            "clockwork": Clockwork(
                self.database, PassTime(self.database, clock), Forget(self.database, clock, settings.retention), clock
            ).run,
        }
        for target in targets:
            followed = TargetFollower(
                self.database, take_snapshot, self._addresses, target, clock, metrics=self._metrics
            )
            self._parts[target.name] = followed.run
        client = (
            None
            if mode is Mode.NONE
            else make_client(_revealed(settings.slack_bot_token), settings.slack_api_url, metrics=self._metrics)
        )
        self.doctor = doctor_of(settings, self.database, targets, client, base_url=self.url, clock=clock)
        self._connection: Connection | None = None
        self._client = client
        self._incoming: IncomingApp | None = None
        events = None if client is None else self._add_slack(client)
        allowed = allow_connections(settings.max_streams)
        streams = EventStreams(follower.pages, limit=allowed.streams)
        self._parts["streams"] = streams.run
        self._look = Looks(self.database, clock)
        standing = Standing(
            pages=follower.pages,
            clock=clock,
            supervision=self._supervision,
            look=self._look,
            connection=self._connection,
        )
        routes = WebRoutes(PageServer(follower.pages), standing, events)
        self._server = WebServer(routes, follower.pages, streams, connections=allowed.connections)
        gauges = Gauges(
            self._metrics,
            self.database,
            self._look,
            clock,
            is_connected=lambda: self._connection is not None and self._connection.is_up,
            open_pages=lambda: len(streams),
        )
        self._metrics_server = MetricsServer(self._metrics.registry, gauges.read)

    @property
    def metrics_url(self) -> str | None:
        """Where Prometheus asks, if the setting names a port."""
        if self._metrics_listener is None:
            return None
        host, port, *_ = self._metrics_listener.getsockname()
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics"

    def _add_slack(self, client: SlackClient) -> HttpEndpoint | None:
        """Returns what answers Slack's requests where it delivers by HTTP."""
        settings, clock = self._settings, self._clock
        secret = _revealed(settings.slack_signing_secret)
        app = IncomingApp(client, signing_secret=secret or None, metrics=self._metrics)
        self._incoming = app
        responders = Responders(frozenset(settings.responders))
        admins = Admins(frozenset(settings.admins))
        patience, words = settings.patience, settings.public_words
        user_groups = UserGroups(client, clock, settings.responders) if settings.responders else None
        directory = Directory(client, clock, user_groups=user_groups)
        home_views = HomeViews(
            find_pages=self._find_pages,
            browse_history=BrowseHistory(self.database),
            directory=directory,
            responders=responders,
            admins=admins,
            clock=clock,
        )
        home_tabs = HomeTabs(client, home_views, self.database.changes, clock)
        self._parts["home"] = home_tabs.run
        connect(
            app,
            Services(
                declare_incident=DeclareIncident(self.database, clock, responders, patience=patience, words=words),
                post_update=PostUpdate(self.database, clock, responders, patience=patience, words=words),
                resolve_incident=ResolveIncident(self.database, clock, responders, patience=patience, words=words),
                reopen_incident=ReopenIncident(self.database, clock, responders, patience=patience, words=words),
                publish_incident=PublishIncident(self.database, clock, responders, patience=patience, words=words),
                correct_update=CorrectUpdate(self.database, clock, responders, words=words),
                retract_update=RetractUpdate(self.database, clock, responders),
                edit_incident=EditIncident(self.database, clock, responders, words=words),
                cancel_incident=CancelIncident(self.database, clock, responders),
                backfill_incident=BackfillIncident(self.database, clock, responders, words=words),
                take_lead=TakeLead(self.database, clock, responders),
                open_channel=OpenChannel(self.database, clock, responders),
                put_channel_away=PutChannelAway(self.database, clock, responders),
                tie_channel=TieChannel(self.database, clock, admins),
                untie_channel=UntieChannel(self.database, clock, admins),
                hand_over=HandOver(self.database, clock, responders),
                note_incident=NoteIncident(self.database, clock, responders),
                open_forms=KeepOpenForms(self.database, clock),
                find_ready_messages=FindReadyMessages(self.database),
                claim_delivery=ClaimDelivery(self.database, clock),
                answer_mention=AnswerMention(self.database, clock),
                snooze_nudge=SnoozeNudge(self.database, clock, responders),
                find_incidents=self._find_incidents,
                find_pages=self._find_pages,
                find_linked=FindLinked(self.database, clock, self._addresses.every),
                responders=responders,
                admins=admins,
                directory=directory,
                clock=clock,
                public_words=words,
                url_of=self._addresses.url_of,
                wake_channel=self._wake_channel,
                serving=self.database.changes.serving,
                read_timeline=ReadTimeline(self.database),
                read_stats=ReadStats(self.database, clock),
                examine=self.doctor,
            ),
            home_tabs,
            admin_verbs(self.database, clock, admins),
        )
        publisher = SlackPublisher(self.database, client, self._find_incidents, clock, self._addresses.url_of)
        self._parts["nudger"] = Nudger(self.database, clock).run
        self._parts["dispatcher"] = Dispatcher(self.database, publisher, clock).run
        is_socket_mode = settings.mode is Mode.SOCKET
        self._connection = Connection(app, _revealed(settings.slack_app_token) if is_socket_mode else None)
        self._parts["slack"] = self._deliver
        return None if is_socket_mode else HttpEndpoint(app, secret)

    async def _deliver(self) -> None:
        """To render for the first time takes the processor for a second: whoever types meanwhile would get no form."""
        assert self._connection is not None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_SHOWN_SECONDS):
                await self._follower.shown()
        await self._connection.run()

    async def _wake_channel(self, channel: str) -> None:
        async with self.database.writing() as uow:
            await uow.outbox.wake_stream(channel, now=self._clock())

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The web server is up first; the rest follows as soon as the database is there. Raises Invalid."""
        serving = [asyncio.create_task(self._server.serve_on(self._listener))]
        if self._metrics_listener is not None:
            serving.append(asyncio.create_task(self._metrics_server.serve_on(self._metrics_listener)))
        try:
            await self._prepare_database()
            async with self._keeping_connections(), self._supervision.running(self._parts):
                log.info("running", url=self.url, metrics=self.metrics_url, slack=self._settings.mode.value)
                if self._connection is None:
                    log.warning("no_slack", reason="None of Slack's settings is there; page and command line work.")
                try:
                    yield
                finally:
                    # Nothing more comes in by HTTP; what Slack has sent is answered while its socket is still open.
                    self._stop_serving()
                    if self._incoming is not None:
                        await self._incoming.finish()
        finally:
            self._stop_serving()
            await asyncio.gather(*serving)
            await self._look.close()
            await self.database.close()
            self._listener.close()

    def _stop_serving(self) -> None:
        self._server.stop()
        self._metrics_server.stop()

    def _keeping_connections(self) -> AbstractAsyncContextManager[None]:
        return contextlib.nullcontext() if self._client is None else self._client.keeping_connections()

    async def _prepare_database(self) -> None:
        trouble = TroubleLog("database_away", over="database_there", database=self.database.place)
        while True:
            try:
                await self.database.migrate()
                await self._require_page()
                trouble.ended()
                return
            except TryAgain as error:
                trouble.failed(error.message)
                await asyncio.sleep(_DATABASE_AWAY_SECONDS)

    async def _require_page(self) -> None:
        """So that `/incident new` works at once."""
        if await self._find_pages.all():
            return
        try:
            with change():
                page = await CreatePage(self.database, self._clock)(_FIRST_PAGE, actor=OPERATOR, origin=START)
                log.warning("page_made", page=page.slug, reason="There was none. `stormlamp page edit` makes it yours.")
        except StormlampError:
            # Another process on the same database may have been faster.
            if not await self._find_pages.all():
                raise


def _revealed(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()
