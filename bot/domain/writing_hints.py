"""How a message could be kinder to those who read it in trouble: advice, which never stops anyone."""

from __future__ import annotations

import re

from bot.domain.texts import say

_PROMISE = re.compile(
    r"\b(?:will|shall|going to) be (?:\w+ )?(?:fixed|resolved|restored|solved|repaired|back|available|up|online)\b"
    r"|\bwe(?: will|['’]ll) (?:fix|resolve|restore|solve|repair)\b"
    r"|\b(?:guarantee|promise|never happen again|definitely)\b",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\bhuman error\b|\b(?:somebody|someone|an? (?:\w+ )?(?:engineer|developer|colleague|employee|intern|contractor))"
    r" (?:\w+ )?(?:forgot|broke|deleted|misconfigured|made a mistake|deployed|pushed)\b"
    r"|\b(?:fault|mistake|error|failure) of (?:our|the|a) (?:\w+ )?(?:vendor|provider|supplier|partner|team|customer)\b"
    r"|\b(?:vendor|provider|supplier|partner|team|customer)['’]s (?:fault|mistake)\b"
    r"|\bnot our fault\b|\bto blame\b|\bblame[sd]?\b",
    re.IGNORECASE,
)
_JARGON = re.compile(
    r"\b(?:k8s|kubernetes|kubelet|pods?|etcd|oom(?:[- ]?kill\w*)?|p9[059]|sev-?[0-5]|rca|mttr|slo|sli|5xx|50[0234]s?"
    r"|nginx|haproxy|kafka|redis|postgres\w*|mysql|replica lag|failover|rollback|hotfix|canary|heap|segfault"
    r"|stack ?trace|ingress|egress|bgp|cronjobs?|sharding|shards?|mutex|deadlock|backpressure"
    r"|thundering herd|load ?balancers?)\b",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)\b|\b(?:in|within|every|next)\b[^.\n]{0,30}"
    r"\b(?:minutes?|mins?|hours?|days?)\b|\b(?:tomorrow|tonight|today|this (?:morning|afternoon|evening))\b"
    r"|\bby (?:noon|midnight|mon|tues|wednes|thurs|fri|satur|sun)",
    re.IGNORECASE,
)


def hints(message: str, *, expects_more: bool) -> tuple[str, ...]:
    """Sentences for the writer. `expects_more`: it is not the last word, and promises no time for the next one."""
    advice = []
    if promise := _PROMISE.search(message):
        advice.append(say("“{promise}” is a promise. Say what you expect, not what will be.", promise=promise[0]))
    if blame := _BLAME.search(message):
        advice.append(
            say(
                "“{blame}” puts the blame on somebody. Readers want to know what happens, not who did it.",
                blame=blame[0],
            )
        )
    if jargon := _JARGON.search(message):
        advice.append(say("“{jargon}” may be a strange word to readers. Say what they notice.", jargon=jargon[0]))
    if expects_more and message.strip() and not _ESTIMATE.search(message):
        advice.append(say("It does not say when you will write next. Choose “Next update in”, or name a time."))
    return tuple(advice)
