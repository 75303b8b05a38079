"""Which encoding a client gets, and that each has a tag of its own."""

import gzip

import brotli
import pytest

from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import represent

LONG = b"<p>Everything works.</p>" * 50
REPRESENTATION = represent(RenderedFile("text/html", LONG))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("identity", "identity"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("BR, GZIP", "br"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("br;q=0.0, gzip;q=0.000", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("*;q=0, gzip", "gzip"),
        ("gzip ; q = 0", "identity"),
        ("gzip;q=1.0 , br;Q=0", "gzip"),
        ("gzip;q=much", "identity"),
        ("gzip;q=nan", "identity"),
        ("gzip;q=", "identity"),
        ("zstd, deflate", "identity"),
        (", ,;;,=,;q=1", "identity"),
    ],
)
def test_the_client_gets_the_smallest_encoding_that_it_takes(accepted: str | None, encoding: str) -> None:
    assert REPRESENTATION.best_for(accepted).encoding == encoding


def test_every_encoding_holds_the_same_bytes() -> None:
    decoded = {
        "br": brotli.decompress(REPRESENTATION.variants["br"].body),
        "gzip": gzip.decompress(REPRESENTATION.variants["gzip"].body),
        "identity": REPRESENTATION.variants["identity"].body,
    }
    assert decoded == dict.fromkeys(["br", "gzip", "identity"], LONG)


def test_every_encoding_has_a_strong_tag_of_its_own() -> None:
    tags = [variant.etag for variant in REPRESENTATION.variants.values()]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


def test_the_same_bytes_have_the_same_tags_everywhere() -> None:
    assert represent(RenderedFile("text/html", LONG)) == REPRESENTATION


def test_other_bytes_have_other_tags() -> None:
    other = represent(RenderedFile("text/html", LONG + b"!"))
    tags = {variant.etag for variant in REPRESENTATION.variants.values()}
    assert tags.isdisjoint(variant.etag for variant in other.variants.values())


@pytest.mark.parametrize("body", [b"", b"a", b"\x89PNG\r\n"])
def test_what_compression_only_makes_longer_is_sent_as_it_is(body: bytes) -> None:
    representation = represent(RenderedFile("image/png", body))
    assert list(representation.variants) == ["identity"]
    assert representation.best_for("br, gzip").body == body
