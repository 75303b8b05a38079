"""What must not come before the public unless somebody has looked at it and said so."""

from __future__ import annotations

import ipaddress
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Invalid, UnfitWords
from bot.domain.texts import later, say

USUAL_SUFFIXES = ("internal", "local", "corp", "lan", "intranet", "svc", "cluster.local")


class Kind(StrEnum):
    """What is private about a word. In the order in which people are told."""

    CREDENTIAL = "credential"
    TRACE = "stack trace"
    HOST = "host"
    ADDRESS = "address"
    EMAIL = "e-mail"
    ALARM = "alarm"
    MENTION = "mention"
    CHANNEL = "channel"


_SENTENCES = {
    Kind.CREDENTIAL: later("“{excerpt}” looks like a key, a token or a password."),
    Kind.TRACE: later("“{excerpt}” is from a stack trace."),
    Kind.HOST: later("“{excerpt}” is the name of an internal host."),
    Kind.ADDRESS: later("“{excerpt}” is a private network address."),
    Kind.EMAIL: later("“{excerpt}” is an e-mail address."),
    Kind.ALARM: later("“{excerpt}” calls people in Slack."),
    Kind.MENTION: later("“{excerpt}” names a person in Slack."),
    Kind.CHANNEL: later("“{excerpt}” names a channel in Slack."),
}

_EXCERPT = 60
_SECRET_SHOWN = 4

_PATTERNS = (
    (Kind.CREDENTIAL, r"\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}|\bxapp-[\w-]{8,}"),
    (Kind.CREDENTIAL, r"\bhooks\.slack\.com/(?:services|workflows|triggers)/[\w/]{8,}"),
    (Kind.CREDENTIAL, r"\bA(?:KIA|SIA)[A-Z0-9]{16}\b"),
    (Kind.CREDENTIAL, r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}"),
    (Kind.CREDENTIAL, r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|\bsk-[\w-]{20,}|\bAIza[\w-]{30,}"),
    (Kind.CREDENTIAL, r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"),
    (Kind.CREDENTIAL, r"-----BEGIN [A-Z0-9 ]{1,40}-----"),
    (Kind.CREDENTIAL, r"(?<=://)[^\s/@:]{1,100}:[^\s/@]{1,100}(?=@)"),
    (Kind.CREDENTIAL, r"(?i:\b(?:\w{0,30}_)?(?:password|passwd|passphrase|pwd|secret)=['\"]?[^\s'\"&]{6,})"),
    (Kind.TRACE, r"(?m:^.*Traceback \(most recent call last\).*$)"),
    (Kind.TRACE, r"(?m:^[ \t]*File \"[^\"\n]+\", line \d+.*$)"),
    (Kind.TRACE, r"(?m:^.*Exception in thread \".*$)"),
    (Kind.TRACE, r"(?m:^[ \t]*at [\w.$<>/]+\([\w .$]+(?::\d+)?\).*$)"),
    (Kind.TRACE, r"(?m:^[ \t]*at [^\n]*:\d+:\d+\)?[ \t]*$)"),
    (Kind.TRACE, r"(?m:^.*\bgoroutine \d+ \[[\w ,]+\]:.*$)"),
    (Kind.TRACE, r"(?m:^panic: .*$)"),
    (Kind.EMAIL, r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]+\.)+[^\W\d_]{2,}"),
    (Kind.ALARM, r"(?i:<!(?:here|channel|everyone)\b[^<>\n]*>|(?<![\w.@/])@(?:here|channel|everyone)\b)"),
    (Kind.MENTION, r"<@\w+[^<>\n]*>|<!subteam\^[^<>\n]*>|(?<![\w.@/])@[^\W\d_](?:[\w.-]*\w)?(?!/)"),
    (Kind.CHANNEL, r"<#\w+[^<>\n]*>|(?<![\w/&#])#(?![0-9a-f]{3}\b|[0-9a-f]{6}\b)[a-z][a-z0-9_-]{1,79}\b"),
)
_RULES = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)

_ASSIGNED = re.compile(
    r"\b\w{0,30}(?:key|token|secret|password|passwd|bearer)\b['\"]?[ \t]?[:= \t][ \t]?['\"]?([\w+/=.~-]{16,200})",
    re.IGNORECASE,
)
_RANDOM = 3.2  # bits a character: above words and dates of that length, below base64 and hexadecimal

_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-f]{0,4}:[0-9a-f:]{1,40}(?!\w)", re.IGNORECASE)
_PRIVATE_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16"),
            *("fc00::/7", "fe80::/10", "::1/128"),
        ),
    )
)

_SUFFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class PrivateWord:
    """`excerpt` is how it stands in the text; of a secret, how it begins."""

    kind: Kind
    excerpt: str

    @property
    def sentence(self) -> str:
        return say(_SENTENCES[self.kind], excerpt=self.excerpt)


class PublicWords:
    """`suffixes` end the names of internal hosts. Raises Invalid for one that can't end a host's name."""

    def __init__(self, suffixes: Iterable[str] = USUAL_SUFFIXES) -> None:
        self._host = _host_pattern([valid_suffix(each) for each in suffixes])

    def private_in(self, *texts: str) -> tuple[PrivateWord, ...]:
        """Each once, the worst first."""
        found = dict.fromkeys(word for text in texts for word in self._found_in(text))
        order = list(Kind)
        return tuple(sorted(found, key=lambda word: order.index(word.kind)))

    def require_fit(self, *texts: str, confirmed: bool) -> None:
        """Raises UnfitWords, naming all that is private, unless a responder has confirmed that they mean it."""
        if not confirmed and (found := self.private_in(*texts)):
            raise UnfitWords(tuple(word.sentence for word in found))

    def _found_in(self, text: str) -> Iterator[PrivateWord]:
        for kind, pattern in _RULES:
            for match in pattern.finditer(text):
                # Whom an alarm calls is no person, though it is written like one.
                if kind is not Kind.MENTION or not _is_alarm(match[0]):
                    yield _private(kind, match[0])
        for match in _ASSIGNED.finditer(text):
            if _looks_random(match[1]):
                yield _private(Kind.CREDENTIAL, match[1])
        for match in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
            if _is_private(match[0]):
                yield _private(Kind.ADDRESS, match[0])
        if self._host is not None:
            for match in self._host.finditer(text):
                yield _private(Kind.HOST, match[0])


def valid_suffix(text: str) -> str:
    """Without a dot at its beginning, in lower case. Raises Invalid."""
    suffix = text.strip().removeprefix(".").casefold()
    if not _SUFFIX.fullmatch(suffix):
        raise Invalid(
            say("“{text}” does not end a host's name. Write it like .internal or .prod.example.com.", text=text)
        )
    return suffix


def _host_pattern(suffixes: Iterable[str]) -> re.Pattern[str] | None:
    ends = "|".join(re.escape(each) for each in suffixes)
    return re.compile(rf"(?<![\w.@-])(?:[\w-]+\.)+(?:{ends})(?![\w-]|\.\w)", re.IGNORECASE) if ends else None


def _private(kind: Kind, match: str) -> PrivateWord:
    excerpt = " ".join(match.split())
    # It is read by others, too: in a log, on a shared screen.
    shown = _SECRET_SHOWN if kind is Kind.CREDENTIAL else _EXCERPT
    return PrivateWord(kind, excerpt if len(excerpt) <= shown else f"{excerpt[:shown].rstrip()}…")


def _is_alarm(mention: str) -> bool:
    return mention.casefold() in {"@here", "@channel", "@everyone"}


def _is_private(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address.version == network.version and address in network for network in _PRIVATE_NETWORKS)


def _looks_random(text: str) -> bool:
    has_both = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    shares = [count / len(text) for count in Counter(text).values()]
    return has_both and -sum(share * math.log2(share) for share in shares) >= _RANDOM


USUAL_WORDS = PublicWords()
