"""What Prometheus is told, on a port of its own."""

from __future__ import annotations

import asyncio
import contextlib
import math
import sqlite3
from pathlib import Path

import httpx
from httpx import URL
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.sandbox.faults import Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from tests.journeys.stage import Stage, staged
from tests.postgresql import running
from tests.public_page import reader

POSTED = {"method": "chat.postMessage", "outcome": "ok"}
REFUSED = {"method": "chat.postMessage", "outcome": "not_in_channel"}
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def scraped(stage: Stage) -> Samples:
    assert stage.application.metrics_url is not None
    async with reader() as prometheus:
        answer = await prometheus.get(stage.application.metrics_url)
    assert answer.status_code == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples[f"stormlamp_{name}", frozenset(labels.items())]


async def test_an_incident_is_counted_and_timed_on_its_way(tmp_path: Path) -> None:
    folder = f"file://{tmp_path}/public"
    async with staged(tmp_path, metrics_port=0, publish_to=(folder,)) as stage:
        await stage.declare()
        await stage.page_shows(lambda html: "Website loading slowly" in html)

        def is_all_counted() -> bool:
            posts = samples.get(("stormlamp_slack_calls_total", frozenset(POSTED.items())), 0)
            return posts == 2 and value(samples, "publish_seconds_count", target=folder) > 0

        changes = stage.application.database.changes
        samples = await scraped(stage)
        while not is_all_counted():
            await changes.wait_beyond(changes.count, seconds=0.2)
            samples = await scraped(stage)

    assert value(samples, "acknowledgement_seconds_count", kind="command", outcome="acknowledged") == 1
    assert value(samples, "acknowledgement_seconds_count", kind="submission", outcome="acknowledged") == 1
    assert value(samples, "slack_calls_total", **POSTED) == 2
    assert value(samples, "publish_seconds_count", target="server") >= 1
    assert value(samples, "publish_seconds_count", target=folder) >= 1
    assert value(samples, "database_up") == value(samples, "slack_connected") == 1
    assert {labels for name, labels in samples if name == "stormlamp_target_revision_lag"} == {
        frozenset({("page", "acme"), ("target", target)}) for target in ("server", folder)
    }


async def test_what_slack_does_not_take_is_seen_in_depth_age_and_errors(tmp_path: Path) -> None:
    async with staged(tmp_path, metrics_port=0) as stage:
        stage.sandbox.faults.plan("chat.postMessage", Refused("not_in_channel"), times=None)
        form = await stage.form("/incident new Slow")
        form.fill("Message", "We are looking into it.")
        assert (await form.submit()).is_accepted
        refused = ("stormlamp_slack_calls_total", frozenset(REFUSED.items()))
        changes = stage.application.database.changes
        while refused not in (samples := await scraped(stage)):
            await changes.wait_beyond(changes.count, seconds=0.2)

    assert value(samples, "outbox_depth", kind="announce") == 1
    assert value(samples, "outbox_stream_depth", stream="C0INCIDENTS") == 2
    assert value(samples, "outbox_stream_oldest_seconds", stream="C0INCIDENTS") > 0


async def test_a_form_that_slack_does_not_open_is_seen_among_its_errors(tmp_path: Path) -> None:
    async with staged(tmp_path, metrics_port=0) as stage:
        stage.sandbox.faults.plan("views.open", ServerError(503))
        await stage.ada.types("/incident new Slow")
        await stage.ada.is_told("The form did not open")

        samples = await scraped(stage)

    assert value(samples, "slack_calls_total", method="views.open", outcome="http_503") == 1


async def test_a_database_that_is_away_is_said_to_be_down(tmp_path: Path) -> None:
    with running() as server:
        url = (await server.new_database()).render_as_string(hide_password=False)
        async with staged(tmp_path, metrics_port=0, database_url=url) as stage:
            await _readiness(stage, slack=True, database=True)
            assert value(await scraped(stage), "database_up") == 1
            server.stop()

            samples = await scraped(stage)
            readiness = await _readiness(stage, database=False)

            assert value(samples, "database_up") == 0
            for unknown in ("outbox_set_aside", "outbox_oldest_seconds", "database_answer_seconds"):
                assert math.isnan(value(samples, unknown))
            assert readiness.status_code == 200
            assert (readiness.json()["database"], readiness.json()["dispatcher"]) == (False, False)
            assert "The database does not answer" in readiness.json()["reasons"][0]
            assert (await stage.public.get("/acme/")).status_code == 200


async def test_a_database_that_takes_nothing_is_said_to_be_down_and_the_forms_are_counted(tmp_path: Path) -> None:
    async with staged(tmp_path, metrics_port=0) as stage:
        form = await stage.form("/incident new Slow")
        form.fill("Message", "We are looking into it.")
        with contextlib.closing(sqlite3.connect(tmp_path / "stormlamp.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with capture_logs() as logs:
                assert "The database is busy" in (await form.submit()).errors["message"]
            while "The database is busy" not in str(readiness := (await stage.public.get("/readyz")).json()):
                pass  # a look takes as long as a form waits for the lock
            samples = await scraped(stage)
            database, *_ = await stage.application.doctor()

    assert value(samples, "acknowledgement_seconds_count", kind="submission", outcome="refused") == 1
    assert value(samples, "database_up") == 0
    assert value(samples, "outbox_set_aside") == 0
    assert (readiness["pages"], readiness["database"], readiness["dispatcher"]) == (True, False, False)
    assert (database.is_ok, database.detail.endswith("try again in a moment.")) == (False, True)
    [not_saved] = [entry for entry in logs if entry["event"] == "form_not_saved"]
    assert "The database is busy" in not_saved["reason"]
    assert [entry["outcome"] for entry in logs if entry["event"] == "slack_delivery"] == ["refused"]


async def test_however_many_come_to_its_port_they_are_few_and_prometheus_is_answered(tmp_path: Path) -> None:
    async with staged(tmp_path, metrics_port=0) as stage, contextlib.AsyncExitStack() as strangers:
        assert stage.application.metrics_url is not None
        url = URL(stage.application.metrics_url)
        with capture_logs() as logs:
            ends = []
            for _ in range(100):
                reader_, writer = await asyncio.open_connection(url.host, url.port)
                strangers.callback(writer.close)
                ends.append(asyncio.create_task(reader_.read()))
            # The last of them is there when somebody who came later is answered.
            assert value(await scraped(stage), "database_up") == 1
            async with asyncio.timeout(10):
                while sum(end.done() for end in ends) < 100 - 32:
                    await asyncio.wait([end for end in ends if not end.done()], return_when=asyncio.FIRST_COMPLETED)

        assert (await stage.public.get("/acme/")).status_code == 200
        # Those who came first have gone, in one line of the log or two.
        assert all(end.done() for end in ends[:32])
        assert not ends[-1].done()
        assert 1 <= sum(entry["event"] == "connections_cut" for entry in logs) < 10

    for end in ends:
        end.cancel()
    await asyncio.gather(*ends, return_exceptions=True)


async def test_without_its_setting_there_is_no_such_port(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.page_shows(lambda html: "Acme" in html)
        assert stage.application.metrics_url is None
        assert (await stage.public.get("/metrics")).status_code == 404


async def test_readiness_says_that_slack_is_away(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.page_shows(lambda html: "Acme" in html)
        before = (await _readiness(stage, slack=True, database=True)).json()
        await _cut_off(stage.sandbox)
        after = await _readiness(stage, slack=False)

    assert before == {"pages": True, "slack": True, "database": True, "dispatcher": True, "reasons": []}
    assert after.status_code == 200
    assert after.json()["reasons"] == ["Slack's socket was lost. It is opened anew."]


async def _readiness(stage: Stage, **wanted: bool) -> httpx.Response:
    """As soon as it says that: nobody is told that a socket is open or a database away, and it does not wait for it."""
    changes = stage.application.database.changes
    while not wanted.items() <= (said := await stage.public.get("/readyz")).json().items():
        await changes.wait_beyond(changes.count, seconds=0.2)
    return said


async def _cut_off(sandbox: Sandbox) -> None:
    sandbox.faults.refuses_sockets = True
    await sandbox.socket_mode.drop()


async def test_a_database_that_fails_in_a_way_that_nobody_foresaw_is_said_to_be_down(tmp_path: Path) -> None:
    async with staged(tmp_path, metrics_port=0) as stage:
        await _readiness(stage, slack=True, database=True)
        with contextlib.closing(sqlite3.connect(tmp_path / "stormlamp.db", isolation_level=None)) as other:
            other.execute("ALTER TABLE outbox RENAME TO elsewhere")

        assert value(await scraped(stage), "database_up") == 0


async def test_whoever_asks_while_somebody_else_does_hears_the_whole(tmp_path: Path) -> None:
    async with staged(tmp_path, metrics_port=0) as stage:
        await _readiness(stage, slack=True, database=True)

        for samples in await asyncio.gather(*(scraped(stage) for _ in range(20))):
            assert value(samples, "outbox_set_aside") == 0
