import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.public_text import public_text
from tests.typed_text import ENDLESS, typed_texts


@pytest.mark.parametrize(
    ("slack", "public"),
    [
        ("*bold* and _it_, ~gone~", "**bold** and *it*, ~~gone~~"),
        ("*all of <https://a.example|it> bold*", "**all of [it](https://a.example) bold**"),
        ("`a*b*c` and ```\nx = *y*\n```", "`a*b*c` and \n```\nx = *y*\n```"),
        ("• one\n• two", "- one\n- two"),
        ("&gt; said\nmore", "> said\nmore"),
        ("fish &amp; chips &lt;now&gt;", "fish & chips <now>"),
        (":tada: at 10:30:45 :no_such_thing:", "🎉 at 10:30:45 :no_such_thing:"),
        ("*a* b *c*, *d*e*", "**a** b **c**, *d*e*"),
        ("• one\n  ◦ two\n\n\n•three", "- one\n  - two\n\n\n•three"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("<@U1|ada> in <#C1|ops> <!here>", "@ada in #ops @here"),
    ],
)
def test_slack_mark_up_becomes_the_pages_markdown(slack: str, public: str) -> None:
    assert public_text(slack) == public


@given(st.text(alphabet="*_~`<>|@#!&;:\n ab0"))
def test_any_text_is_taken(text: str) -> None:
    assert "\0" not in public_text(text)


@settings(max_examples=300, deadline=None)
@given(typed_texts)
def test_no_text_shows_the_public_an_id(typed: str) -> None:
    shown = public_text(typed.replace("@U0SECRET", "").replace("#C0SECRET", "") + "<@U0SECRET> <#C0SECRET> <!here>")

    assert "0SECRET" not in shown
    assert "\0" not in shown


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: repr(text[:4]))
def test_the_longest_text_comes_to_an_end(text: str) -> None:
    assert "0SECRET" not in public_text(f"{text} <@U0SECRET>")
