"""A refusal becomes a rule of the house: proposed, approved by a person, and then obeyed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from catalog.catalogue import load_catalogue
from catalog.errors import DataFileError
from catalog.institutes import load_institute
from ecqs_agent.corrections.house_rules import RuleBook, proposed_from
from ecqs_agent.corrections.refusals import Refused, all_refusals
from ecqs_agent.errors import HouseRuleError
from ecqs_agent.workbooks.mapping import to_form
from ecqs_agent.workbooks.reading import open_workbook
from ledgers.instrument import Instrument
from ledgers.problems import Problem
from tests.unit.agent.samples import SCALE, UNPLATED, scale
from tests.unit.agent.test_corrections import NOON, TODAY, filed, receipt
from tests.unit.ledgers.sheets import GOOD, grid_of, write_xlsx

INSTITUTE = "内蒙古自治区计量测试研究院"
CATALOGUE = load_catalogue(TODAY)


def refusal(words: str, piece: Instrument = SCALE, *, days: int = 0) -> Refused:
    return Refused(
        record="U1",
        item_key="K",
        name=piece.name,
        serial_number=piece.serial_number,
        words=words,
        at=NOON + timedelta(days=days),
        institute=INSTITUTE,
        booking_number="2026112000001",
        instrument_code="",
        form=to_form(piece),
    )


def propose(*refused: Refused, accepted: tuple[Refused, ...] = ()) -> list[tuple[str, str, str]]:
    rules = proposed_from(refused, accepted, catalogue=CATALOGUE)
    return [(rule.field, rule.match, rule.value) for rule in rules]


def problems(path: Path, folder: Path | None) -> list[Problem]:
    desk = open_workbook(path, institute="inner-mongolia", today=TODAY, rules=folder)
    return [one for one in desk.checked.problems if one.code in ("L811", "L812")]


@pytest.mark.parametrize(
    ("words", "piece", "proposed"),
    [
        (
            "测量范围请写成200g-30kg",
            scale("1", measuring_range="200g~30kg"),
            ("measuring_range", "shape", "200g~30kg"),
        ),
        (
            "请规范填写测量范围",
            scale("1", measuring_range="----"),
            ("measuring_range", "dashes", "----"),
        ),
        ("出厂编号与证书不一致", scale("77"), ("serial_number", "equals", "77")),
        ("二级目录选择错误", SCALE, ("kind", "equals", "非自动衡器")),
        ("用途应为安全防护", SCALE, ("purpose", "equals", "贸易结算")),
    ],
)
def test_a_refusal_proposes_what_can_be_told(
    words: str, piece: Instrument, proposed: tuple[str, str, str]
) -> None:
    assert propose(refusal(words, piece)) == [proposed]


@pytest.mark.parametrize("words", ["该器具已停用，请核实后重新预约", "", "超出检定能力"])
def test_words_that_tell_no_field_propose_nothing(words: str) -> None:
    assert propose(refusal(words)) == []


def test_the_same_mistake_twice_is_one_rule_with_the_newest_words() -> None:
    older = refusal("测量范围有误", scale("1", measuring_range="100g~30kg"))
    newer = refusal("测量范围请用短横线", scale("2", measuring_range="50g~15kg"), days=1)
    (rule,) = proposed_from([newer, older], [], catalogue=CATALOGUE)
    assert rule.words == "测量范围请用短横线"


def test_what_the_same_institute_accepted_is_no_rule() -> None:
    words = refusal("测量范围有误", scale("1", measuring_range="200g~30kg"))
    fine = refusal("", scale("2", measuring_range="40g~15kg"))
    assert propose(words, accepted=(fine,)) == []
    elsewhere = fine.model_copy(update={"institute": "another"})
    assert len(propose(words, accepted=(elsewhere,))) == 1


def test_hyphens_are_refused_for_that_name_alone() -> None:
    (rule,) = proposed_from(
        [refusal("请填写测量范围", scale("1", measuring_range="----"))], [], catalogue=CATALOGUE
    )
    other = {**to_form(UNPLATED).model_dump(), "region": ""}
    assert not rule.covers(other)
    assert rule.covers({**other, "name": "电子计价秤"})


def test_refusals_of_corrected_pieces_are_remembered_with_their_old_values() -> None:
    bad = scale("1", measuring_range="200g~30kg")
    history = [receipt(("U1", bad, "测量范围有误"))]
    refused, accepted = all_refusals([filed(bad, "U1")], history)
    assert [one.form.measuring_range for one in refused if one.form] == ["200g~30kg"]
    assert accepted == ()


# --- approval ---------------------------------------------------------------------------------

WAVE = refusal("测量范围请写成200g-30kg", scale("1", measuring_range="200g~30kg"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "institutes"


@pytest.fixture
def book(folder: Path) -> RuleBook:
    return RuleBook(folder, "inner-mongolia")


def test_nothing_is_in_force_before_a_person_approves(
    book: RuleBook, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.xlsx"
    write_xlsx(path, grid_of([{**GOOD, "measuring_range": "40g~15kg"}]))
    (rule,) = book.propose(proposed_from([WAVE], [], catalogue=CATALOGUE))
    assert problems(path, folder) == []
    book.approve([rule.id], "warning")
    (problem,) = problems(path, folder)
    assert (problem.code, problem.field, problem.value) == ("L811", "measuring_range", "40g~15kg")
    assert INSTITUTE in problem.message
    assert "测量范围请写成200g-30kg" in problem.message
    assert "2026-11-20" in problem.message
    assert problems(path, None) == []


def test_an_approved_error_keeps_the_row_from_being_filed(
    book: RuleBook, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.xlsx"
    write_xlsx(
        path, grid_of([{**GOOD, "measuring_range": "40g~15kg"}, {**GOOD, "serial_number": "2"}])
    )
    (rule,) = book.propose(proposed_from([WAVE], [], catalogue=CATALOGUE))
    book.approve([rule.id], "error")
    desk = open_workbook(path, institute="inner-mongolia", today=TODAY, rules=folder)
    assert [problem.code for problem in problems(path, folder)] == ["L812"]
    assert len(desk.wishes) == 1


def test_rules_survive_the_disk_with_every_fact(book: RuleBook) -> None:
    proposed = proposed_from(
        [WAVE, refusal("出厂编号有误：“引号”与\n换行\\", scale("77"))], [], catalogue=CATALOGUE
    )
    book.propose(proposed)
    assert book.proposals.refusals == proposed
    book.approve([rule.id for rule in proposed], "error")
    assert {rule.id: rule.words for rule in book.approved} == {r.id: r.words for r in proposed}
    assert book.proposals.refusals == ()
    assert all(rule.refused_on == date(2026, 11, 20) for rule in book.approved)


def test_a_dropped_rule_is_out_of_force_and_never_proposed_again(book: RuleBook) -> None:
    proposed = proposed_from([WAVE], [], catalogue=CATALOGUE)
    book.propose(proposed)
    book.approve([proposed[0].id], "warning")
    book.drop([proposed[0].id])
    assert book.approved == ()
    assert book.propose(proposed) == ()


def test_an_approved_rule_is_not_proposed_again(book: RuleBook) -> None:
    proposed = proposed_from([WAVE], [], catalogue=CATALOGUE)
    book.propose(proposed)
    book.approve([proposed[0].id], "warning")
    assert book.propose(proposed) == ()
    assert len(book.approved) == 1


def test_an_unknown_id_changes_nothing(book: RuleBook) -> None:
    proposed = book.propose(proposed_from([WAVE], [], catalogue=CATALOGUE))
    with pytest.raises(HouseRuleError):
        book.approve([proposed[0].id, "r-none"], "warning")
    with pytest.raises(HouseRuleError):
        book.drop(["r-none"])
    assert (book.approved, len(book.proposals.refusals)) == ((), 1)


def test_a_damaged_file_of_rules_is_named(book: RuleBook, folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (folder / "inner-mongolia.toml").write_text('extends = "x"\nwrong = 1\n', encoding="utf-8")
    path = tmp_path / "ledger.xlsx"
    write_xlsx(path, grid_of([GOOD]))
    with pytest.raises(DataFileError, match="wrong"):
        problems(path, folder)
    (folder / "inner-mongolia.proposed.toml").write_text("[[", encoding="utf-8")
    with pytest.raises(HouseRuleError, match="proposed"):
        _ = book.proposals


def test_an_institutes_own_file_may_hold_refusals() -> None:
    (rule,) = proposed_from([WAVE], [], catalogue=CATALOGUE)
    institute = load_institute().model_copy(update={"refusals": (rule,)})
    assert (
        institute.refusals[0].covers(
            {**to_form(scale("9", measuring_range="1kg~6kg")).model_dump()}
        )
        is False
    )
    assert institute.refusals[0].covers(
        {**to_form(scale("9", measuring_range="1g~6kg")).model_dump()}
    )
