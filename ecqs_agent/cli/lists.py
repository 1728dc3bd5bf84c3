"""Which option lists rows are judged by, and the line that says so."""

from datetime import date

from catalog.catalogue import load_catalogue
from catalog.option_lists import OptionLists
from ecqs_agent.cli.console import Console
from ecqs_agent.learning import is_newer, learned
from ecqs_agent.settings import Settings


def lists_that_count(voice: Console, settings: Settings, *, today: date) -> OptionLists | None:
    """Return the lists learnt from the portal in use if they count today, and say which they are.

    Raises:
        OptionListsError: the file that keeps them is damaged.
    """
    lists = learned(settings, today=today)
    if lists is None:
        return None
    catalogue = load_catalogue(today)
    facts = {"portal": lists.portal, "day": lists.read_on, "since": catalogue.edition.in_force}
    if not is_newer(lists, catalogue):
        voice.say(
            "The option lists of {portal} were read on {day}, before our catalogue came into force "
            "on {since}; they are not used. Run `ecqs catalog learn` again.",
            **facts,
        )
        return None
    voice.say(
        "Warning: category and kind are judged by the option lists of {portal}, read on {day}, "
        "not by our catalogue. ECQS_LEARNED_LISTS=ignore leaves them out.",
        **facts,
    )
    return lists
