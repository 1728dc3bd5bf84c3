"""`python -m ecqs_agent.mock_portal serve`: a portal to practise on and to test against."""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from ecqs_agent.mock_portal.engines import EngineError
from ecqs_agent.mock_portal.options import ServeOptions
from ecqs_agent.mock_portal.seeds import SeedError
from ecqs_agent.mock_portal.server import serve
from ecqs_agent.mock_portal.store import StateFileError
from ecqs_agent.mock_portal.variants import VariantError, Variants


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ecqs_agent.mock_portal")
    command = parser.add_subparsers(dest="command", required=True).add_parser("serve")
    command.add_argument("--port", type=int, default=0)
    command.add_argument("--state", type=Path, help="keep the state in this SQLite file")
    command.add_argument("--seed", type=Path, help="accounts and records to start with (JSON)")
    command.add_argument("--variant", action="append", default=[], metavar="K=V")
    command.add_argument("--latency", type=int, default=0, metavar="MS", dest="latency_ms")
    command.add_argument("--engine", choices=("lite", "easyui"), default="lite")
    command.add_argument("--token", help="for the control API; made up when not given")
    command.add_argument("--exit-with-parent", action="store_true")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; 2 for a wrong option, 1 when the port or a file cannot be used."""
    given = vars(_parser().parse_args(arguments))
    given.pop("command")
    pairs = given.pop("variant")
    if given["token"] is None:
        given.pop("token")
    try:
        serve(ServeOptions(variants=Variants.parse(pairs), **given))
    except (VariantError, ValidationError) as error:
        return _complain(error, 2)
    except (EngineError, SeedError, StateFileError, OSError) as error:
        return _complain(error, 1)
    return 0


def _complain(error: Exception, code: int) -> int:
    sys.stderr.write(f"mock portal: {error}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
