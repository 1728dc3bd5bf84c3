"""`ecqs replay record` with a browser that needs no screen; says when the portal is in front."""

import sys
from contextlib import AbstractContextManager

from playwright.sync_api import Browser, BrowserContext

from ecqs_agent.cli import recorded
from ecqs_agent.cli.main import main
from ecqs_agent.driving.browser import launched
from ecqs_agent.replay.recognising.recording import open_portal


def unseen(wanted: str, *, headed: bool) -> AbstractContextManager[Browser]:
    assert headed, "a person must see the browser"
    return launched(wanted)


def opened(context: BrowserContext, address: str) -> None:
    open_portal(context, address)
    context.pages[0].get_by_text("更多").first.click()
    sys.stdout.write("in front\n")
    sys.stdout.flush()


if __name__ == "__main__":
    vars(recorded).update(launched=unseen, open_portal=opened)
    main()
