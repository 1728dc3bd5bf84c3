"""What a screen offers, without anybody's values: labels, controls, lists, buttons, columns."""

from enum import StrEnum

from page_objects.screens import Screen


class Place(StrEnum):
    """The screens we know, in the order in which a person comes to them."""

    HOME = "home"
    LOGIN = "login"
    SYSTEM = "system"
    LEDGER = "ledger"
    INSTRUMENT = "instrument"
    BOOKINGS = "bookings"
    BOOKING = "booking"
    PICKER = "picker"
    RECEIPT = "receipt"


class FieldSeen(Screen):
    """One control with the words that name it, as `*` and `:` are left out of them.

    `control` is the kit's name of it, `chain` for several behind one label, `picture` for a
    captcha, `input text` and the like for plain ones. `wire` is the name it posts under.
    """

    label: str
    control: str
    required: bool = False
    options: tuple[str, ...] = ()
    wire: str = ""


class ColumnSeen(Screen):
    """One visible column: its title, and the name of its value in the rows."""

    title: str
    wire: str = ""


class ButtonSeen(Screen):
    """One button."""

    text: str
    off: bool = False


class RowSeen(Screen):
    """One row of a list of services: its first cell, and the links in it."""

    text: str
    links: tuple[str, ...] = ()


class ScreenSeen(Screen):
    """Everything one screen offers, in reading order. `kit` is its version, as far as known."""

    place: Place
    title: str = ""
    fields: tuple[FieldSeen, ...] = ()
    grids: tuple[tuple[ColumnSeen, ...], ...] = ()
    buttons: tuple[ButtonSeen, ...] = ()
    rows: tuple[RowSeen, ...] = ()
    links: tuple[str, ...] = ()
    kit: str = ""
