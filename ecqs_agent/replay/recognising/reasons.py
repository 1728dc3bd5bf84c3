"""Why something is no step: English, the catalogue has Chinese. The keys stand in the files."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "field": "no field of ours has this label",
    "button": "no verb stands for this button here",
    "row": "it does not say which row is meant",
    "filter": "the query uses a filter that the verb does not have",
    "thing": "it is known by its place or a generated number alone",
    "message": "this message belongs to no step that was understood",
    "kind": "the recorder's step has no counterpart here",
    "way": "on the way to a step",
    "wait": "the page objects wait by themselves",
    "technical": "it does nothing to the portal",
    "secret": "typed on the login page and not kept",
    "nothing": "nothing was sent by it",
    "again": "the login was refused; the attempt is not repeated",
    "unclear": "whether it was done was never known for certain",
    "logged_in": "the recording began behind the login; a login was put in front",
}
