"""`python -m ecqs_agent.cli` is `ecqs`."""

from ecqs_agent.cli.main import main

main()
