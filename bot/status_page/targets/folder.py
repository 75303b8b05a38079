"""A folder, for a web server of any kind: every file is whole or not there at all."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import IDENTITY, represent
from bot.status_page.targets.layout import Written, in_waves, is_inside, is_ours, is_page

# A web server of another user reads these, whatever our umask is.
_READABLE = 0o644
_OPEN = 0o755
_OURS = 0o600
#: For so long another writer is waited for before it counts as a failure, which is told.
_LOCKED_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 0.1
#: For `gzip_static`, `brotli_static` and Caddy's `precompressed`, which send these to who takes them.
_SUFFIXES = {"br": ".br", "gzip": ".gz"}


class FolderTarget:
    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    async def write(
        self,
        slug: str,
        files: Mapping[str, RenderedFile],
        *,
        is_first: bool,
        gone: Collection[str] = (),
        revision: int = 0,
        whole: bool = False,
        force: bool = False,
    ) -> Written:
        """Under `slug/`, and for the first page at the root, too. Raises OSError, also where another one writes on."""
        started = time.monotonic()
        while True:
            try:
                return await asyncio.to_thread(self._write, slug, files, is_first, gone, revision, whole, force)
            except BlockingIOError:
                # Waited for here: a thread that waits can't be stopped, and the process would not end without it.
                if time.monotonic() - started > _LOCKED_SECONDS:
                    raise
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def reach(self) -> None:
        """Raises OSError where nothing could be written now."""
        await asyncio.to_thread(self._reach)

    def _reach(self) -> None:
        there = next(each for each in (self.folder, *self.folder.parents) if each.exists())
        if not there.is_dir():
            raise NotADirectoryError(f"{there} is no folder")
        # Written, not asked for: a full or read-only disk says yes to questions. It has no name, so nobody sees it.
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"reached")

    def _write(
        self,
        slug: str,
        files: Mapping[str, RenderedFile],
        is_first: bool,
        gone: Collection[str],
        revision: int,
        whole: bool,
        force: bool,
    ) -> Written:
        done = Written()
        with self._locked(slug) as note:
            if _revision_in(note) > revision > 0 and not force:
                return Written(is_outdated=True)
            if revision:
                # Noted first: what a writer that dies now has begun is not for an older one to mend.
                _note(revision, note)
            for root in (self._inside(slug), self.folder) if is_first else (self._inside(slug),):
                for wave in in_waves(files):
                    done += self._write_wave(root, wave)
                for path in gone:
                    done += Written(removed=_remove_with_variants(root / path / "index.html"))
                if whole:
                    done += Written(removed=self._remove_strays(root, files))
        return done

    @contextlib.contextmanager
    def _locked(self, slug: str) -> Iterator[TextIO]:
        """One writer at a time; gives the note of the page's revision, a number in its first line.

        Raises BlockingIOError, which says who has it.
        """
        _make_folder(self.folder)
        path = self._inside(f".stormlamp-{slug}")
        with open(path, "r+", encoding="ascii", opener=_open_for_us) as note:
            try:
                fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BlockingIOError(f"{path} is locked by {_holder_of(note)}") from error
            yield note

    def _write_wave(self, root: Path, files: Mapping[str, RenderedFile]) -> Written:
        bodies: dict[Path, bytes] = {}
        removed = 0
        for path, file in files.items():
            target = self._inside(root / path / "index.html" if is_page(file) else root / path)
            variants = represent(file).variants
            for encoding, suffix in _SUFFIXES.items():
                beside = target.with_name(target.name + suffix)
                if encoding in variants:
                    bodies[beside] = variants[encoding].body
                else:
                    removed += _remove(beside)
            bodies[target] = variants[IDENTITY].body
        return Written(_write_atomically(bodies), removed)

    def _remove_strays(self, root: Path, files: Mapping[str, RenderedFile]) -> int:
        wanted = {root / path / "index.html" if is_page(file) else root / path for path, file in files.items()}
        wanted |= {path.with_name(path.name + suffix) for path in wanted for suffix in _SUFFIXES.values()}
        strays = [
            path
            for path in root.rglob("*")
            if path.is_file()
            and path not in wanted
            and is_ours(path.relative_to(root).as_posix(), at_root=root == self.folder)
        ]
        for path in strays:
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # there is something else in it
                path.parent.rmdir()
        return len(strays)

    def _inside(self, path: str | Path) -> Path:
        # The paths are ours; one that leaves the folder would be an error that must not be written.
        target = self.folder / path
        if not is_inside(target, self.folder):
            raise PermissionError(f"{path} is outside of {self.folder}")
        return target


def _open_for_us(path: str, flags: int) -> int:
    """Whoever may open a file may lock it, too."""
    handle = os.open(path, flags | os.O_CREAT, _OURS)
    with contextlib.suppress(OSError):  # it was there, and is another user's
        os.fchmod(handle, _OURS)
    return handle


def _holder_of(note: TextIO) -> str:
    """Linux keeps a list, a line for each lock: `1: FLOCK ADVISORY WRITE 4711 08:01:131 0 EOF`."""
    inode = str(os.fstat(note.fileno()).st_ino)
    with contextlib.suppress(OSError):
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            match line.split():
                case [_, "FLOCK", _, _, process, file, *_] if file.rpartition(":")[2] == inode:
                    return f"process {process}"
    return "another process"


def _revision_in(note: TextIO) -> int:
    note.seek(0)
    text = note.readline().strip()
    return int(text) if text.isdigit() else 0


def _note(revision: int, note: TextIO) -> None:
    """Over the one before, for which the disk has room: one that it could not keep would let older writers in."""
    note.seek(0)
    note.write(f"{revision}\n")
    note.flush()
    os.fsync(note.fileno())


def _make_folder(path: Path) -> None:
    """With those above it; what is there already keeps its mode."""
    if path.is_dir():
        return
    _make_folder(path.parent)
    try:
        path.mkdir()
    except FileExistsError:
        # Another writer was faster, or it is something else.
        if not path.is_dir():
            raise
    else:
        path.chmod(_OPEN)


def _remove_with_variants(path: Path) -> int:
    return sum(_remove(path.with_name(path.name + suffix)) for suffix in ("", *_SUFFIXES.values()))


def _remove(path: Path) -> int:
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return 0
    return 1


def _write_atomically(bodies: Mapping[Path, bytes]) -> int:
    """How many had to be written. Each is on the disk before it has its name."""
    begun: dict[Path, str] = {}
    try:
        for path, body in bodies.items():
            with contextlib.suppress(FileNotFoundError):
                # What is no file, such as a pipe, may have no end.
                if path.is_file() and path.read_bytes() == body:
                    continue
            _make_folder(path.parent)
            handle, begun[path] = tempfile.mkstemp(dir=path.parent, prefix=".stormlamp-")
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            os.chmod(begun[path], _READABLE)
        # All of them after they are written: the first to be waited for brings most of the others with it.
        for temporary in begun.values():
            _sync(temporary)
        for path, temporary in begun.items():
            os.replace(temporary, path)
    except BaseException:
        for temporary in begun.values():
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
        raise
    # The new names outlive a power cut, too.
    for folder in {path.parent for path in begun}:
        _sync(folder)
    return len(begun)


def _sync(path: str | Path) -> None:
    """Wait until the disk has the file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
