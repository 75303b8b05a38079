"""What the app shows below a link in somebody's message."""

from __future__ import annotations

from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.block_ids import with_ids
from bot.sandbox.channel import Message
from bot.sandbox.links import SOURCE, message_of
from bot.sandbox.typed_text import unescaped
from bot.sandbox.validation.message import check_message
from bot.sandbox.web_api.call import Answer, Call


def unfurl(call: Call) -> Answer:
    message = _message(call)
    unfurls = call.arguments.json("unfurls", otherwise="invalid_unfurls_format")
    if unfurls is None:
        raise ApiError("missing_unfurls")
    if not isinstance(unfurls, dict) or not all(isinstance(each, dict) for each in unfurls.values()):
        raise ApiError("invalid_unfurls_format")
    text = unescaped(message.text)
    for url in unfurls:
        if url not in text:
            raise ApiError("cannot_unfurl_message")
    made = [_attachment(number, url, content) for number, (url, content) in enumerate(unfurls.items(), start=1)]
    # A second time it takes the place of the first.
    message.attachments = [each for each in message.attachments if each.get("from_url") not in unfurls] + made
    call.workspace.news.tell()
    return {}


def _message(call: Call) -> Message:
    """By its channel and time stamp, or by the id that the event brought, where the app need not be in the channel."""
    arguments = call.arguments
    if "unfurl_id" in arguments or "source" in arguments:
        for name in ("unfurl_id", "source"):
            if name not in arguments:
                raise ApiError(f"missing_{name}")
        if arguments.text("source") != SOURCE:
            raise ApiError("invalid_source")
        message = message_of(call.workspace, arguments.text("unfurl_id"))
        if message is None:
            raise ApiError("invalid_unfurl_id")
        return message
    for name in ("channel", "ts"):
        if name not in arguments:
            raise ApiError(f"missing_{name}")
    channel = call.workspace.channels.get(arguments.text("channel"))
    if channel is None:
        raise ApiError("cannot_find_channel")
    message = channel.message(arguments.text("ts"))
    if message is None:
        raise ApiError("cannot_find_message")
    return message


def _attachment(number: int, url: str, content: dict[str, Any]) -> dict[str, Any]:
    blocks = content.get("blocks")
    if blocks is not None:
        refusal = check_message(text=None, blocks=blocks)
        if refusal is not None:
            raise ApiError(refusal.error, [str(problem) for problem in refusal.problems])
        content = {**content, "blocks": [with_ids(block) for block in blocks]}
    if not blocks and not any(content.get(name) for name in ("text", "title", "fallback")):
        raise ApiError("cannot_parse_attachment")
    return {**content, "id": number, "from_url": url, "app_unfurl_url": url, "is_app_unfurl": True}
