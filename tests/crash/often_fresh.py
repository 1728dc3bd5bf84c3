"""`ecqs` with a browser that is started anew after every second item."""

from ecqs_agent.cli.main import main
from ecqs_agent.runs import runner

runner.FRESHEN_AFTER = 2

if __name__ == "__main__":
    main()
