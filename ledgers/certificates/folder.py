"""A folder of certificates: every file in it is either read or named."""

import os
from pathlib import Path
from typing import Final

from ledgers.certificates.certificate import Certificate, Folder, Trouble, Unread
from ledgers.certificates.errors import FolderMissingError, NoCertificatesError, TooManyFilesError
from ledgers.certificates.reading import read_certificates

MOST_FILES: Final = 5000
_LONGEST_NAME: Final = 120
# What systems leave in folders; nobody put it there.
_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def read_folder(folder: Path) -> Folder:
    """Read every PDF in the folder and below it, by name; links to folders are not followed.

    Raises:
        FolderMissingError: there is no such folder, or it may not be looked into.
        NoCertificatesError: nothing at all is in it.
        TooManyFilesError: it holds more files than a folder of certificates does.
    """
    certificates: list[Certificate] = []
    unread: list[Unread] = []
    for path in _files(folder):
        name = shown_name(path.relative_to(folder))
        if path.suffix.casefold() != ".pdf":
            unread.append(Unread(file=name, trouble=Trouble.NOT_PDF))
            continue
        for one in read_certificates(path, shown_as=name):
            if isinstance(one, Certificate):
                certificates.append(one)
            else:
                unread.append(one)
    return Folder(certificates=tuple(certificates), unread=tuple(unread))


def shown_name(path: Path) -> str:
    """Return a name that every console, table and file can show, whatever it holds."""
    spelled = path.as_posix().encode("utf-8", "replace").decode("utf-8")
    plain = "".join(char if char.isprintable() else "?" for char in spelled)
    return plain if len(plain) <= _LONGEST_NAME else f"…{plain[-_LONGEST_NAME:]}"


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FolderMissingError(path=str(folder), reason="there is no such folder")

    def stop(error: OSError) -> None:
        raise FolderMissingError(path=str(folder), reason=str(error.strerror)) from error

    found: list[Path] = []
    for inside, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        found += [Path(inside, name) for name in names if _counts(name)]
        if len(found) > MOST_FILES:
            raise TooManyFilesError(path=str(folder), most=str(MOST_FILES))
    if not found:
        raise NoCertificatesError(path=str(folder))
    return sorted(found)


def _counts(name: str) -> bool:
    return not name.startswith((".", "~$")) and name.casefold() not in _SYSTEM
