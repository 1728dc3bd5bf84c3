"""One mock portal: its parts put together, and its way back to the beginning."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from ecqs_agent.mock_portal import seeds
from ecqs_agent.mock_portal.clock import Clock
from ecqs_agent.mock_portal.faults import Faults
from ecqs_agent.mock_portal.options import ServeOptions
from ecqs_agent.mock_portal.redesign import Redesign
from ecqs_agent.mock_portal.requestlog import RequestLog
from ecqs_agent.mock_portal.sessions import Sessions
from ecqs_agent.mock_portal.store import Store, dump_json
from ecqs_agent.mock_portal.variants import Variants

LOCK_AFTER = 5
LOCK_SECONDS = 1800.0
ANSWER_AFTER = 86400.0


@dataclass
class Attempts:
    """Failed logins of one name."""

    count: int = 0
    locked_until: datetime | None = None


@dataclass
class Portal:
    """Hold everything one portal process knows."""

    options: ServeOptions
    store: Store
    clock: Clock = field(default_factory=Clock)
    sessions: Sessions = field(default_factory=Sessions)
    faults: Faults = field(default_factory=Faults)
    redesign: Redesign = field(default_factory=Redesign)
    requests: RequestLog = field(default_factory=RequestLog)
    attempts: dict[str, Attempts] = field(default_factory=dict)
    variants: Variants = field(default_factory=Variants)
    answer_after: float = ANSWER_AFTER

    @classmethod
    def open(cls, options: ServeOptions) -> "Portal":
        """Open the state file or start in memory; an empty portal gets the seed."""
        portal = cls(options, Store(options.state), variants=options.variants)
        if portal.store.empty:
            portal.plant()
        elif "clock" in portal.store.meta:
            portal.clock.restore(json.loads(portal.store.meta["clock"]))
        return portal

    def plant(self) -> None:
        """Give an empty portal the default accounts and what the seed file adds."""
        seeds.plant(self.store, seeds.DEFAULT)
        if self.options.seed:
            seeds.plant(self.store, seeds.read(self.options.seed))

    def reset(self) -> None:
        """Go back to the beginning: state, sessions, faults, redesign, clock, variants, log."""
        self.store.clear()
        self.sessions.clear()
        self.faults.clear()
        self.redesign.set(())
        self.attempts.clear()
        self.requests.clear()
        self.clock.run()
        self.variants = self.options.variants
        self.answer_after = ANSWER_AFTER
        self.plant()

    def remember_clock(self) -> None:
        """Keep the clock's position with the state."""
        self.store.set_meta("clock", dump_json(self.clock.dump()))
