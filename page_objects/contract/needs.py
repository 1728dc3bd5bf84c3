"""What each screen must and may offer, in the portal's words (seed; portal-facts 1, 3, 5, 6)."""

from collections.abc import Mapping
from typing import Final, Literal

from page_objects.contract.difference import Sort
from page_objects.contract.seen import Place
from page_objects.screens import Screen
from page_objects.words import WORDS, Aliases

TYPED: Final = frozenset({"textbox", "validatebox", "input text", "textarea", "passwordbox"})
CHOSEN: Final = frozenset({"combobox", "combotree", "select", "chain"})
DATED: Final = frozenset({"datebox", "input text", "input date", "validatebox"})
COUNTED: Final = frozenset({"numberbox", "numberspinner", *TYPED})
# What our drivers can fill; anything else is another kind of control.
DRIVEN: Final = TYPED | CHOSEN | DATED | COUNTED

_CHOSEN: Final = ("instrument_type", "category", "kind", "origin", "region", "purpose", "delivery")
_CONTROLS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(WORDS.fields, TYPED),
    **dict.fromkeys(_CHOSEN, CHOSEN),
    **dict.fromkeys(("purchase_date", "valid_until"), DATED),
    "quantity": COUNTED,
}
ALL: Final = frozenset(Sort)
PICTURE: Final = "picture"
KITS: Final = ("1.5.1",)  # of the real kit that our drivers' tests run on: 1.5.1 to 1.5.4


class Need(Screen):
    """One thing a screen should offer. Without a needed one nothing is written."""

    key: str
    words: Aliases
    needed: bool = True
    controls: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()
    wire: Aliases = ()


class Needs(Screen):
    """What one screen should offer, in order. `open` lists may hold things we do not know."""

    place: Place
    titles: Aliases = ()
    fields: tuple[Need, ...] = ()
    columns: tuple[Need, ...] = ()
    buttons: tuple[Need, ...] = ()
    rows: tuple[Need, ...] = ()
    open: frozenset[Sort] = frozenset()
    kits: Aliases = ()


def _form_field(key: str) -> Need:
    return Need(
        key=key,
        words=WORDS.fields[key],
        controls=_CONTROLS[key],
        options=WORDS.options.get(key, ()),
        wire=WORDS.wire.get(key, ()),
    )


def _columns(words: Mapping[str, Aliases]) -> tuple[Need, ...]:
    return tuple(
        Need(key=key, words=titles, wire=WORDS.wire.get(key, ())) for key, titles in words.items()
    )


def _buttons(*needed: str, known: tuple[str, ...] = ()) -> tuple[Need, ...]:
    return (
        *(Need(key=key, words=WORDS.buttons[key]) for key in needed),
        *(Need(key=key, words=WORDS.buttons[key], needed=False) for key in known),
    )


def _filters(place: Literal["ledger", "bookings"], used: Mapping[str, Aliases]) -> tuple[Need, ...]:
    """Return the filters in the guide's order; what we do not use may be missing."""
    keys = {words[0]: key for key, words in used.items()}
    return tuple(
        Need(
            key=keys.get(word, ""), words=used.get(keys.get(word, ""), (word,)), needed=word in keys
        )
        for word in WORDS.filters[place]
    )


def _rows(*keys: str) -> tuple[Need, ...]:
    return tuple(Need(key=key, words=WORDS.titles[key]) for key in keys)


_LOGIN: Final = (
    Need(key="username", words=WORDS.login.username, controls=TYPED),
    Need(key="password", words=WORDS.login.password, controls=frozenset({"input password"})),
    Need(key="captcha", words=WORDS.login.captcha, controls=TYPED),
    Need(key="picture", words=WORDS.login.captcha, controls=frozenset({PICTURE})),
    Need(
        key="remember",
        words=WORDS.login.remember,
        needed=False,
        controls=frozenset({"input checkbox"}),
    ),
)

NEEDS: Final[Mapping[Place, Needs]] = {
    needs.place: needs
    for needs in (
        Needs(
            place=Place.HOME,
            rows=_rows("system_stem"),
            open=ALL,
        ),
        Needs(place=Place.LOGIN, fields=_LOGIN, buttons=_buttons("log_in")),
        Needs(
            place=Place.SYSTEM,
            rows=_rows("ledger_service", "booking_service"),
            open=ALL,
        ),
        Needs(
            place=Place.LEDGER,
            fields=_filters("ledger", WORDS.ledger.filters),
            columns=_columns(WORDS.ledger.columns),
            buttons=_buttons("query", "add", "edit", known=("copy", "delete", "reset")),
            kits=KITS,
        ),
        Needs(
            place=Place.INSTRUMENT,
            titles=WORDS.titles["add"],
            fields=tuple(_form_field(key) for key in WORDS.fields),
            buttons=_buttons("ok", "close"),
            kits=KITS,
        ),
        Needs(
            place=Place.BOOKINGS,
            fields=_filters("bookings", {}),
            columns=_columns(WORDS.bookings.columns),
            buttons=_buttons("query", "add", "details", known=("edit", "delete", "reset")),
            kits=KITS,
        ),
        Needs(
            place=Place.BOOKING,
            columns=_columns(WORDS.booking.columns),
            buttons=_buttons(
                "choose_pieces", "save_draft", "submit", "back", known=("remove_pieces",)
            ),
            kits=KITS,
        ),
        Needs(
            place=Place.PICKER,
            titles=WORDS.titles["picker"],
            columns=_columns(WORDS.picker.columns),
            buttons=_buttons("pick", "close", known=("query", "reset")),
            open=frozenset({Sort.FIELD, Sort.COLUMN}),
            kits=KITS,
        ),
        Needs(
            place=Place.RECEIPT,
            columns=_columns(WORDS.receipt.columns),
            buttons=_buttons("back"),
            kits=KITS,
        ),
    )
}
