import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Invalid, UnfitWords
from bot.domain.public_words import USUAL_WORDS, Kind, PrivateWord, PublicWords

_JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Ask <@U0BOB> about it.", Kind.MENTION, "<@U0BOB>"),
        ("Ask <@U0BOB|bob>.", Kind.MENTION, "<@U0BOB|bob>"),
        ("Thanks to @ada.lovelace.", Kind.MENTION, "@ada.lovelace"),
        ("(@bob) looks into it", Kind.MENTION, "@bob"),
        ("@érick looks into it", Kind.MENTION, "@érick"),
        ("<!subteam^S1|@ops> are on it", Kind.MENTION, "<!subteam^S1|@ops>"),
        ("See <#C0INCIDENTS|incidents>.", Kind.CHANNEL, "<#C0INCIDENTS|incidents>"),
        ("See #incidents for more.", Kind.CHANNEL, "#incidents"),
        ("@here the API is down", Kind.ALARM, "@here"),
        ("<!channel> the API is down", Kind.ALARM, "<!channel>"),
        ("@Everyone: it is back.", Kind.ALARM, "@Everyone"),
        ("Write to ada@example.com.", Kind.EMAIL, "ada@example.com"),
        ("[mail](mailto:ops+page@mail.example.co.uk)", Kind.EMAIL, "ops+page@mail.example.co.uk"),
        ("10.1.2.3 is down", Kind.ADDRESS, "10.1.2.3"),
        ("Node 172.31.0.7.", Kind.ADDRESS, "172.31.0.7"),
        ("http://192.168.1.1:8080/x", Kind.ADDRESS, "192.168.1.1"),
        ("127.0.0.1 answers", Kind.ADDRESS, "127.0.0.1"),
        ("169.254.169.254 answers", Kind.ADDRESS, "169.254.169.254"),
        ("fd12:3456:789a::1 is down", Kind.ADDRESS, "fd12:3456:789a::1"),
        ("[fe80::1]:80", Kind.ADDRESS, "fe80::1"),
        ("::1 is us", Kind.ADDRESS, "::1"),
        ("db1.prod.internal is full.", Kind.HOST, "db1.prod.internal"),
        ("https://grafana.CORP/d/1", Kind.HOST, "grafana.CORP"),
        ("redis.cache.svc.cluster.local:6379", Kind.HOST, "redis.cache.svc.cluster.local"),
        ("token xoxb-1234567890-abcdefgh", Kind.CREDENTIAL, "xoxb…"),
        ("AKIAIOSFODNN7EXAMPLE", Kind.CREDENTIAL, "AKIA…"),
        ("ghp_0123456789abcdefghijABCDEFGHIJ", Kind.CREDENTIAL, "ghp_…"),
        (f"Bearer {_JWT}", Kind.CREDENTIAL, "eyJh…"),
        ("-----BEGIN RSA PRIVATE KEY-----", Kind.CREDENTIAL, "----…"),
        ("https://hooks.slack.com/services/T00000000/B00000000/XXXX", Kind.CREDENTIAL, "hook…"),
        ("postgresql://lamp:hunter2@db/x", Kind.CREDENTIAL, "lamp…"),
        ("password=hunter2", Kind.CREDENTIAL, "pass…"),
        ("DB_PASSWORD=hunter2", Kind.CREDENTIAL, "DB_P…"),
        ("api_key: 9f86d081884c7d659a2feaa0c55ad015", Kind.CREDENTIAL, "9f86…"),
        ('{"token": "kJ8s0dLq2Zx7Wn4Vb1Rt"}', Kind.CREDENTIAL, "kJ8s…"),
        ("Traceback (most recent call last):", Kind.TRACE, "Traceback (most recent call last):"),
        ('  File "app.py", line 3, in f', Kind.TRACE, 'File "app.py", line 3, in f'),
        ("\tat com.acme.Api.get(Api.java:42)", Kind.TRACE, "at com.acme.Api.get(Api.java:42)"),
        ('Exception in thread "main" java.lang.Error', Kind.TRACE, 'Exception in thread "main" java.lang.Error'),
        ("    at get (/srv/app.js:10:5)", Kind.TRACE, "at get (/srv/app.js:10:5)"),
        ("goroutine 17 [running]:", Kind.TRACE, "goroutine 17 [running]:"),
        ("panic: runtime error", Kind.TRACE, "panic: runtime error"),
    ],
)
def test_a_private_word_is_found(text: str, kind: Kind, excerpt: str) -> None:
    assert PrivateWord(kind, excerpt) in USUAL_WORDS.private_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Some pages load slowly since 14:05 UTC. We are looking for the cause and write again by 14:45.",
        "Version 2.10.3.4-rc1 and v10.2.3.4 are affected.",
        "Since 2026-11-23T14:05:30+01:00 all is well.",
        "The server 93.184.216.34 and 2606:2800:220:1::1 are public.",
        "See https://status.example.com/incidents/1#updates and https://example.social/@acme.",
        "We call it C# and F#, #1 on the list, ticket #1234, the colour #14588f or #fff.",
        "# A heading\n\n- the API\n- the *website*",
        "Meet us at 10 @ the booth.",
        "The internal network, our local cache and the corp. website are not affected.",
        "Your password: you need not change it. The secret: drink tea. Token refresh works again.",
        "Password resets are delayed; the key question is answered.",
        "Keep calm: at noon (UTC) it was over.",
        "Le café à côté — ouvert à 9:30; 状態は正常です。",
        "The ratio was 3::1 or 1:2:3.",
        "Payments at shop.example.local.com work.",
    ],
)
def test_ordinary_sentences_pass(text: str) -> None:
    assert USUAL_WORDS.private_in(text) == ()


_WORDS = st.text(st.characters(categories=["Ll", "Lu", "Lo"]), min_size=1, max_size=12)
_SENTENCE = st.lists(_WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")


@given(st.lists(_SENTENCE, min_size=1, max_size=5), st.times(), st.integers(0, 10**6))
def test_words_times_and_numbers_in_any_order_pass(sentences: list[str], at: object, number: int) -> None:
    assert USUAL_WORDS.private_in(" ".join([*sentences, f"{at:%H:%M} UTC, {number} requests."])) == ()


@given(st.text(max_size=300))
def test_any_text_is_checked_and_every_excerpt_is_short(text: str) -> None:
    assert all(0 < len(word.excerpt) <= 61 for word in USUAL_WORDS.private_in(text))


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "@a", ":", "at ", "key ", "1.", "#a", "a@", "x_"])
@pytest.mark.timeout(5)
def test_the_longest_message_is_checked_at_once(piece: str) -> None:
    text = (piece * 20_000)[:20_000]

    USUAL_WORDS.private_in(text)


def test_each_is_named_once_and_the_worst_first() -> None:
    found = USUAL_WORDS.private_in("@ada @ada 10.0.0.1", "@here AKIAIOSFODNN7EXAMPLE @ada")

    assert [word.kind for word in found] == [Kind.CREDENTIAL, Kind.ADDRESS, Kind.ALARM, Kind.MENTION]


def test_the_suffixes_of_internal_hosts_are_chosen() -> None:
    words = PublicWords([".prod.example.com"])

    assert [word.excerpt for word in words.private_in("db1.prod.example.com, www.example.com, x.internal")] == [
        "db1.prod.example.com"
    ]
    assert PublicWords([]).private_in("x.internal") == ()


@pytest.mark.parametrize("suffix", ["", ".", "a b", "-a", "*.internal"])
def test_what_ends_no_host_name_is_refused(suffix: str) -> None:
    with pytest.raises(Invalid, match="does not end a host's name"):
        PublicWords([suffix])


def test_unfit_words_are_refused_until_confirmed() -> None:
    with pytest.raises(UnfitWords) as refused:
        USUAL_WORDS.require_fit("Ask @ada", confirmed=False)
    assert refused.value.sentences == ("“@ada” names a person in Slack.",)

    USUAL_WORDS.require_fit("Ask @ada", confirmed=True)
    USUAL_WORDS.require_fit("All is well.", confirmed=False)
