"""Words that may have taken the place of ours: proposed as additions to `words.toml`.

A person adopts them, one by one; nothing uses them before.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import tomli_w

from ecqs_agent.errors import MockOnlyError
from ecqs_agent.workbooks.replacing import put_in_place
from page_objects.contract.difference import Candidate, Difference
from page_objects.words import load_words

REASONS: Final = {
    "wire": "its value is sent under the same name",
    "alike": "it looks alike",
    "place": "it stands in its place",
}


def proposals(differences: Iterable[Difference]) -> tuple[Candidate, ...]:
    """Return each proposed word once."""
    found = (one.candidate for one in differences if one.candidate and one.candidate.key)
    return tuple(dict.fromkeys(found))


def as_patch(candidates: Iterable[Candidate]) -> str:
    """Return the proposed words in the form of `words.toml`, as additions to it."""
    return tomli_w.dumps(_tables({}, candidates))


def adopt(candidates: Iterable[Candidate], path: Path) -> None:
    """Put these words into the file of added words; they count from the next command on.

    Raises:
        WordsFileError: the file there cannot be used, or a word has no place in it.
        NotWrittenError: the file cannot be written.
    """
    load_words(path)  # what is there must be good
    there = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    put_in_place(path, tomli_w.dumps(_tables(there, candidates)).encode())


def must_not_be_the_mocks(*, is_mock: bool, chosen: bool) -> None:
    """Keep words of a mock portal out of the words for the real one.

    Raises:
        MockOnlyError: the portal is the mock and no file was named for its words.
    """
    if is_mock and not chosen:
        raise MockOnlyError(
            "These are words of the mock portal: they are not added to those for the real one. "
            "Name another file for them in ECQS_WORDS."
        )


def _tables(there: dict[str, Any], candidates: Iterable[Candidate]) -> dict[str, Any]:
    for candidate in candidates:
        table = there
        for name in candidate.table.split("."):
            table = table.setdefault(name, {})
        words = table.setdefault(candidate.key, [])
        if candidate.word not in words:
            words.append(candidate.word)
    return there
