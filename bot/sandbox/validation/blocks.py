"""Blocks: what may stand in each, and how much of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.sandbox import limits
from bot.sandbox.validation.composition import text
from bot.sandbox.validation.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, element
from bot.sandbox.validation.problem import Problem, Problems
from bot.sandbox.validation.shapes import Json, flag, items, listed, one_of, properties, string

Check = Callable[[Json, str], Problems]


def _section(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=(), optional=("block_id", "text", "fields", "accessory", "expand"))
    if block.get("text") is None and block.get("fields") is None:
        yield Problem("missing required field: text or fields", at)
    yield from text(block.get("text"), f"{at}/text", most=limits.SECTION_TEXT)
    yield from items(block.get("fields"), f"{at}/fields", most=limits.SECTION_FIELDS)
    for index, field in enumerate(listed(block.get("fields"))):
        yield from text(field, f"{at}/fields/{index}", most=limits.SECTION_FIELD_TEXT)
    yield from flag(block.get("expand"), f"{at}/expand")
    accessory = block.get("accessory")
    if isinstance(accessory, dict) and accessory.get("type") == "image":
        yield from _picture(accessory, f"{at}/accessory")
    else:
        yield from element(accessory, f"{at}/accessory", allowed=IN_SECTION)


def _header(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("text",), optional=("block_id",))
    yield from text(block.get("text"), f"{at}/text", most=limits.HEADER_TEXT, plain=True)


def _divider(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=(), optional=("block_id",))


def _context(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("elements",), optional=("block_id",))
    yield from items(block.get("elements"), f"{at}/elements", most=limits.CONTEXT_ELEMENTS)
    for index, each in enumerate(listed(block.get("elements"))):
        if isinstance(each, dict) and each.get("type") == "image":
            yield from _picture(each, f"{at}/elements/{index}")
        else:
            yield from text(each, f"{at}/elements/{index}")


def _actions(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("elements",), optional=("block_id",))
    yield from items(block.get("elements"), f"{at}/elements", most=limits.ACTIONS_ELEMENTS)
    for index, each in enumerate(listed(block.get("elements"))):
        yield from element(each, f"{at}/elements/{index}", allowed=IN_ACTIONS)
    ids = Counter(each.get("action_id") for each in listed(block.get("elements")) if isinstance(each, dict))
    for id, times in ids.items():
        if id is not None and times > 1:
            yield Problem(f"`action_id` {id} already exists", f"{at}/elements")


def _input(block: Json, at: str) -> Problems:
    yield from properties(
        block, at, required=("label", "element"), optional=("block_id", "hint", "optional", "dispatch_action")
    )
    yield from text(block.get("label"), f"{at}/label", most=limits.INPUT_LABEL, plain=True)
    yield from text(block.get("hint"), f"{at}/hint", most=limits.INPUT_HINT, plain=True)
    yield from flag(block.get("optional"), f"{at}/optional")
    yield from flag(block.get("dispatch_action"), f"{at}/dispatch_action")
    yield from element(block.get("element"), f"{at}/element", allowed=IN_INPUT)


def _image(block: Json, at: str) -> Problems:
    yield from _picture(block, at, optional=("block_id", "title"))
    yield from text(block.get("title"), f"{at}/title", most=2_000, plain=True)


def _picture(block: Json, at: str, *, optional: Sequence[str] = ()) -> Problems:
    yield from properties(block, at, required=("alt_text",), optional=("image_url", "slack_file", *optional))
    if (block.get("image_url") is None) == (block.get("slack_file") is None):
        yield Problem("must provide either image_url or slack_file", at)
    yield from string(block.get("image_url"), f"{at}/image_url", most=3_000, least=1)
    yield from string(block.get("alt_text"), f"{at}/alt_text", most=2_000, least=1)


def _markdown(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("text",), optional=("block_id",))
    yield from string(block.get("text"), f"{at}/text", most=limits.MARKDOWN_TOTAL, least=1)


def _rich_text(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("elements",), optional=("block_id",))
    yield from items(block.get("elements"), f"{at}/elements", most=1_000, least=0)


def _table(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("rows",), optional=("block_id", "column_settings"))
    yield from items(block.get("rows"), f"{at}/rows", most=limits.TABLE_ROWS)
    for index, row in enumerate(listed(block.get("rows"))):
        yield from items(row, f"{at}/rows/{index}", most=limits.TABLE_COLUMNS)


def _card(block: Json, at: str) -> Problems:
    parts = ("hero_image", "title", "body", "actions")
    yield from properties(block, at, required=(), optional=("block_id", "icon", "subtitle", *parts))
    if all(block.get(part) is None for part in parts):
        yield Problem(f"missing required field: one of {', '.join(parts)}", at)
    for name in ("hero_image", "icon"):
        if block.get(name) is not None:
            yield from _picture(block[name], f"{at}/{name}")
    yield from text(block.get("title"), f"{at}/title", most=limits.CARD_TITLE)
    yield from text(block.get("subtitle"), f"{at}/subtitle", most=limits.CARD_TITLE)
    yield from text(block.get("body"), f"{at}/body", most=limits.CARD_BODY)
    for index, each in enumerate(listed(block.get("actions"))):
        yield from element(each, f"{at}/actions/{index}", allowed=frozenset({"button"}))


def _carousel(block: Json, at: str) -> Problems:
    yield from properties(block, at, required=("elements",), optional=("block_id",))
    yield from items(block.get("elements"), f"{at}/elements", most=limits.CAROUSEL_CARDS)
    yield from _each(listed(block.get("elements")), f"{at}/elements", {"card": _card})


def _container(block: Json, at: str) -> Problems:
    optional = ("rich_text_title", "width", "icon", "is_collapsible", "default_collapsed", "has_header_divider")
    yield from properties(block, at, required=("child_blocks",), optional=("block_id", "title", "subtitle", *optional))
    if block.get("title") is None and block.get("rich_text_title") is None:
        yield Problem("missing required field: title or rich_text_title", at)
    yield from text(block.get("title"), f"{at}/title", most=limits.CONTAINER_TITLE, plain=True)
    yield from text(block.get("subtitle"), f"{at}/subtitle", most=limits.CONTAINER_TITLE)
    yield from one_of(block.get("width"), f"{at}/width", ("narrow", "standard", "wide", "full"))
    yield from items(block.get("child_blocks"), f"{at}/child_blocks", most=limits.CONTAINER_BLOCKS)
    yield from _each(listed(block.get("child_blocks")), f"{at}/child_blocks", _EVERYWHERE)


_EVERYWHERE: dict[str, Check] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich_text,
}
_IN_MESSAGES = _EVERYWHERE | {
    "markdown": _markdown,
    "table": _table,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
}


def check_blocks(blocks: Sequence[object], pointer: str, *, in_message: bool) -> Problems:
    yield from _each(blocks, pointer, _IN_MESSAGES if in_message else _EVERYWHERE)
    yield from _once(blocks, pointer)


def _each(blocks: Sequence[object], pointer: str, known: Mapping[str, Check]) -> Problems:
    for index, block in enumerate(blocks):
        at = f"{pointer}/{index}"
        if not isinstance(block, dict):
            yield Problem("must be an object", at)
            continue
        check = known.get(str(block.get("type")))
        if check is None:
            yield Problem(f"unsupported type: {block.get('type')}", f"{at}/type")
            continue
        yield from string(block.get("block_id"), f"{at}/block_id", most=limits.BLOCK_ID, least=1)
        yield from check(block, at)


def _once(blocks: Sequence[object], pointer: str) -> Problems:
    """Block ids, and the focus."""
    ids = Counter(block.get("block_id") for block in blocks if isinstance(block, dict))
    for id, times in ids.items():
        if id is not None and times > 1:
            yield Problem(f"`block_id` {id} already exists for another block", pointer)
    if sum(_focused(block) for block in blocks) > 1:
        yield Problem("only one element can have focus_on_load", pointer)


def _focused(block: object) -> int:
    """How many of its elements want the focus."""
    if not isinstance(block, dict):
        return 0
    elements = (block.get("element"), block.get("accessory"), *listed(block.get("elements")))
    return sum(isinstance(each, dict) and each.get("focus_on_load") is True for each in elements)
