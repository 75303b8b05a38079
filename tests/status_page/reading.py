"""Reads a rendered page as a browser's parser would, for tests to ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"img", "meta", "link", "br", "path", "use", "circle", "rect"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a person reads, with white space as a browser has it."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> list[str]:
        if self.tag in {"style", "svg"}:
            return []
        return [piece if isinstance(piece, str) else "".join(piece._texts()) for piece in self.children]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements below this one; a class matches if it is among an element's classes."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and all(child._has(name, value) for name, value in attributes.items()):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def one(self, tag: str, **attributes: str) -> Element:
        (element,) = self.all(tag, **attributes)
        return element

    def _has(self, name: str, value: str) -> bool:
        if name == "class_":
            return value in self.attributes.get("class", "").split()
        return self.attributes.get(name.rstrip("_")) == value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._path = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._path[-1].children.append(element)
        if tag not in _VOID:
            self._path.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._path[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened = self._path.pop().tag
        assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self._path[-1].children.append(data)

    def close(self) -> None:
        super().close()
        assert self._path == [self.root], "every element is closed"


def read(body: bytes) -> Element:
    """The document; fails where an element is not closed, or not in order."""
    reader = _Reader()
    reader.feed(body.decode())
    reader.close()
    return reader.root
