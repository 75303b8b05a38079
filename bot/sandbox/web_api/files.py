"""Files: an address to upload to, and where the file is shown afterwards."""

from __future__ import annotations

from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.channel import Message
from bot.sandbox.web_api.call import Answer, Call
from bot.sandbox.workspace import APP_ID, BOT_ID, BOT_USER


def get_upload_url(call: Call) -> Answer:
    name = call.arguments.text("filename")
    length = call.arguments.number("length", 0, most=1_000_000_000)
    file_id = call.workspace.new_id("F")
    call.workspace.files[file_id] = {"id": file_id, "name": name, "title": name, "size": length, "content": None}
    call.workspace.files[file_id]["url_private"] = f"{call.base_url}/files/{file_id}"
    return {"upload_url": f"{call.base_url}/files/upload/{file_id}", "file_id": file_id}


def complete_upload(call: Call) -> Answer:
    wanted = call.arguments.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: files"])
    files = [_finished(call, each) for each in wanted]
    channel_id = call.arguments.optional_text("channel_id")
    if channel_id is not None:
        channel = call.workspace.visible_channel(channel_id)
        if BOT_USER not in channel.members:
            raise ApiError("not_in_channel")
        if channel.is_archived:
            raise ApiError("is_archived")
        call.workspace.add_message(
            channel,
            Message(
                ts=call.workspace.time_stamps.next(),
                user=BOT_USER,
                bot_id=BOT_ID,
                app_id=APP_ID,
                text=call.arguments.optional_text("initial_comment") or "",
                thread_ts=call.arguments.optional_text("thread_ts"),
                files=[{key: value for key, value in file.items() if key != "content"} for file in files],
            ),
        )
    return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}


def _finished(call: Call, each: Any) -> dict[str, Any]:
    file = call.workspace.files.get(each.get("id", "")) if isinstance(each, dict) else None
    if file is None or file["content"] is None:
        raise ApiError("file_not_found")
    file["title"] = each.get("title") or file["name"]
    return file
