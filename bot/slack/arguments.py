"""What stands after `/incident`, read: any text at all becomes a command, or a doubt that leads on."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from bot.blocks import limits
from bot.blocks.ids import Form
from bot.blocks.incident_list import Scope
from bot.domain.incident import IncidentStatus
from bot.domain.text import clean
from bot.domain.texts import say
from bot.domain.timeline import Format
from bot.slack.commands import (
    AddNote,
    Amend,
    ArchiveChannel,
    Backfill,
    Command,
    Components,
    Doubt,
    Handoff,
    Help,
    Lead,
    LinkPage,
    List,
    LookAtHealth,
    New,
    Numbers,
    OpenChannel,
    PageLinks,
    Panel,
    Postmortem,
    Reopen,
    Resolve,
    SetStatus,
    Show,
    Timeline,
    UnlinkPage,
    Update,
)
from bot.slack.words import bare, certain_reference, first_word, leaf, reference, statuses, unquoted

_NEARNESS = 0.75  # “updte”, “resolved” and “listing” are near a verb; “website” and “checkout” are not
_SCOPES = {**{scope.value: scope for scope in Scope}, "history": Scope.ALL}
_DAYS = re.compile(r"([1-9][0-9]{0,3})\s*(?:d|days?)?", re.IGNORECASE)
_TIES: dict[str, type[LinkPage | UnlinkPage]] = {"link": LinkPage, "unlink": UnlinkPage}
_QUOTED = 100  # characters; the whole is repeated below the sentence


def parse(text: str) -> Command:
    """Never raises. A verb may have any case; a reference alone shows its incident; what is no verb, nor near one,
    is the title of a new incident.
    """
    text = clean(text)
    if not text:
        return Panel()
    word, rest = first_word(text)
    verb = bare(word)
    if verb in _VERBS:
        return _VERBS[verb](rest, text)
    named, after = certain_reference(text)
    if named is not None and not after:
        return Show(named)
    near = get_close_matches(verb, _VERBS, n=1, cutoff=_NEARNESS)
    if near:
        return Doubt(_meant(near[0], text), f"{near[0]} {rest}".strip(), text)
    return New(unquoted(text))


def _new(rest: str, _text: str) -> Command:
    return New(unquoted(rest))


def _update(rest: str, _text: str) -> Command:
    found, message = reference(rest)
    return Update(found, unquoted(message))


def _set_status(rest: str, text: str) -> Command:
    found, after = reference(rest)
    if not after:
        return SetStatus(found)
    word, message = first_word(after)
    named = statuses(word)
    if len(named) != 1:
        return _no_status(word, named, before=rest[: len(rest) - len(after)], after=message, typed=text)
    if found is None:
        found, message = certain_reference(message)
    elif not found.certain:
        found = found.made_certain()
    return SetStatus(found, named[0], unquoted(message))


def _no_status(word: str, named: list[IncidentStatus], *, before: str, after: str, typed: str) -> Doubt:
    near = named[:1] or [IncidentStatus(each) for each in get_close_matches(bare(word), list(IncidentStatus), n=1)]
    suggestion = f"status {before}{near[0]} {after}".strip() if near else None
    if named:
        either = say(" or ").join(named)
        sentence = say("{word} could be {statuses}. Type one letter more.", word=_quoted(word), statuses=either)
    else:
        sentence = say(
            "{word} is not a status. Use investigating, identified, monitoring or resolved.", word=_quoted(word)
        )
    return Doubt(sentence, suggestion, typed)


def _resolve(rest: str, _text: str) -> Command:
    found, message = reference(rest)
    return Resolve(found, unquoted(message))


def _reopen(rest: str, text: str) -> Command:
    found, message = reference(rest)
    if found is None:
        sentence = say("Say which incident to reopen, such as /incident reopen INC-3.")
        return Doubt(sentence, "list resolved", text if rest else "")
    return Reopen(found.made_certain(), unquoted(message))


def _amend(form: Form) -> Callable[[str, str], Command]:
    """A verb with a text: what is to be published, the text that is right, the reason."""

    def parse_rest(rest: str, _text: str) -> Command:
        found, message = reference(rest)
        return Amend(form, found, unquoted(message))

    return parse_rest


def _amend_bare(form: Form, verb: str) -> Callable[[str, str], Command]:
    """A verb that takes no text: with one, it may have been the first word of a title."""

    def parse_rest(rest: str, text: str) -> Command:
        found, after = reference(rest)
        return _extra_words(verb, text) if after else Amend(form, found)

    return parse_rest


def _lead(rest: str, _text: str) -> Command:
    return Lead(*reference(rest))


def _handoff(rest: str, _text: str) -> Command:
    return Handoff(reference(rest)[0])


def _note(rest: str, _text: str) -> Command:
    found, text = reference(rest)
    return AddNote(found, unquoted(text))


def _channel(rest: str, text: str) -> Command:
    found, after = reference(rest)
    if after and bare(after) != "private":
        return _extra_words("channel", text)
    return OpenChannel(found, is_private=bool(after))


def _archive(rest: str, text: str) -> Command:
    found, after = reference(rest)
    return _extra_words("archive", text) if after else ArchiveChannel(found)


def _timeline(rest: str, text: str) -> Command:
    found, word = reference(rest)
    form = word.strip().casefold() or Format.MARKDOWN
    if form not in set(Format):
        return Doubt(
            say("There is no format {word}. There are md, json and csv.", word=_quoted(word)), f"timeline {rest}", text
        )
    return Timeline(found, Format(form))


def _postmortem(rest: str, text: str) -> Command:
    found, after = reference(rest)
    return _extra_words("postmortem", text) if after else Postmortem(found)


def _stats(rest: str, text: str) -> Command:
    days = _DAYS.fullmatch(rest) if rest else None
    if rest and days is None:
        return _extra_words("stats", text)
    return Numbers(int(days[1])) if days else Numbers()


def _backfill(rest: str, _text: str) -> Command:
    return Backfill(unquoted(rest))


def _list(rest: str, text: str) -> Command:
    words = rest.casefold().split()
    scope = _SCOPES.get(words[0]) if words else Scope.OPEN
    number = leaf(words[-1]) if words else None
    if scope is None and number is not None and len(words) == 1:
        return List(leaf=number)
    if scope is None or len(words) > 2 or (len(words) == 2 and number is None):
        return Doubt(
            say("There is no list {word}. There are open, resolved and all.", word=_quoted(rest)), "list", text
        )
    return List(scope, number or 1)


def _show(rest: str, text: str) -> Command:
    found, after = reference(rest)
    number = leaf(after) if after else 1
    if found is None or number is None:
        sentence = say("Say which incident to show, such as /incident show INC-3.")
        return Doubt(sentence, f"show INC-{found.number}" if found else "list", text if rest else "")
    return Show(found.made_certain(), number)


def _components(rest: str, text: str) -> Command:
    number = leaf(rest) if rest else 1
    return _extra_words("components", text) if number is None else Components(number)


def _page(rest: str, text: str) -> Command:
    word, _, page = rest.partition(" ")
    if bare(word) in _TIES:
        return _TIES[bare(word)](unquoted(page.strip()))
    return _extra_words("page", text) if rest else PageLinks()


def _help(rest: str, text: str) -> Command:
    return _extra_words("help", text) if rest else Help()


def _doctor(rest: str, text: str) -> Command:
    return _extra_words("doctor", text) if rest else LookAtHealth()


def _history(rest: str, text: str) -> Command:
    return _list(f"history {rest}", text)


def _extra_words(verb: str, text: str) -> Doubt:
    """“page is down” begins like a command and is none."""
    return Doubt(_meant(verb, text), verb, text)


def _meant(verb: str, text: str) -> str:
    return say(
        "Did you mean /incident {command}? Or is {typed} the title of a new incident?",
        command=verb,
        typed=_quoted(text),
    )


def _quoted(text: str) -> str:
    return f"“{limits.cut(text, _QUOTED)}”"


_VERBS: dict[str, Callable[[str, str], Command]] = {
    **dict.fromkeys(("new", "declare", "create", "open"), _new),
    "update": _update,
    "status": _set_status,
    "resolve": _resolve,
    "reopen": _reopen,
    "publish": _amend(Form.PUBLISH),
    "correct": _amend(Form.CORRECT),
    **dict.fromkeys(("retract", "withdraw"), _amend_bare(Form.RETRACT, "retract")),
    "edit": _amend_bare(Form.EDIT, "edit"),
    "cancel": _amend(Form.CANCEL),
    "backfill": _backfill,
    "lead": _lead,
    "handoff": _handoff,
    "note": _note,
    "channel": _channel,
    "archive": _archive,
    "timeline": _timeline,
    "postmortem": _postmortem,
    "stats": _stats,
    "list": _list,
    "history": _history,
    "show": _show,
    **dict.fromkeys(("components", "component"), _components),
    **dict.fromkeys(("page", "pages"), _page),
    "doctor": _doctor,
    "help": _help,
}
