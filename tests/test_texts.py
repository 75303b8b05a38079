"""What the bot says stands in one catalogue, whole and current: so that it can be said in another language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "templates" / "messages.pot"
SPEAKING = ("blocks", "slack", "domain", "use_cases", "delivery")
KEYWORDS = {"say": None, "say_many": (1, 2), "later": None}

#: A capital letter, or the quotation of what somebody typed, and more than one word.
SENTENCE = re.compile(r"[A-Z“…✅🔒⚠*].* .*[a-z]|.*[a-z]\. |.* .*[a-z][.:?!]$", re.DOTALL)
#: Written for others than those who read Slack.
ELSEWHERE = {
    "bot/domain/amendment.py": "the public page says it, in the page's language",
    "bot/domain/headline.py": "the public page says it, in the page's language",
    "bot/domain/public_words.py": "patterns of what is not meant for the public",
    "bot/domain/writing_hints.py": "patterns of English",
    "bot/domain/texts.py": "for who writes the code",
    "bot/slack/http_endpoint.py": "for whoever posts to an address that is Slack's",
    "bot/slack/client.py": "for the log",
    "bot/slack/connection.py": "for the log",
    "bot/delivery/slack_publisher.py": "for the log",
}
LOGS = {"debug", "info", "warning", "error", "exception"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in SPEAKING:
        for path in sorted((ROOT / "bot" / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def test_no_sentence_stands_outside_of_what_is_said() -> None:
    unsaid = [
        f"{name}:{line}: {text}"
        for name, tree in modules()
        if name not in ELSEWHERE
        for line, text in _outside(tree)
        if SENTENCE.search(text)
    ]

    assert unsaid == []


def _outside(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Each string that is neither said, logged nor a docstring, with `{}` for what is put in."""
    if isinstance(node, ast.Call) and _name(node.func) in {*KEYWORDS, *LOGS, "compile"}:
        return
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _outside(part.value)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
        return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from _outside(child)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def test_every_place_in_a_text_is_filled_and_no_value_is_left_over() -> None:
    wrong = [
        f"{name}:{call.lineno}"
        for name, tree in modules()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) in {"say", "say_many"} and not _is_filled(call)
    ]

    assert wrong == []


def _is_filled(call: ast.Call) -> bool:
    values = {keyword.arg for keyword in call.keywords}
    texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if _name(call.func) == "say_many":
        return len(texts) == 2 and {name for text in texts for name in _places(text)} - {"count"} == values
    # A text without values keeps its braces; one from a table is filled by whoever knows the table.
    return not texts or not values or _places(texts[0]) == values


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_a_text_is_given_as_it_stands_so_that_it_is_found() -> None:
    hidden = [
        f"{name}:{call.lineno}"
        for name, tree in modules()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (
            (_name(call.func) == "later" and not isinstance(call.args[0], ast.Constant))
            or (_name(call.func) == "say" and isinstance(call.args[0], ast.JoinedStr | ast.BinOp))
        )
    ]

    assert hidden == []


def test_the_catalogue_has_every_text() -> None:
    with CATALOGUE.open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    said = {
        message
        for package in SPEAKING
        for _, _, message, _, _ in extract_from_dir(
            ROOT / "bot" / package, [("**.py", "python")], keywords=KEYWORDS, comment_tags=()
        )
    }

    assert said - kept == set(), "make texts"
    assert kept - said == set(), "make texts"
