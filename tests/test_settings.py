import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import Invalid
from bot.domain.retention import Retention
from bot.settings import Mode, Settings, read_settings, setting_names
from bot.use_cases.clock import utc_now

BOT = "xoxb-1-abc"
APP = "xapp-1-abc"
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()

    assert (settings.host, settings.port, settings.database_url) == (
        "127.0.0.1",
        8080,
        "sqlite+aiosqlite:///stormlamp.db",
    )
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.publish_to, settings.responders, settings.mode) == ((), (), Mode.NONE)


def test_every_setting_comes_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SLACK_BOT_TOKEN": f"{BOT}\n",
        "SLACK_APP_TOKEN": APP,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": "http://127.0.0.1:3000/api",
        "DATABASE_URL": "sqlite:///other.db",
        "STORMLAMP_HOST": "::1",
        "STORMLAMP_PORT": "9000",
        "STORMLAMP_METRICS_PORT": "9001",
        "STORMLAMP_PUBLIC_URL": "https://status.example.com/",
        "STORMLAMP_PUBLISH_TO": "file:///var/www/status, s3://bucket/prefix",
        "STORMLAMP_STALE_AFTER": "60",
        "STORMLAMP_MAX_STREAMS": "500",
        "STORMLAMP_NUDGE_CRITICAL": "15",
        "STORMLAMP_NUDGE_MAJOR": "30",
        "STORMLAMP_NUDGE_MINOR": "0",
        "STORMLAMP_NUDGE_MONITORING": "600",
        "STORMLAMP_KEEP_DELIVERIES_DAYS": "7",
        "STORMLAMP_KEEP_REFUSED_DAYS": "14",
        "STORMLAMP_KEEP_AUDIT_DAYS": "365",
        "STORMLAMP_RESPONDERS": "@On-Call,U0123ABCD,",
        "STORMLAMP_ADMINS": "U0123ABCD, U0456EFGH",
        "STORMLAMP_INTERNAL_SUFFIXES": ".internal, .Prod.example.com",
    }.items():
        environment.setenv(name, value)

    settings = read_settings()

    assert settings.model_dump(exclude={"slack_bot_token", "slack_app_token", "slack_signing_secret"}) == {
        "slack_api_url": "http://127.0.0.1:3000/api/",
        "database_url": "sqlite:///other.db",
        "host": "::1",
        "port": 9000,
        "metrics_port": 9001,
        "public_url": "https://status.example.com",
        "publish_to": ("file:///var/www/status", "s3://bucket/prefix"),
        "stale_after": 60,
        "max_streams": 500,
        "nudge_critical": 15,
        "nudge_major": 30,
        "nudge_minor": 0,
        "nudge_monitoring": 600,
        "keep_deliveries_days": 7,
        "keep_refused_days": 14,
        "keep_audit_days": 365,
        "internal_suffixes": ("internal", "prod.example.com"),
        "responders": ("on-call", "U0123ABCD"),
        "admins": ("U0123ABCD", "U0456EFGH"),
    }
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == BOT


def test_a_setting_that_is_empty_is_not_set(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("STORMLAMP_PORT", "")
    environment.setenv("SLACK_BOT_TOKEN", "")

    assert (read_settings().port, read_settings().mode) == (8080, Mode.NONE)


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ({"slack_bot_token": BOT, "slack_app_token": APP}, Mode.SOCKET),
        ({"slack_bot_token": BOT, "slack_app_token": APP, "slack_signing_secret": SECRET}, Mode.SOCKET),
        ({"slack_bot_token": BOT, "slack_signing_secret": SECRET}, Mode.HTTP),
        ({"slack_api_url": "http://127.0.0.1:1/api/"}, Mode.NONE),
    ],
)
def test_the_mode_follows_from_which_settings_are_there(given: dict[str, str], mode: Mode) -> None:
    assert Settings.model_validate(given).mode is mode


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"slack_bot_token": BOT}, "Set SLACK_APP_TOKEN, too, for Socket Mode, or SLACK_SIGNING_SECRET"),
        ({"slack_app_token": APP}, "SLACK_APP_TOKEN without SLACK_BOT_TOKEN"),
        ({"slack_signing_secret": SECRET}, "SLACK_SIGNING_SECRET without SLACK_BOT_TOKEN"),
        (
            {"slack_app_token": APP, "slack_signing_secret": SECRET},
            "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET without SLACK_BOT_TOKEN",
        ),
    ],
)
def test_half_of_a_modes_settings_is_refused_and_names_the_other_half(given: dict[str, str], missing: str) -> None:
    settings = Settings.model_validate(given)

    with pytest.raises(Invalid, match=missing):
        _ = settings.mode


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slack_bot_token": "xoxp-hush", "slack_app_token": APP}, "SLACK_BOT_TOKEN is malformed"),
        ({"slack_bot_token": BOT, "slack_app_token": "xoxb-hush"}, "SLACK_APP_TOKEN is malformed"),
        ({"slack_bot_token": "xoxb-hush hush", "slack_signing_secret": SECRET}, "SLACK_BOT_TOKEN is malformed"),
        ({"slack_bot_token": BOT, "slack_signing_secret": "hush"}, "SLACK_SIGNING_SECRET is malformed"),
    ],
)
def test_a_malformed_credential_is_named_and_never_shown(given: dict[str, str], named: str) -> None:
    settings = Settings.model_validate(given)

    with pytest.raises(Invalid) as refusal:
        _ = settings.mode

    assert refusal.value.message.startswith(named)
    assert "hush" not in refusal.value.message


def test_no_secret_is_in_what_a_log_would_show() -> None:
    settings = Settings(
        slack_bot_token=BOT,
        slack_app_token=APP,
        slack_signing_secret=SECRET,
        database_url="postgresql+asyncpg://ada:hush@db/stormlamp",
    )

    shown = f"{settings!r} {settings}"

    assert [secret for secret in (BOT, APP, SECRET, "hush") if secret in shown] == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("STORMLAMP_PORT", "eighty", "STORMLAMP_PORT is “eighty”, which is not a port"),
        ("STORMLAMP_PORT", "65536", "STORMLAMP_PORT is “65536”, which is not a port"),
        ("STORMLAMP_PORT", "-1", "STORMLAMP_PORT is “-1”, which is not a port"),
        ("STORMLAMP_PORT", "٣٣٣", "STORMLAMP_PORT is “٣٣٣”, which is not a port"),
        ("STORMLAMP_METRICS_PORT", "http", "STORMLAMP_METRICS_PORT is “http”, which is not a port"),
        (
            "STORMLAMP_PUBLIC_URL",
            "status.example.com",
            "which can't be used. Write it like https://status.example.com.",
        ),
        ("SLACK_API_URL", "slack.com", "“slack.com”, which can't be used. Write it like https://slack.com/api/."),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL names “mysql”"),
        ("DATABASE_URL", "stormlamp.db", "DATABASE_URL can't be read"),
        ("STORMLAMP_PUBLISH_TO", "/var/www", "STORMLAMP_PUBLISH_TO has “/var/www”, which is not a URL"),
        ("STORMLAMP_RESPONDERS", "on call", "STORMLAMP_RESPONDERS has “on call”"),
        ("STORMLAMP_PROT", "80", "There is no setting STORMLAMP_PROT. Did you mean STORMLAMP_PORT?"),
        ("STORMLAMP_COLOUR", "red", "There is no setting STORMLAMP_COLOUR. There are: STORMLAMP_HOST, "),
    ],
)
def test_a_setting_that_can_not_be_used_is_named(
    environment: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    environment.setenv(name, value)

    with pytest.raises(Invalid, match=re.escape(sentence)) as refusal:
        read_settings()

    assert refusal.value.field == name


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://localhost:8080"),  # noqa: S104 nothing listens there
        ("::", "http://localhost:8080"),
        ("::1", "http://[::1]:8080"),
    ],
)
def test_links_begin_with_an_address_that_a_browser_can_open(host: str, base_url: str) -> None:
    assert Settings(host=host).base_url == base_url


@pytest.mark.parametrize("name", ["STORMLAMP_STALE_AFTER", "STORMLAMP_MAX_STREAMS"])
@pytest.mark.parametrize("value", ["-1", "soon", "1.5"])
def test_a_number_that_is_none_is_refused(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)

    with pytest.raises(Invalid, match=f"{name} is “{value}”") as refusal:
        read_settings()

    assert refusal.value.field == name


def test_an_admin_is_named_by_the_id_of_a_user(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("STORMLAMP_ADMINS", "ada")

    with pytest.raises(Invalid, match="STORMLAMP_ADMINS has “ada”, which is not the id of a user"):
        read_settings()


def test_a_suffix_that_ends_no_host_name_is_named(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("STORMLAMP_INTERNAL_SUFFIXES", ".internal,*.corp")

    with pytest.raises(Invalid, match=r"STORMLAMP_INTERNAL_SUFFIXES: “\*\.corp” does not end a host's name"):
        read_settings()


def test_what_may_be_forgotten_is_told_in_days(environment: pytest.MonkeyPatch) -> None:
    assert read_settings().retention == Retention(deliveries=timedelta(days=30), refused=timedelta(days=90))

    environment.setenv("STORMLAMP_KEEP_DELIVERIES_DAYS", "0")
    environment.setenv("STORMLAMP_KEEP_REFUSED_DAYS", "999999999")
    environment.setenv("STORMLAMP_KEEP_AUDIT_DAYS", "365")
    retention = read_settings().retention

    assert (retention.deliveries, retention.audit) == (None, timedelta(days=365))
    assert retention.refused is not None
    assert utc_now() - retention.refused < utc_now()

    environment.setenv("STORMLAMP_KEEP_AUDIT_DAYS", "a year")
    with pytest.raises(Invalid, match="STORMLAMP_KEEP_AUDIT_DAYS is “a year”, which is not a whole number"):
        read_settings()


def test_a_secret_may_stand_in_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, secret in {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_APP_TOKEN": APP,
        "SLACK_SIGNING_SECRET": SECRET,
        "DATABASE_URL": "postgresql+asyncpg://ada:hush@db/stormlamp",
    }.items():
        (tmp_path / name).write_text(f"{secret}\n", encoding="utf-8")
        environment.setenv(f"{name}_FILE", str(tmp_path / name))

    settings = read_settings()

    credentials = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    assert [each and each.get_secret_value() for each in credentials] == [BOT, APP, SECRET]
    assert settings.database_url == "postgresql+asyncpg://ada:hush@db/stormlamp"
    assert settings.mode is Mode.SOCKET


def test_a_secret_that_is_given_twice_is_refused(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("SLACK_BOT_TOKEN", BOT)
    environment.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))

    with pytest.raises(Invalid, match="SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set"):
        read_settings()


def test_an_empty_setting_beside_a_file_is_not_set(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("sqlite:///other.db", encoding="utf-8")
    environment.setenv("DATABASE_URL", "")
    environment.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))

    assert read_settings().database_url == "sqlite:///other.db"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "which can't be read: No such file or directory. Name a file that"),
        (b"", "which is empty. Write the secret into it."),
        (b" \n", "which is empty. Write the secret into it."),
        (b"hush\xff", "which is not text. Write the secret alone into it."),
    ],
)
def test_a_file_without_a_secret_is_named(
    environment: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    environment.setenv("SLACK_BOT_TOKEN_FILE", str(file))

    with pytest.raises(Invalid) as refusal:
        read_settings()

    assert refusal.value.field == "SLACK_BOT_TOKEN_FILE"
    assert refusal.value.message.startswith(f"SLACK_BOT_TOKEN_FILE names “{file}”, {sentence}")
    assert refusal.value.__cause__ is None or content is None


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
def test_what_has_no_end_is_no_file_of_a_secret(environment: pytest.MonkeyPatch, device: str) -> None:
    environment.setenv("SLACK_BOT_TOKEN_FILE", device)

    with pytest.raises(Invalid, match=f"SLACK_BOT_TOKEN_FILE names “{device}”, which is too long for a secret"):
        read_settings()


@pytest.mark.parametrize("name", ["SLACK_API_URL", "STORMLAMP_PUBLIC_URL"])
@pytest.mark.parametrize("url", ["https://ada:hush@example.com", "ada:hush@example.com", "https://ada:hush@[/"])
def test_a_password_in_an_address_is_refused_without_repeating_it(
    environment: pytest.MonkeyPatch, name: str, url: str
) -> None:
    environment.setenv(name, url)

    with pytest.raises(Invalid, match=f"{name} has a user or a password in its address") as refusal:
        read_settings()

    assert "hush" not in refusal.value.message


def test_a_folder_is_no_file_of_a_secret(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("DATABASE_URL_FILE", str(tmp_path))

    with pytest.raises(Invalid, match=r"DATABASE_URL_FILE names .* which can't be read: Is a directory"):
        read_settings()
