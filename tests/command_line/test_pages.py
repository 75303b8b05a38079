from pathlib import Path

from bot.status_page.preview.scenes import FRONTS
from tests.command_line.conftest import CommandLine


def test_a_page_is_created_on_a_brand_new_database(stormlamp: CommandLine) -> None:
    answer = stormlamp.done("page", "create", "acme", "--name", "Acme")

    assert answer.out == (
        "Page “Acme” created: http://127.0.0.1:8080/acme/\nNext: stormlamp component create acme NAME\n"
    )


def test_pages_are_listed_with_what_they_show(acme: CommandLine) -> None:
    acme.done("page", "create", "other", "--name", "The other one", "--channel", "C0123456789")
    acme.done("incident", "declare", "--page", "other", "--title", "Slow", "--message", "We look into it.")

    lines = acme.done("page", "list").out.splitlines()

    assert [" ".join(line.split()) for line in lines] == [
        "Slug Name Shows Components Open incidents Time zone History days Channel Tied channels Address",
        "acme Acme All Systems Operational 2 0 UTC 7 – – http://127.0.0.1:8080/acme/",
        "other The other one Minor Service Outage 0 1 UTC 7 C0123456789 – http://127.0.0.1:8080/other/",
    ]
    assert len({line.index("http") for line in lines[1:]}) == 1


def test_what_is_not_given_to_edit_stays_and_an_empty_text_takes_away(stormlamp: CommandLine) -> None:
    stormlamp.done("page", "create", "acme", "--name", "Acme", "--channel", "C0123456789", "--history-days", "3")

    stormlamp.done("page", "edit", "acme", "--channel", "", "--public-url", "https://status.example.com")

    assert stormlamp.done("page", "list", "--json").json == [
        {
            "slug": "acme",
            "name": "Acme",
            "shows": "All Systems Operational",
            "components": 0,
            "open_incidents": 0,
            "time_zone": "UTC",
            "history_days": 3,
            "channel": None,
            "tied_channels": [],
            "address": "https://status.example.com/",
        }
    ]


def test_an_empty_list_says_how_to_begin(stormlamp: CommandLine) -> None:
    assert stormlamp.done("page", "list").out == (
        "There is no status page yet. `stormlamp page create SLUG --name NAME` makes one.\n"
    )
    assert stormlamp.done("page", "list", "--json").json == []


def test_a_page_that_is_not_there_is_refused(acme: CommandLine) -> None:
    assert acme.refused("page", "edit", "acne", "--name", "x") == "There is no status page “acne”. There are: acme."


def test_a_slug_that_is_taken_is_refused(acme: CommandLine) -> None:
    assert (
        acme.refused("page", "create", "acme", "--name", "Acme")
        == "There is a page “acme” already. Choose another slug."
    )


def test_channels_are_tied_to_a_page_and_untied(acme: CommandLine) -> None:
    acme.done("page", "link", "acme", "C0123456789")
    acme.done("page", "link", "acme", "C0123456789")
    acme.done("page", "link", "acme", "C0GENERAL")
    acme.done("page", "unlink", "acme", "C0GENERAL")

    assert acme.done("page", "list", "--json").json[0]["tied_channels"] == ["C0123456789"]
    assert "is not the id of a Slack channel" in acme.refused("page", "link", "acme", "#general")


def test_a_page_s_look_is_read_from_the_options(acme: CommandLine, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    link = "Help=https://example.com/?a=b"

    acme.done("page", "edit", "acme", "--logo", str(logo), "--accent", "#14588f", "--link", link, "--locale", "de")
    acme.done("page", "edit", "acme", "--no-archive", "--partial-weight", "50", "--logo", "", "--link", "")


def test_a_look_that_can_not_be_is_refused_in_a_sentence(acme: CommandLine) -> None:
    refused = acme.refused

    assert "There are: en, ar, de" in refused("page", "edit", "acme", "--locale", "tlh")
    assert "nowhere.svg can't be read: No such file or directory." in refused(
        "page", "edit", "acme", "--logo", "nowhere.svg"
    )
    assert "Write it like “Support=https://a.example”" in refused("page", "edit", "acme", "--link", "https://a.example")
    assert "#ffff00 can't be read on the page's light background: its contrast is 1.0" in refused(
        "page", "edit", "acme", "--accent", "#ffff00"
    )


def test_a_preview_holds_every_scene_with_all_that_it_leads_to(stormlamp: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "scenes"

    said = stormlamp.done("page", "preview", str(folder)).out

    assert said.startswith(f"{len(FRONTS)} scenes are in {folder}: all_good, ")
    index = (folder / "index.html").read_text()
    for name in FRONTS:
        assert f'href="/{name}/"' in index
        assert (folder / name / "index.html").read_text().startswith("<!doctype html>")
        assert (folder / name / "history" / "index.html").is_file()
    assert (folder / "page_wide" / "incidents" / "incident0001" / "index.html").is_file()


def test_a_preview_that_can_not_be_written_is_refused(stormlamp: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert stormlamp.refused("page", "preview", str(tmp_path / "file")) == (
        f"{tmp_path}/file can't be written to: Not a directory."
    )


def test_a_page_is_moved(acme: CommandLine) -> None:
    acme.done("page", "create", "beta", "--name", "Beta")

    assert acme.done("page", "move", "beta", "--before", "acme").out == "Page “Beta” moved.\n"

    assert [row["slug"] for row in acme.done("page", "list", "--json").json] == ["beta", "acme"]
    assert acme.refused("page", "move", "beta", "--to", "3") == "There is no position 3 there; it can be 1 to 2."


def test_a_page_with_a_history_is_retired_and_one_without_is_deleted(acme: CommandLine) -> None:
    only = "“Acme” is the only page. Add another one first, then remove this one."
    assert acme.refused("page", "remove", "acme") == only
    for slug in ("beta", "gamma"):
        acme.done("page", "create", slug, "--name", slug.capitalize())
    acme.done("incident", "declare", "--page", "beta", "--title", "Slow", "--message", "We look.")
    assert acme.refused("page", "remove", "beta") == (
        "“Beta” has an open incident: INC-1 “Slow”. Resolve it first, then remove the page."
    )
    acme.done("incident", "resolve", "INC-1", "--message", "All is well.")

    assert acme.done("page", "remove", "beta").out == (
        "Page “Beta” retired. What stood there stays at http://127.0.0.1:8080/beta/, marked as no longer updated.\n"
    )
    assert acme.done("page", "remove", "gamma").out == "Page “Gamma” deleted. It never had an incident.\n"

    assert [row["slug"] for row in acme.done("page", "list", "--json").json] == ["acme"]
    assert acme.refused("incident", "declare", "--page", "beta", "--title", "Slow", "--message", "We look.") == (
        "The page “Beta” is retired: nothing new goes on it. Choose another page."
    )


def test_a_page_has_colours_of_its_own_one_by_one(acme: CommandLine) -> None:
    acme.done("page", "edit", "acme", "--css-variable", "paper=#fff8f0", "--css-variable", "line=#cccccc,#333333")
    acme.done("page", "edit", "acme", "--css-variable", "line=")

    assert "names no colour of the page" in acme.refused("page", "edit", "acme", "--css-variable", "nope=#fff8f0")
    assert "can't be read" in acme.refused("page", "edit", "acme", "--css-variable", "ink=#eeeeee")


def test_a_page_is_created_with_the_look_that_edit_could_give_it(stormlamp: CommandLine, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    look = ("--logo", str(logo), "--accent", "#14588f", "--link", "Help=https://example.com/?a=b", "--locale", "de")
    counts = ("--partial-weight", "50", "--no-archive", "--no-maintenance-indicator", "--no-announce-changes")
    page = ("page", "create", "acme", "--name", "Acme", *counts)

    assert "There are: en, ar, de" in stormlamp.refused(*page, "--locale", "tlh")
    assert "names no colour of the page" in stormlamp.refused(*page, "--css-variable", "nope=#fff8f0")
    assert "is no picture that can be used" in stormlamp.refused(*page, "--logo", __file__)
    stormlamp.done(*page, *look, "--css-variable", "paper=#fff8f0")

    assert [row["slug"] for row in stormlamp.done("page", "list", "--json").json] == ["acme"]
