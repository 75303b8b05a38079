from tests.command_line.conftest import CommandLine


def listed(stormlamp: CommandLine) -> list[tuple[str | None, str]]:
    return [(row["group"], row["name"]) for row in stormlamp.done("component", "list", "acme", "--json").json]


def test_components_are_listed_in_their_order_with_what_they_show_and_why(acme: CommandLine) -> None:
    acme.done("incident", "declare", "--title", "Slow", "--message", "We look.", "--component", "Website=partial")

    lines = acme.done("component", "list", "acme").out.splitlines()

    assert [" ".join(line.split()) for line in lines] == [
        "Group Name Status Incidents Description",
        "Core API operational – –",
        "– Website partial_outage INC-1 –",
    ]


def test_a_component_is_edited(acme: CommandLine) -> None:
    answer = acme.done("component", "edit", "acme", "API", "--name", "Public API", "--group", "")

    assert answer.out == "Component “Public API” saved.\n"
    assert listed(acme) == [(None, "Website"), (None, "Public API")]


def test_a_component_or_a_group_is_moved(acme: CommandLine) -> None:
    acme.done("component", "move", "acme", "Website", "--to", "1")
    assert listed(acme) == [(None, "Website"), ("Core", "API")]

    acme.done("component", "move", "acme", "Core", "--before", "Website")
    assert listed(acme) == [("Core", "API"), (None, "Website")]

    acme.done("component", "move", "acme", "Core", "--after", "Website")
    assert listed(acme) == [(None, "Website"), ("Core", "API")]


def test_a_move_needs_one_destination(acme: CommandLine) -> None:
    for destinations in ((), ("--to", "1", "--after", "Core")):
        answer = acme("component", "move", "acme", "Website", *destinations)

        assert answer.exit_code == 2
        assert "Give one of --to, --before and --after." in answer.err


def test_a_component_is_retired_once_no_open_incident_affects_it(acme: CommandLine) -> None:
    acme.done("incident", "declare", "--title", "Slow", "--message", "We look.", "--component", "API=major")
    assert acme.refused("component", "retire", "acme", "API") == (
        "“API” is affected by an open incident: INC-1 “Slow”. Resolve it first, then retire the component."
    )

    acme.done("incident", "resolve", "INC-1", "--message", "All is well.")
    acme.done("component", "retire", "acme", "API")

    assert listed(acme) == [(None, "Website")]


def test_a_page_without_components_says_how_to_begin(stormlamp: CommandLine) -> None:
    stormlamp.done("page", "create", "acme", "--name", "Acme")

    assert stormlamp.done("component", "list", "acme").out == (
        "The page “Acme” has no components. `stormlamp component create acme NAME` makes one.\n"
    )


def test_a_component_that_is_not_there_is_refused(acme: CommandLine) -> None:
    assert acme.refused("component", "edit", "acme", "Fax", "--name", "x") == (
        "The page “Acme” has no component “Fax”. It has: API, Website."
    )


def test_a_group_is_renamed_and_dissolved(acme: CommandLine) -> None:
    answer = acme.done("component", "group", "rename", "acme", "core", "Heart")
    assert answer.out == "The group is called “Heart” from now on.\n"
    assert listed(acme) == [("Heart", "API"), (None, "Website")]

    answer = acme.done("component", "group", "dissolve", "acme", "Heart")
    assert answer.out == "The group “Heart” is dissolved; its components stand at the end of the page.\n"
    assert listed(acme) == [(None, "Website"), (None, "API")]


def test_a_group_that_is_not_there_is_refused(acme: CommandLine) -> None:
    assert acme.refused("component", "group", "dissolve", "acme", "Fax") == (
        "The page “Acme” has no group “Fax”. It has: Core."
    )
