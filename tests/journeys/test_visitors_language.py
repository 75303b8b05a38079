"""A visitor reads the page's own words in a language of theirs; what responders wrote stays as they wrote it."""

from __future__ import annotations

from httpx import Response

from tests.journeys.stage import Stage


async def seen(stage: Stage, path: str = "", *, wants: str = "", **more: str) -> Response:
    headers = {"accept-language": wants, **more} if wants else more
    return await stage.public.get(f"/acme/{path}", headers={"accept-language": "", **headers})


async def test_the_browser_s_language_is_spoken_and_the_page_s_own_without_it(stage: Stage) -> None:
    await stage.declare("Slow", "We are looking into it.")
    await stage.page_shows(lambda html: "We are looking into it." in html)

    german, again, own = await seen(stage, wants="de-AT,en;q=0.5"), await seen(stage, wants="de"), await seen(stage)

    assert german.headers["content-language"] == "de"
    assert '<html lang="de" dir="ltr">' in german.text
    assert "Wird untersucht" in german.text
    assert "We are looking into it." in german.text
    assert (again.text, again.headers["etag"]) == (german.text, german.headers["etag"])
    assert own.headers["content-language"] == "en"
    assert "Investigating" in own.text
    assert own.headers["etag"] != german.headers["etag"]
    assert {each.headers["vary"] for each in (german, own)} == {"Accept-Encoding, Accept-Language"}
    fresh = await seen(stage, wants="de", **{"if-none-match": german.headers["etag"]})
    assert fresh.status_code == 304


async def test_a_change_is_there_in_every_language_at_once(stage: Stage) -> None:
    await stage.declare("Slow", "We are looking into it.")
    await stage.page_shows(lambda html: "We are looking into it." in html)
    assert "More is known." not in (await seen(stage, wants="fr")).text

    form = await stage.form("/incident update INC-1 More is known.")
    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "More is known." in html)

    assert "More is known." in (await seen(stage, wants="fr")).text


async def test_a_language_in_the_address_beats_the_browser_s_and_stays_in_the_links(stage: Stage) -> None:
    await stage.declare("Slow", "We are looking into it.")
    html = await stage.page_shows(lambda html: "We are looking into it." in html)
    incident = html.split("/acme/incidents/", 1)[1][:12]

    arabic = await seen(stage, "?lang=ar", wants="de")
    pages = [await seen(stage, f"{path}?lang=ar") for path in (f"incidents/{incident}", "history", "embed")]

    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert 'href="/acme/history?lang=ar"' in arabic.text
    assert '<link rel="canonical" href="http' in arabic.text
    assert "?lang=" not in arabic.text.split('rel="canonical"', 1)[1].split(">", 1)[0]
    assert {page.headers["content-language"] for page in pages} == {"ar"}
    assert 'href="/acme/?lang=ar"' in pages[0].text


async def test_an_unknown_language_gets_the_page_s_own_and_machines_get_no_other(stage: Stage) -> None:
    await stage.page_shows(lambda html: "Acme" in html)

    unknown = await seen(stage, "?lang=tlh", wants="sv")
    summary = await seen(stage, "api/v2/summary.json?lang=de", wants="de")

    assert unknown.headers["content-language"] == "en"
    assert summary.json()["status"]["description"] == "All Systems Operational"
    assert summary.headers["vary"] == "Accept-Encoding"
