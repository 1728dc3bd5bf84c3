"""Backends as the package `keyring` finds them: a class counts by its module and its name."""

from collections.abc import Sequence


class Memory:
    """A backend that works, whatever it is called."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._must_be_open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._must_be_open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._must_be_open()
        del self.kept[service, username]

    def _must_be_open(self) -> None:
        if self.locked:
            raise OSError("the collection is locked")


def backend(path: str) -> Memory:
    """Return a backend whose class is found at this path."""
    module, _, name = path.rpartition(".")
    kind = type(name, (Memory,), {"__module__": module, "__qualname__": name})
    made: Memory = kind()
    return made


def chain(members: Sequence[Memory]) -> Memory:
    """Return the package's chain over these backends."""
    made = backend("keyring.backends.chainer.ChainerBackend")
    made.backends = list(members)  # type: ignore[attr-defined] # the real one has it
    return made
