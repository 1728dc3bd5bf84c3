"""One thing that was seen while a person used the portal, whoever reported it.

A recording in a visible browser and a file of Chrome's Recorder are both brought to this form. A
value typed as a secret has no place in it.
"""

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["arrive", "press", "set", "said", "answered", "opened", "listed", "other", "wait"]
Row = Mapping[str, str]  # a row's cells by the titles of their columns

SECRET_WORDS: Final = (
    "密码",
    "口令",
    "验证码",
    "校验码",
    "password",
    "passwd",
    "captcha",
    "authcode",
)


class Seen(BaseModel):
    """One event; what does not apply is empty.

    `window` is the title of the window in which it happened: "" on the screen itself, None where
    that is not known. `form` holds every field of that window or screen by its label.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = 0
    kind: Kind
    role: str = Field(default="", max_length=20)
    text: str = Field(default="", max_length=2000)
    row: str = Field(default="", max_length=200)
    buttons: tuple[str, ...] = ()
    title: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)
    window: str | None = None
    columns: tuple[str, ...] = ()
    label: str = Field(default="", max_length=200)
    value: tuple[str, ...] = ()
    form: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    chosen: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int | None = None
    login: bool = False
    selectors: tuple[str, ...] = ()


def is_secret(name: str) -> bool:
    """Return whether a field with this name, label or selector holds a password or a captcha."""
    lowered = name.casefold()
    return any(word in lowered for word in SECRET_WORDS)
