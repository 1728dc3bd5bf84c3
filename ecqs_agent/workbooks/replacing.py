"""Put a finished file in place of another, so that nobody ever sees half of one."""

import os
import tempfile
from pathlib import Path

from ledgers.errors import NotWrittenError


def put_in_place(out: Path, content: bytes) -> None:
    """Write beside the target, then move into its place.

    Raises:
        NotWrittenError: the file cannot be written, for instance because Excel has it open.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=out.suffix, prefix=".~", dir=out.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    except PermissionError as error:
        reason = "it is open in another program, or you may not write there"
        raise NotWrittenError(path=str(out), reason=reason) from error
    except OSError as error:
        raise NotWrittenError(path=str(out), reason=error.strerror or str(error)) from error
