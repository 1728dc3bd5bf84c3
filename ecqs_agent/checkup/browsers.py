"""Which browser would be used, whether it starts, and whether it can draw Chinese."""

from collections.abc import Iterator

from ecqs_agent.checkup.section import Section
from ecqs_agent.driving.browser import choose_browser, driving, launched
from ecqs_agent.driving.fonts import shows_chinese
from ecqs_agent.errors import AgentError
from ecqs_agent.settings import Settings
from ecqs_agent.texts import Translate


def browser_sections(settings: Settings, t: Translate) -> Iterator[Section]:
    """Yield the browser, started once, and its fonts."""
    try:
        with driving() as playwright:
            chosen = choose_browser(playwright, settings.browser, headed=settings.headed)
        with launched(settings.browser) as browser:
            version, fonts = browser.version, shows_chinese(browser)
    except AgentError as error:
        yield Section(name="browser", good=False, text=t(error.template, **error.facts))
        return
    facts = {"kind": chosen.kind, "version": version, "path": str(chosen.path)}
    yield Section(
        name="browser", text=f"{chosen.kind} {version} ({chosen.path})", facts=dict(facts)
    )
    advice = t("Install a Chinese font, for instance fonts-noto-cjk; pictures would show boxes.")
    yield Section(name="fonts", good=fonts, text=t("Chinese text is shown.") if fonts else advice)
