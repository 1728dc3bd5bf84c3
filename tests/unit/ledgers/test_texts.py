"""Every operator-facing template has Chinese words, with the same facts in them."""

import string
from collections.abc import Iterator
from importlib import resources

import polib
import pytest

import catalog.errors
import ledgers.certificates.errors
import ledgers.checks
import ledgers.errors
from ledgers import annotate, guards, mend, summary, template
from ledgers.checks.registry import all_rules
from ledgers.rulebook import READING_RULES
from ledgers.wording import chinese


def _error_classes() -> Iterator[
    type[ledgers.errors.LedgerError] | type[catalog.errors.CatalogError]
]:
    for module, root in (
        (ledgers.errors, ledgers.errors.LedgerError),
        (ledgers.certificates.errors, ledgers.errors.LedgerError),
        (catalog.errors, catalog.errors.CatalogError),
    ):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, root):
                yield value


def _templates() -> Iterator[str]:
    for rule in (*READING_RULES, *all_rules()):
        yield from (rule.template, rule.advice)
    for error in _error_classes():
        yield from (error.template, error.advice_template)
    yield from annotate._STATES.values()
    yield from summary._HEADERS
    yield from summary.SEVERITY_WORDS.values()
    yield from mend._HEADERS
    yield mend.BLANKS_REMOVED
    yield from template.OPERATOR_TEXTS
    yield from (content for _, content in guards._FOREIGN)


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


TEMPLATES = sorted(set(_templates()))


@pytest.mark.parametrize("template", TEMPLATES)
def test_template_has_chinese_words_with_the_same_facts(template: str) -> None:
    words = chinese(template)
    assert words != template or not any(sign.isalpha() for sign in template)
    assert _names(words) == _names(template)


def test_no_translation_is_left_over_or_empty() -> None:
    text = (resources.files("ledgers") / "texts.zh_CN.po").read_text(encoding="utf-8")
    entries = polib.pofile(text, wrapwidth=0)
    assert all(entry.msgstr for entry in entries)
    assert len({entry.msgid for entry in entries}) == len(entries)
    for entry in entries:
        assert _names(entry.msgid) == _names(entry.msgstr), entry.msgid


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in (*READING_RULES, *all_rules())]
    assert len(set(codes)) == len(codes)
    errors = [error.code for error in _error_classes()]
    assert len(set(errors)) == len(errors)
