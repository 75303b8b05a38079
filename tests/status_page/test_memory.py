"""What is held in memory, for how long, and which page answers where."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.domain.errors import TryAgain
from bot.status_page.memory import Place, RenderedPages
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import Representation, represent

ACME, BETA = Place("acme", "/acme/"), Place("beta", "/beta/")
OWN = Place("beta", "/")
ID = "incidents/abcdefghij{:02}"


class Archive:
    """Renders whatever it is asked for, when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.released = asyncio.Event()
        self.released.set()
        self.error: Exception | None = None
        self.body = b"old"

    async def __call__(self, slug: str, path: str, base_path: str) -> Mapping[str, RenderedFile] | None:
        self.asked.append(f"{base_path}{path}")
        body = self.body
        await self.released.wait()
        if self.error is not None:
            raise self.error
        return None if path.endswith("99") else {path: RenderedFile("text/html", body)}


@pytest.fixture
def archive() -> Archive:
    return Archive()


@pytest.fixture
def pages(archive: Archive) -> RenderedPages:
    pages = RenderedPages(archive)
    pages.address(first=ACME, slugs={"acme": ACME, "beta": BETA}, hosts={"status.beta.com": OWN})
    for place in (ACME, BETA, OWN):
        pages.put(place, {"": html(place.slug.encode())}, whole=True)
    return pages


def html(body: bytes, language: str = "") -> Representation:
    return represent(RenderedFile("text/html", body, language))


async def body(pages: RenderedPages, place: Place, path: str) -> bytes | None:
    found = await pages.get(place, path)
    return None if found is None else found.variants["identity"].body


@pytest.mark.parametrize(
    ("host", "path", "found"),
    [
        ("a", "/", (ACME, "")),
        ("a", "/history", (ACME, "history")),
        ("a", "/acme", (ACME, "")),
        ("a", "/acme/", (ACME, "")),
        ("a", "/beta/history/", (BETA, "history")),
        ("a", "//beta//history//", (BETA, "/history")),
        ("a", "/gamma/", (ACME, "gamma")),
        ("status.beta.com", "/", (OWN, "")),
        ("status.beta.com", "/history", (OWN, "history")),
        ("status.beta.com:8080", "/history", (OWN, "history")),
        ("status.beta.com.evil.com", "/", (ACME, "")),
        ("", "/", (ACME, "")),
    ],
)
def test_a_request_finds_its_page(pages: RenderedPages, host: str, path: str, found: tuple[Place, str]) -> None:
    assert pages.locate(host, path) == found


def test_a_page_at_a_path_of_its_own_host_leaves_the_rest_to_the_others(pages: RenderedPages) -> None:
    own = Place("beta", "/status/")
    pages.address(first=ACME, slugs={"acme": ACME, "beta": BETA}, hosts={"beta.com": own})
    assert pages.locate("beta.com", "/status") == (own, "")
    assert pages.locate("beta.com", "/status/history") == (own, "history")
    assert pages.locate("beta.com", "/acme/") == (ACME, "")


def test_nothing_answers_before_the_first_page_is_there(archive: Archive) -> None:
    pages = RenderedPages(archive)
    assert pages.locate("a", "/") is None
    assert not pages.is_ready


def test_it_is_ready_once_every_page_can_be_served(archive: Archive) -> None:
    pages = RenderedPages(archive)
    pages.put(ACME, {}, whole=True)
    pages.address(first=ACME, slugs={"acme": ACME, "beta": BETA}, hosts={})
    assert not pages.is_ready
    pages.put(BETA, {}, whole=True)
    assert pages.is_ready


async def test_a_page_without_an_address_is_forgotten(pages: RenderedPages) -> None:
    pages.address(first=ACME, slugs={"acme": ACME}, hosts={})
    assert await body(pages, BETA, "") is None
    assert await body(pages, ACME, "") == b"acme"


async def test_an_old_part_is_rendered_when_it_is_asked_for_and_kept(pages: RenderedPages, archive: Archive) -> None:
    assert await body(pages, ACME, ID.format(1)) == b"old"
    assert await body(pages, ACME, ID.format(1)) == b"old"
    assert await body(pages, BETA, "history/2026-11") == b"old"
    assert archive.asked == ["/acme/" + ID.format(1), "/beta/history/2026-11"]


@pytest.mark.parametrize(
    "path", ["incidents/ABCDEFGHIJKL", "incidents/abc", "history/2026-1", "../acme/incidents/abcdefghij01", "x" * 9_000]
)
async def test_what_can_not_be_an_old_part_never_reaches_the_archive(
    pages: RenderedPages, archive: Archive, path: str
) -> None:
    assert await body(pages, ACME, path) is None
    assert archive.asked == []


async def test_many_who_ask_at_once_cost_one_rendering(pages: RenderedPages, archive: Archive) -> None:
    archive.released.clear()
    asking = [asyncio.create_task(body(pages, ACME, ID.format(1))) for _ in range(20)]
    await asyncio.sleep(0)
    asking.pop().cancel()  # who leaves ends it for nobody else
    archive.released.set()
    assert await asyncio.gather(*asking) == [b"old"] * 19
    assert len(archive.asked) == 1


async def test_a_failure_is_told_to_all_who_ask_and_tried_again_for_the_next(
    pages: RenderedPages, archive: Archive
) -> None:
    archive.error = TryAgain("The database does not answer.")
    answers = await asyncio.gather(*(body(pages, ACME, ID.format(1)) for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [TryAgain] * 3
    archive.error = None
    assert await body(pages, ACME, ID.format(1)) == b"old"


async def test_what_is_put_while_an_older_one_loads_is_what_stays(pages: RenderedPages, archive: Archive) -> None:
    archive.released.clear()
    asking = asyncio.create_task(body(pages, ACME, ID.format(1)))
    await asyncio.sleep(0)
    pages.put(ACME, {ID.format(1): html(b"new")}, whole=False)
    archive.released.set()
    await asking
    assert await body(pages, ACME, ID.format(1)) == b"new"


async def test_what_is_gone_while_it_loads_is_not_kept(pages: RenderedPages, archive: Archive) -> None:
    archive.released.clear()
    asking = asyncio.create_task(body(pages, ACME, ID.format(1)))
    await asyncio.sleep(0)
    pages.put(ACME, {}, whole=False, gone=[ID.format(1)])
    archive.released.set()
    await asking
    await body(pages, ACME, ID.format(1))
    assert len(archive.asked) == 2


async def test_the_archive_in_memory_is_bounded_and_keeps_what_is_read(pages: RenderedPages, archive: Archive) -> None:
    def name(number: int) -> str:
        return f"incidents/a{number:011}"

    await body(pages, ACME, name(0))
    for number in range(1, 1_200):
        await body(pages, ACME, name(number) if not name(number).endswith("99") else name(0))
        await body(pages, ACME, name(0))
    asked = len(archive.asked)
    await body(pages, ACME, name(0))
    assert len(archive.asked) == asked
    await body(pages, ACME, name(1))
    assert len(archive.asked) == asked + 1


async def test_a_whole_publication_leaves_nothing_of_the_one_before(pages: RenderedPages) -> None:
    pages.put(ACME, {"history": html(b"h"), ID.format(1): html(b"i")}, whole=False)
    pages.put(ACME, {"": html(b"new")}, whole=True)
    assert [await body(pages, ACME, path) for path in ("", "history")] == [b"new", None]
    assert await body(pages, ACME, ID.format(1)) == b"old"


async def test_a_whole_publication_in_between_discards_what_was_loading(pages: RenderedPages, archive: Archive) -> None:
    archive.released.clear()
    asking = asyncio.create_task(body(pages, ACME, ID.format(1)))
    await asyncio.sleep(0)
    pages.put(ACME, {}, whole=True)
    archive.released.set()
    await asking
    archive.body = b"new"
    assert await body(pages, ACME, ID.format(1)) == b"new"


class Translator:
    """Translates whatever it is asked for, when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.released = asyncio.Event()
        self.error: Exception | None = None
        self.body = b"vieux"

    async def __call__(self, _slug: str, path: str, base_path: str, language: str, asked: str) -> RenderedFile:
        self.asked.append(f"{base_path}{path}{asked} {language}")
        body = self.body
        await self.released.wait()
        if self.error is not None:
            raise self.error
        return RenderedFile("text/html", body, language)


async def in_french(pages: RenderedPages, asked: str = "") -> bytes:
    found = await pages.get_in(ACME, "", "fr", asked)
    assert found is not None
    return found.variants["identity"].body


@pytest.fixture
def translator() -> Translator:
    return Translator()


@pytest.fixture
def translated(archive: Archive, translator: Translator) -> RenderedPages:
    pages = RenderedPages(archive, translator)
    pages.put(ACME, {"": html(b"own", "en")}, whole=True)
    return pages


async def test_many_who_want_a_language_at_once_cost_one_rendering(
    translated: RenderedPages, translator: Translator
) -> None:
    asking = [asyncio.create_task(in_french(translated)) for _ in range(20)]
    await asyncio.sleep(0)
    asking.pop().cancel()  # who leaves ends it for nobody else
    translator.released.set()

    assert await asyncio.gather(*asking) == [b"vieux"] * 19
    assert await in_french(translated) == b"vieux"
    assert await in_french(translated, "?lang=fr") == b"vieux"
    assert translator.asked == ["/acme/ fr", "/acme/?lang=fr fr"]


@pytest.mark.parametrize("whole", [True, False])
async def test_a_translation_of_what_was_before_a_change_is_not_kept(
    translated: RenderedPages, translator: Translator, whole: bool
) -> None:
    early = asyncio.create_task(in_french(translated))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    translated.put(ACME, {"": html(b"new", "en")}, whole=whole)
    translator.body = b"neuf"
    late = asyncio.create_task(in_french(translated))
    await asyncio.sleep(0)
    translator.released.set()

    assert (await early, await late) == (b"vieux", b"neuf")
    assert await in_french(translated) == b"neuf"


async def test_who_can_not_be_answered_in_their_language_get_the_page_s_own_until_it_can_be(
    translated: RenderedPages, translator: Translator
) -> None:
    translator.released.set()
    translator.error = TryAgain("The database does not answer.")
    assert await asyncio.gather(*(in_french(translated) for _ in range(3))) == [b"own"] * 3

    translator.error = None
    assert await in_french(translated) == b"vieux"
