"""A folder, for a web server of any kind: every file is whole or not there at all."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

from bot.status_page.rendered import RenderedFile

_READABLE = 0o644  # a web server of another user reads it


class FolderTarget:
    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    async def write(
        self, slug: str, files: Mapping[str, RenderedFile], *, is_first: bool, gone: Collection[str] = ()
    ) -> None:
        """Under `slug/`, and for the first page at the root, too. Raises OSError."""
        for root in (slug, ".") if is_first else (slug,):
            await asyncio.to_thread(self._write_all, PurePosixPath(root), files)
            await asyncio.to_thread(self._remove_all, PurePosixPath(root), gone)

    def _remove_all(self, root: PurePosixPath, gone: Collection[str]) -> None:
        for path in gone:
            (self._folder / root / path / "index.html").unlink(missing_ok=True)

    def _write_all(self, root: PurePosixPath, files: Mapping[str, RenderedFile]) -> None:
        for path, file in _front_last(files):
            target = self._folder / root / _file_name(path, file)
            # The paths are ours; one that leaves the folder would be an error that must not be written.
            if not target.resolve().is_relative_to(self._folder.resolve()):
                raise PermissionError(f"{path} is outside of {self._folder}")
            _write_atomically(target, file.body)


def _front_last(files: Mapping[str, RenderedFile]) -> Iterable[tuple[str, RenderedFile]]:
    """What the front page links to is there before it."""
    return sorted(files.items(), key=lambda each: (each[0] == "", each[0].startswith("api/")))


def _file_name(path: str, file: RenderedFile) -> PurePosixPath:
    is_page = file.content_type.startswith("text/html")
    return PurePosixPath(path) / "index.html" if is_page else PurePosixPath(path)


def _write_atomically(path: Path, body: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == body:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".stormlamp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _READABLE)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name outlives a power cut, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
