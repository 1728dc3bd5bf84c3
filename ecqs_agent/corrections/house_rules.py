"""House rules learnt from refusals: proposed by the program, in force only when a person approves.

Two files per institute lie in the folder `institutes` of the data folder: `NAME.toml` has the
approved rules in the format of the institutes' own files, `NAME.proposed.toml` what waits for a
person or was dropped. The checks read the first one alone.
"""

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, ValidationError

from catalog.catalogue import Catalogue
from catalog.institutes import (
    Extension,
    Institute,
    RefusalRule,
    load_institute,
    read_extension,
    read_institute,
    shape_of,
)
from ecqs_agent.corrections.refusals import Refused
from ecqs_agent.errors import HouseRuleError
from ecqs_agent.settings import Settings
from ledgers.measuring_range import is_dashes
from ledgers.refusal_field import Confidence, Meant, find_meant

_HEADERS: Final = {
    "approved": (
        "# House rules that a person approved with `ecqs rules approve`; `ecqs check` obeys them.\n"
        "# The format is described in docs/institutes.md, under [[refusals]].\n\n"
    ),
    "proposed": (
        "# House rules proposed from refusals. Nothing here is in force: see `ecqs rules list`.\n\n"
    ),
}
_OF_THE_KIND: Final = frozenset({"measuring_range", "accuracy_class", "purpose", "delivery"})
_OF_THE_NAME: Final = frozenset({"category", "kind"})  # wrong for such instruments, not as such
_SHAPED: Final = frozenset({"measuring_range", "accuracy_class"})

Severity = Literal["warning", "error"]


class Proposals(BaseModel):
    """What waits for a person, and the ids of what a person did not want."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    extends: str
    refusals: tuple[RefusalRule, ...] = ()
    dropped: tuple[str, ...] = ()


class RuleBook:
    """The approved and the proposed house rules of one institute, on disk."""

    def __init__(self, folder: Path, institute: str) -> None:
        self._folder = folder
        self._institute = institute

    @property
    def approved(self) -> tuple[RefusalRule, ...]:
        """Return the rules in force.

        Raises:
            DataFileError: their file is damaged.
        """
        path = self._path()
        return read_extension(path).refusals if path.exists() else ()

    @property
    def proposals(self) -> Proposals:
        """Return what waits, and what was dropped.

        Raises:
            HouseRuleError: their file is damaged.
        """
        path = self._path(".proposed")
        if not path.exists():
            return Proposals(extends=self._institute)
        try:
            return Proposals.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            raise HouseRuleError(
                "The file of proposed rules {path} cannot be read: {why}. Correct or delete it.",
                path=str(path),
                why=str(error).splitlines()[0],
            ) from error

    def propose(self, rules: Iterable[RefusalRule]) -> tuple[RefusalRule, ...]:
        """Keep rules for a person to decide; return those that nobody has decided on yet."""
        old = self.proposals
        decided = {rule.id for rule in self.approved} | set(old.dropped)
        waiting = {rule.id: rule for rule in old.refusals}
        waiting |= {rule.id: rule for rule in rules if rule.id not in decided}
        kept = old.model_copy(update={"refusals": tuple(waiting.values())})
        if kept != old:
            self._write_proposals(kept)
        return kept.refusals

    def approve(self, ids: Sequence[str], severity: Severity) -> tuple[RefusalRule, ...]:
        """Put proposed rules in force, as a person asked, and return them.

        Raises:
            HouseRuleError: one of them is not proposed; nothing was approved.
        """
        old = self.proposals
        chosen = [_named(old.refusals, word) for word in ids]
        rules = [rule.model_copy(update={"severity": severity}) for rule in chosen]
        new = {rule.id: rule for rule in (*self.approved, *rules)}
        self._write("approved", "", Extension(extends=self._institute, refusals=(*new.values(),)))
        left = tuple(rule for rule in old.refusals if rule.id not in new)
        self._write_proposals(old.model_copy(update={"refusals": left}))
        return tuple(rules)

    def drop(self, ids: Sequence[str]) -> tuple[RefusalRule, ...]:
        """Take rules out, whether approved or proposed, and never propose them again.

        Raises:
            HouseRuleError: there is no such rule; nothing was dropped.
        """
        approved, old = self.approved, self.proposals
        chosen = [_named((*old.refusals, *approved), word) for word in ids]
        gone = {rule.id for rule in chosen}
        kept = tuple(rule for rule in approved if rule.id not in gone)
        if kept != approved:
            self._write("approved", "", Extension(extends=self._institute, refusals=kept))
        left = tuple(rule for rule in old.refusals if rule.id not in gone)
        dropped = tuple(dict.fromkeys((*old.dropped, *gone)))
        self._write_proposals(old.model_copy(update={"refusals": left, "dropped": dropped}))
        return tuple(chosen)

    def _path(self, more: str = "") -> Path:
        return self._folder / f"{self._institute}{more}.toml"

    def _write_proposals(self, proposals: Proposals) -> None:
        self._write("proposed", ".proposed", proposals)

    def _write(self, header: str, more: str, model: BaseModel) -> None:
        text = _HEADERS[header] + tomli_w.dumps(_plain(model), multiline_strings=False)
        path = self._path(more)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".~", suffix=".toml", dir=self._folder)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            try:
                Path(name).replace(path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise HouseRuleError(
                "The house rules cannot be kept in {path}: {why}.", path=str(path), why=str(error)
            ) from error


def _plain(model: BaseModel) -> dict[str, Any]:
    """Return a model for TOML, which has dates and no null; what is empty is left out."""
    plain: dict[str, Any] = {}
    for name, value in model.model_dump(exclude_defaults=True).items():
        plain[name] = [dict(one) for one in value] if name == "refusals" else value
    return plain


def _named(rules: Iterable[RefusalRule], word: str) -> RefusalRule:
    found = [rule for rule in rules if rule.id == word]
    if not found:
        raise HouseRuleError(
            "There is no rule {word}; `ecqs rules list` shows what there is.", word=word
        )
    return found[0]


def rules_folder(settings: Settings) -> Path:
    """Return the folder of the house rules that are kept here."""
    return settings.data / "institutes"


def rule_book(settings: Settings) -> RuleBook:
    """Return the rules of the institute whose house rules apply.

    Raises:
        DataFileError: there is no such institute.
    """
    own = Path(settings.institute)
    institute = read_institute(own) if own.suffix == ".toml" else load_institute(settings.institute)
    return RuleBook(rules_folder(settings), institute.id)


def with_approved(institute: Institute, folder: Path | None) -> Institute:
    """Return an institute with the rules that were approved for it, if there are any.

    Raises:
        DataFileError: their file is damaged.
    """
    if folder is None:
        return institute
    rules = RuleBook(folder, institute.id).approved
    return (
        institute.extended(Extension(extends=institute.id, refusals=rules)) if rules else institute
    )


def proposed_from(
    refused: Iterable[Refused], accepted: Iterable[Refused], *, catalogue: Catalogue
) -> tuple[RefusalRule, ...]:
    """Return one rule for each kind of refusal whose field is told, the newest words winning.

    A rule that a piece accepted by the same institute would break is not proposed.
    """
    good = [(one.institute, values_of(one)) for one in accepted if one.form is not None]
    rules: dict[str, RefusalRule] = {}
    for one in sorted(refused, key=lambda refusal: refusal.at):
        if one.form is None or not one.words or not one.institute:
            continue
        values = values_of(one)
        for meant in _worth_a_rule(find_meant(one.words, values, catalogue=catalogue)):
            rule = _rule(one, values, meant)
            if rule is None or any(
                institute == rule.institute and rule.covers(other) for institute, other in good
            ):
                continue
            rules[rule.id] = rule
    return tuple(rules.values())


def values_of(one: Refused) -> dict[str, str]:
    """Return the values a refused piece had, the region as a path."""
    if one.form is None:
        return {}
    texts = one.form.model_dump(exclude={"region"})
    return {**texts, "region": "/".join(one.form.region)}


def _worth_a_rule(found: Sequence[Meant]) -> tuple[Meant, ...]:
    certain = tuple(meant for meant in found if meant.confidence is Confidence.CERTAIN)
    return certain or tuple(found[:1])


def _rule(one: Refused, values: Mapping[str, str], meant: Meant) -> RefusalRule | None:
    """Return the rule that keeps this refusal from coming again, None for a blank value."""
    value = values.get(meant.field, "")
    if not value:
        return None
    match: Literal["equals", "shape", "dashes"] = "equals"
    if is_dashes(value):
        match = "dashes"
    elif meant.field in _SHAPED:
        match = "shape"
    facts = {
        "institute": one.institute,
        "field": meant.field,
        "match": match,
        "category": "" if meant.field in _OF_THE_NAME else values["category"],
        "kind": "" if meant.field in _OF_THE_NAME else values["kind"],
        # hyphens are right for pieces without a plate, which other names of the kind may be
        "names": (values["name"],) if meant.field in _OF_THE_NAME or match == "dashes" else (),
    }
    told = {"equals": value, "shape": shape_of(value), "dashes": "-"}[match]
    digest = hashlib.sha256("\x1f".join((*map(str, facts.values()), told)).encode()).hexdigest()
    return RefusalRule(
        id=f"r-{digest[:8]}",
        value=value,
        words=one.words,
        refused_on=one.at.astimezone().date(),
        example=meant.suggested or meant.example,
        **facts,
    )
