"""Where files are uploaded to, and read again."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.sandbox.workspace import Workspace


class FileEndpoints:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def upload(self, request: Request) -> Response:
        file = self._workspace.files.get(request.path_params["id"])
        content = await request.body()
        if file is None or len(content) != file["size"]:
            return PlainTextResponse("The upload does not fit what was asked for.", 400)
        file["content"] = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        file = self._workspace.files.get(request.path_params["id"])
        if file is None or file["content"] is None:
            return PlainTextResponse("There is no such file.", 404)
        name = quote(file["name"])
        # Never shown in the page's own origin: a file may hold anything.
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "x-content-type-options": "nosniff"}
        return Response(file["content"], media_type="application/octet-stream", headers=headers)
