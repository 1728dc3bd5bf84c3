"""What a screen shows, as lists of words; and the markup of what stands in front."""

from page_objects.patience import Patience
from page_objects.screens import Shown
from page_objects.widgets.script import Root, in_page

EXCERPT = 4000  # characters; enough to see a dialog's fields


def what_shows(root: Root, *, patience: Patience) -> Shown:
    """Return the words on this screen or window; nothing is changed."""
    return Shown.model_validate(in_page(root, "whatShows", {}, patience=patience))


def excerpt(root: Root, *, patience: Patience) -> str:
    """Return the markup of the window in front, else of the page, without what may be secret."""
    return str(in_page(root, "excerptOf", {"limit": EXCERPT}, patience=patience))
