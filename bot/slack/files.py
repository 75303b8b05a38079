"""Give a person a file: in their direct messages with the app, where nobody else reads it."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient


async def send_file(client: AsyncWebClient, user: str, *, text: str, name: str, content: bytes) -> None:
    """Raises what the client raises."""
    posted = await client.chat_postMessage(channel=user, text=text)
    await client.files_upload_v2(
        channel=str(posted["channel"]), thread_ts=str(posted["ts"]), filename=name, title=name, content=content
    )
