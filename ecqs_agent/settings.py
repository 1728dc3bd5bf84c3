"""One frozen model of every setting.

Precedence: command options > `ECQS_*` > project file `ecqs.toml` > user file > defaults.
Secrets are never settings: a password is given in `ECQS_PASSWORD`, else kept by
`ecqs accounts password`, else typed.
"""

import os
import tomllib
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from platformdirs import user_config_path, user_data_path, user_log_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ecqs_agent.errors import SettingsError
from page_objects.addresses import Addresses, origin_of

APP: Final = "ecqs-agent"
PROJECT_FILE: Final = Path("ecqs.toml")
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Language(StrEnum):
    """Languages an operator can read."""

    ZH = "zh"
    EN = "en"


class Captcha(StrEnum):
    """Who reads the captcha. On a real portal it is always a person."""

    WINDOW = "window"  # log in yourself in a visible browser, by any method
    TERMINAL = "terminal"  # the picture is saved, its characters are typed here
    FILE = "file"  # the picture is saved, `ecqs captcha` answers from another terminal
    MOCK = "mock"  # the bundled mock portal on this machine tells


class UnknownPayload(StrEnum):
    """What to do when a save request has a shape the client does not know."""

    STOP = "stop"
    WARN = "warn"


class LearnedLists(StrEnum):
    """Whether the option lists learnt from a portal count."""

    USE = "use"
    IGNORE = "ignore"


class Reports(StrEnum):
    """Whether a run that changed something leaves a report."""

    KEEP = "keep"
    NONE = "none"


def user_file() -> Path:
    """Return the settings file of this user."""
    return user_config_path(APP, appauthor=False) / "ecqs.toml"


def log_file() -> Path:
    """Return the log of this user's commands."""
    return user_log_path(APP, appauthor=False) / "ecqs.log"


class Settings(BaseSettings):
    """Everything that can be set, with its default."""

    model_config = SettingsConfigDict(env_prefix="ECQS_", frozen=True, extra="forbid")

    portal: str = Field(default="https://psp.e-cqs.cn", description="Address of the portal")
    login_origin: str = Field(
        default="", description="Where a password may be typed; empty: the portal's own origin"
    )
    allowed_origins: tuple[str, ...] = Field(
        default=(),
        description='Further origins the browser may talk to, as `["https://…"]`; '
        "without them the portal's alone",
    )
    data: Path = Field(
        default_factory=lambda: user_data_path(APP, appauthor=False),
        description="Folder of the journal, sessions and evidence",
    )
    journal: str = Field(
        default="",
        description="SQLAlchemy address of the journal; empty: a file in `data`",
        repr=False,  # it may carry the database's password
    )
    browser: str = Field(
        default="",
        description="edge, chrome, headless-shell, chromium, playwright or a path; empty: any",
    )
    headed: bool = Field(default=False, description="Show the browser window")
    captcha: Captcha = Field(default=Captcha.TERMINAL, description="Who reads the captcha")
    patience: float = Field(default=1.0, gt=0, le=20, description="Stretch every wait by this")
    pause: float = Field(
        default=2.0, ge=0, le=600, description="Seconds between two records, as a courtesy"
    )
    pause_jitter: float = Field(
        default=0.3, ge=0, le=0.9, description="How much a pause varies, as a part of it"
    )
    slow: float = Field(
        default=1.0, ge=1, le=100, description="So many times longer pauses (`--slow`)"
    )
    daily_ceiling: int = Field(
        default=500,
        ge=0,
        description="Records and bookings written per account, portal and day; 0: no ceiling",
    )
    write_quiet_hours: str = Field(
        default="",
        description="Hours in which nothing is written to the portal, Beijing time; empty: none",
    )
    quiet_period: float = Field(
        default=120.0,
        ge=0,
        description="Seconds to wait after an unclear outcome before looking (durability)",
    )
    unknown_payload: UnknownPayload = Field(
        default=UnknownPayload.STOP, description="A save request of unknown shape: stop or warn"
    )
    lead_time: int = Field(
        default=30,
        ge=0,
        le=250,
        description="Working days between the last day to book and 有效期至 (`ecqs due`)",
    )
    longest_validity: int = Field(
        default=5,
        ge=1,
        le=20,
        description="Years after the verification from which 有效期至 is doubted",
    )
    max_per_booking: int = Field(default=50, ge=1, le=1000, description="Pieces per booking")
    institute: str = Field(
        default="inner-mongolia",
        description="Whose house rules apply: a name of ours, or a .toml file",
    )
    learned_lists: LearnedLists = Field(
        default=LearnedLists.USE,
        description="Option lists from `ecqs catalog learn`: use or ignore them",
    )
    reports: Reports = Field(
        default=Reports.KEEP, description="A report (HTML) of each run: keep or none"
    )
    office_hours: str = Field(
        default="08:30-17:30", description="Hours of working days in which receipts are read"
    )
    quiet_hours: str = Field(
        default="20:00-08:00", description="Hours in which nobody is sent a notice; empty: none"
    )
    poll_shortest: float = Field(
        default=30.0, ge=5, description="Minutes between two readings of receipts, at least"
    )
    poll_longest: float = Field(
        default=12.0, gt=0, le=240, description="Hours between two readings of receipts, at most"
    )
    receipt_age: float = Field(
        default=12.0,
        ge=0,
        description="Hours after which the receipt of an unfinished booking is read again",
    )
    mock_token: str = Field(default="", description="Control token of a mock portal", repr=False)

    @field_validator("portal")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not origin_of(value):
            raise ValueError("must be an address like https://psp.e-cqs.cn")
        return value.rstrip("/")

    @field_validator("login_origin", "allowed_origins")
    @classmethod
    def _are_origins(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in (value,) if isinstance(value, str) else value:
            if one and origin_of(one) != one.rstrip("/").lower():
                raise ValueError("must be an origin like https://psp.e-cqs.cn, without a path")
        return value

    @property
    def addresses(self) -> Addresses:
        """Return the origins the browser may talk to."""
        return Addresses.of(self.portal, login=self.login_origin, more=self.allowed_origins)

    @property
    def journal_url(self) -> str:
        """Return the address of the journal's database."""
        return self.journal or f"sqlite:///{(self.data / 'journal.sqlite').as_posix()}"

    @property
    def portal_is_local(self) -> bool:
        """Return whether the portal runs on this very machine, as the mock does."""
        return urlsplit(self.portal).hostname in LOOPBACK

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the sources in their order; the first that knows a value wins."""
        del dotenv_settings, file_secret_settings
        project = TomlConfigSettingsSource(settings_cls, toml_file=PROJECT_FILE)
        user = TomlConfigSettingsSource(settings_cls, toml_file=user_file())
        return init_settings, env_settings, project, user


def load_settings(**options: Any) -> Settings:  # noqa: ANN401 - values of command options
    """Return the settings in force; an option that is None was not given.

    Raises:
        SettingsError: a value is impossible; the message names the setting and its source.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "?"
        raise SettingsError(
            "The setting {name} cannot be used: {why}. It comes from {source}.",
            name=name,
            why=first["msg"],
            source=source_of(name, given),
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            "A settings file is not valid TOML: {why}. Look at {files}.",
            why=str(error),
            files=f"{PROJECT_FILE.absolute()}, {user_file()}",
        ) from error


def source_of(name: str, given: Mapping[str, Any]) -> str:
    """Return where a setting's value comes from; `given` are the options of the command."""
    if name in given:
        return f"--{name.replace('_', '-')}"
    variable = f"ECQS_{name.upper()}"
    if variable in (one.upper() for one in os.environ):
        return variable
    files = (path for path in (PROJECT_FILE, user_file()) if name in _names_in(path))
    return str(next(files, PROJECT_FILE if PROJECT_FILE.exists() else user_file()))


def _names_in(path: Path) -> Collection[str]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
