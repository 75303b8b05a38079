from tests.command_line.conftest import CommandLine


def test_what_is_not_well_is_said_with_the_way_out_and_exit_code_1(acme: CommandLine) -> None:
    answer = acme("doctor")

    assert answer.exit_code == 1
    lines = answer.out.splitlines()
    assert lines[0].startswith("ok   Database: SQLite 3.")
    assert "NOT  Page acme: was never published" in lines
    assert "     `stormlamp run` publishes it." in lines
    assert lines[-1] == "ok   Slack: not configured; the page and the command line work without it."
