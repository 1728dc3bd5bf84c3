"""`ecqs` with a lease of a few seconds, so that a test can outwait it."""

from ecqs_agent.cli.main import main
from ecqs_agent.journal import hold_account

SECONDS = 6.0

if __name__ == "__main__":
    inner = hold_account.__wrapped__  # type: ignore[attr-defined]  # set by contextmanager
    inner.__kwdefaults__["seconds"] = SECONDS
    main()
