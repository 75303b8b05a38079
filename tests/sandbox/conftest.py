from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.sandbox import Sandbox
from tests.conftest import StoppedClock
from tests.sandbox.bolt_app import CONFIG, bolt_app
from tests.sandbox.web_api.caller import Caller


@pytest.fixture
async def sandbox(clock: StoppedClock) -> AsyncIterator[Sandbox]:
    """Its time stands still until `clock` is moved."""
    async with Sandbox(clock=clock, app=CONFIG) as sandbox:
        for name in ("incidents", "general"):
            sandbox.person("ada").invites_app(name)
        yield sandbox


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield session


@pytest.fixture
def call(sandbox: Sandbox, session: aiohttp.ClientSession) -> Caller:
    return Caller(sandbox, session)


@pytest.fixture
def app(sandbox: Sandbox) -> AsyncApp:
    return bolt_app(sandbox)
