"""Every setting, from the environment, with its default and one line of meaning."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.errors import Invalid
from bot.domain.incident import Impact
from bot.domain.nudge import Patience
from bot.domain.page import valid_public_url
from bot.domain.public_words import USUAL_SUFFIXES, PublicWords, valid_suffix
from bot.domain.retention import Retention
from bot.secret_files import SUFFIX, read_secret_files
from storage.engine import parse_url

_OURS = "STORMLAMP_"
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_CENTURY = 36_500  # days; a date before the year 1 could not be counted back to
_HANDLE = re.compile(r"[\w.-]{1,80}")
_WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 compared with, not listened on

# What a person has to look for, and where it stands in the app's settings on api.slack.com.
_CREDENTIALS = {
    "SLACK_BOT_TOKEN": (re.compile(r"xoxb-[\w-]+"), "It begins with xoxb- and stands under “OAuth & Permissions”."),
    "SLACK_APP_TOKEN": (
        re.compile(r"xapp-[\w-]+"),
        "It begins with xapp- and is made under “Basic Information”, “App-Level Tokens”.",
    ),
    "SLACK_SIGNING_SECRET": (
        re.compile(r"[\w-]{8,}"),
        "It has 32 characters, 0 to 9 and a to f, and stands under “Basic Information”.",
    ),
}

# What may stand in a file instead, named by a setting with _FILE at its end.
SECRETS = (*_CREDENTIALS, "DATABASE_URL")

_Names = Annotated[tuple[str, ...], NoDecode]


class Mode(Enum):
    """How Slack reaches the bot, chosen by which settings are there."""

    SOCKET = "Socket Mode"
    HTTP = "signed HTTP"
    NONE = "no Slack"


class Settings(BaseSettings):
    """Raises Invalid, naming the setting, for a value that can't be used; the credentials' turn comes with `mode`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True)

    slack_bot_token: SecretStr | None = Field(
        None, validation_alias="SLACK_BOT_TOKEN", description="the app's bot token, `xoxb-…`; needed for Slack at all"
    )
    slack_app_token: SecretStr | None = Field(
        None, validation_alias="SLACK_APP_TOKEN", description="the app-level token, `xapp-…`; with it, Socket Mode"
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="the signing secret; without an app token, signed HTTP at `/slack/events`",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", validation_alias="SLACK_API_URL", description="where Slack's Web API is"
    )
    database_url: str = Field(
        "sqlite+aiosqlite:///stormlamp.db",
        validation_alias="DATABASE_URL",
        description="the database; or `postgresql+asyncpg://…`",
        repr=False,  # it may hold a password
    )
    host: str = Field(
        "127.0.0.1", validation_alias="STORMLAMP_HOST", description="the address that the web server listens on"
    )
    port: int = Field(8080, validation_alias="STORMLAMP_PORT", description="the port that the web server listens on")
    metrics_port: int | None = Field(
        None,
        validation_alias="STORMLAMP_METRICS_PORT",
        description="the port for Prometheus, which asks for `/metrics` there; none unless set",
    )
    public_url: str | None = Field(
        None,
        validation_alias="STORMLAMP_PUBLIC_URL",
        description="what links in Slack and on the page begin with; `http://HOST:PORT` unless set",
    )
    publish_to: _Names = Field(
        (),
        validation_alias="STORMLAMP_PUBLISH_TO",
        description="more places to publish to: comma-separated URLs, such as `file:///var/www/status,s3://bucket/prefix`",
    )
    stale_after: int = Field(
        120,
        validation_alias="STORMLAMP_STALE_AFTER",
        description="seconds after which an open page that could not be confirmed says so",
    )
    max_streams: int = Field(
        10_000,
        validation_alias="STORMLAMP_MAX_STREAMS",
        description="how many open pages a process tells of changes at once; the others ask for them",
    )
    nudge_critical: int = Field(
        30,
        validation_alias="STORMLAMP_NUDGE_CRITICAL",
        description="minutes without an update of a critical incident until its thread is reminded; 0 for never",
    )
    nudge_major: int = Field(60, validation_alias="STORMLAMP_NUDGE_MAJOR", description="the same of a major one")
    nudge_minor: int = Field(240, validation_alias="STORMLAMP_NUDGE_MINOR", description="the same of a minor one")
    nudge_monitoring: int = Field(
        1440,
        validation_alias="STORMLAMP_NUDGE_MONITORING",
        description="minutes of monitoring until the thread is asked whether it is resolved; 0 for never",
    )
    keep_deliveries_days: int = Field(
        30,
        validation_alias="STORMLAMP_KEEP_DELIVERIES_DAYS",
        description="days for which it is remembered what Slack has delivered and which reminders were sent; "
        "0 for ever",
    )
    keep_refused_days: int = Field(
        90,
        validation_alias="STORMLAMP_KEEP_REFUSED_DAYS",
        description="the same of messages that Slack refused for good, which `/incident doctor` counts",
    )
    keep_audit_days: int = Field(
        0,
        validation_alias="STORMLAMP_KEEP_AUDIT_DAYS",
        description="the same of who did what, which timelines show, too; for ever unless set",
    )
    internal_suffixes: _Names = Field(
        USUAL_SUFFIXES,
        validation_alias="STORMLAMP_INTERNAL_SUFFIXES",
        description="how the names of internal hosts end, comma-separated: "
        "the public reads none of them unless a responder confirms it",
    )
    responders: _Names = Field(
        (),
        validation_alias="STORMLAMP_RESPONDERS",
        description="who may publish: comma-separated user-group handles or user ids; every full member unless set",
    )
    admins: _Names = Field(
        (),
        validation_alias="STORMLAMP_ADMINS",
        description="who may change pages and components in Slack beside the workspace's admins: "
        "comma-separated user ids",
    )

    @property
    def mode(self) -> Mode:
        """Raises Invalid for half of a mode's settings and for a credential that can't be one."""
        given = {name: self._credential(name) for name in _CREDENTIALS}
        there = [name for name, value in given.items() if value is not None]
        if not there:
            return Mode.NONE
        if "SLACK_BOT_TOKEN" not in there:
            raise Invalid(f"{' and '.join(there)} without SLACK_BOT_TOKEN. Set that, too.", field="SLACK_BOT_TOKEN")
        if there == ["SLACK_BOT_TOKEN"]:
            raise Invalid(
                "SLACK_BOT_TOKEN alone is half of the settings. Set SLACK_APP_TOKEN, too, for Socket Mode, "
                "or SLACK_SIGNING_SECRET for signed HTTP.",
                field="SLACK_APP_TOKEN",
            )
        for name in there:
            form, hint = _CREDENTIALS[name]
            if not form.fullmatch(given[name] or ""):
                raise Invalid(f"{name} is malformed. {hint}", field=name)
        return Mode.SOCKET if "SLACK_APP_TOKEN" in there else Mode.HTTP

    @property
    def base_url(self) -> str:
        """What links begin with, without a slash at its end."""
        return self.base_url_on(self.port)

    def base_url_on(self, port: int) -> str:
        """The same where the web server listens on that port: setting it to 0 takes a free one."""
        if self.public_url is not None:
            return self.public_url
        host = "localhost" if self.host in _WILDCARDS else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{port}"

    @property
    def patience(self) -> Patience:
        """How long an incident may be quiet."""
        minutes = {
            Impact.CRITICAL: self.nudge_critical,
            Impact.MAJOR: self.nudge_major,
            Impact.MINOR: self.nudge_minor,
        }
        return Patience(
            by_impact={impact: timedelta(minutes=each) for impact, each in minutes.items() if each},
            monitoring=timedelta(minutes=self.nudge_monitoring) if self.nudge_monitoring else None,
        )

    @property
    def retention(self) -> Retention:
        """What may be forgotten, and when."""
        return Retention(
            deliveries=_days(self.keep_deliveries_days),
            refused=_days(self.keep_refused_days),
            audit=_days(self.keep_audit_days),
        )

    @property
    def public_words(self) -> PublicWords:
        """What a responder is asked about before the public reads it."""
        return PublicWords(self.internal_suffixes)

    def _credential(self, name: str) -> str | None:
        secret: SecretStr | None = getattr(self, name.lower())
        return None if secret is None else secret.get_secret_value()

    @field_validator("*", mode="before")
    @classmethod
    def _without_white_space(cls, value: Any) -> Any:
        """A value read from a file often ends with a line break."""
        return value.strip() if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        return f"{_valid_url('SLACK_API_URL', url, like='https://slack.com/api/')}/"

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, url: str | None) -> str | None:
        return None if url is None else _valid_url("STORMLAMP_PUBLIC_URL", url, like="https://status.example.com")

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, url: str) -> str:
        parse_url(url)
        return url

    @field_validator("port", "metrics_port", mode="before")
    @classmethod
    def _port(cls, port: Any, info: ValidationInfo) -> int | None:
        if port is None:
            return None
        if not re.fullmatch(r"[0-9]{1,5}", str(port)) or int(port) > 65_535:
            name = str(cls.model_fields[info.field_name or ""].validation_alias)
            raise Invalid(
                f"{name} is “{port}”, which is not a port. Use a number from 0 to 65535; 0 takes a free one.",
                field=name,
            )
        return int(port)

    @field_validator(
        "stale_after",
        "max_streams",
        "nudge_critical",
        "nudge_major",
        "nudge_minor",
        "nudge_monitoring",
        "keep_deliveries_days",
        "keep_refused_days",
        "keep_audit_days",
        mode="before",
    )
    @classmethod
    def _count(cls, value: Any, info: ValidationInfo) -> Any:
        if not re.fullmatch(r"[0-9]{1,9}", str(value)):
            name = str(cls.model_fields[info.field_name or ""].validation_alias)
            raise Invalid(f"{name} is “{value}”, which is not a whole number from 0 on.", field=name)
        return int(value)

    @field_validator("publish_to", "responders", "admins", "internal_suffixes", mode="before")
    @classmethod
    def _separated(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("publish_to")
    @classmethod
    def _targets(cls, targets: tuple[str, ...]) -> tuple[str, ...]:
        for target in targets:
            if "://" not in target:
                raise Invalid(
                    f"STORMLAMP_PUBLISH_TO has “{target}”, which is not a URL. Write it like file:///var/www/status.",
                    field="STORMLAMP_PUBLISH_TO",
                )
        return targets

    @field_validator("internal_suffixes")
    @classmethod
    def _internal_suffixes(cls, suffixes: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(map(valid_suffix, suffixes))
        except Invalid as error:
            name = "STORMLAMP_INTERNAL_SUFFIXES"
            raise Invalid(f"{name}: {error.message}", field=name) from error

    @field_validator("responders")
    @classmethod
    def _responders(cls, responders: tuple[str, ...]) -> tuple[str, ...]:
        named = tuple(each.removeprefix("@") for each in responders)
        for each in named:
            if not _HANDLE.fullmatch(each):
                raise Invalid(
                    f"STORMLAMP_RESPONDERS has “{each}”, which is neither the handle of a user group, such as "
                    "on-call, nor the id of a user, such as U0123456789.",
                    field="STORMLAMP_RESPONDERS",
                )
        # Handles are written in lower case in Slack, ids in capitals.
        return tuple(each if _USER_ID.fullmatch(each) else each.casefold() for each in named)

    @field_validator("admins")
    @classmethod
    def _admins(cls, admins: tuple[str, ...]) -> tuple[str, ...]:
        for each in admins:
            if not _USER_ID.fullmatch(each):
                raise Invalid(
                    f"STORMLAMP_ADMINS has “{each}”, which is not the id of a user, such as U0123456789. "
                    "It stands in a person's profile in Slack, under “Copy member ID”.",
                    field="STORMLAMP_ADMINS",
                )
        return admins


def read_settings() -> Settings:
    """From the environment and the files that it names. Raises Invalid, naming the setting."""
    _refuse_unknown(os.environ)
    return Settings.model_validate(read_secret_files(os.environ, SECRETS))


def setting_names() -> tuple[str, ...]:
    """Every name that the environment may have, those of secrets' files among them."""
    fields = (str(field.validation_alias) for field in Settings.model_fields.values())
    return (*fields, *(f"{name}{SUFFIX}" for name in SECRETS))


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt setting would be ignored, and nobody would know."""
    ours = [name.removeprefix(_OURS) for name in setting_names() if name.startswith(_OURS)]
    for name in sorted(environment):
        if name.startswith(_OURS) and name.removeprefix(_OURS) not in ours:
            near = difflib.get_close_matches(name.removeprefix(_OURS), ours, n=1)
            way_out = f"Did you mean {_OURS}{near[0]}?" if near else f"There are: {_OURS}{f', {_OURS}'.join(ours)}."
            raise Invalid(f"There is no setting {name}. {way_out}", field=name)


def _days(count: int) -> timedelta | None:
    return timedelta(days=min(count, _CENTURY)) if count else None


def _valid_url(name: str, url: str, *, like: str) -> str:
    try:
        return valid_public_url(url)
    except Invalid as error:
        if "@" in url:
            # It is not repeated: refusals stand in logs.
            raise Invalid(f"{name} has a user or a password in its address. Leave them out.", field=name) from None
        raise Invalid(f"{name} is “{url}”, which can't be used. Write it like {like}.", field=name) from error
