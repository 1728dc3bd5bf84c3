"""Write what became of every row into a copy of the operator's workbook."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ecqs_agent.answers.results import RowStanding, Standing
from ecqs_agent.labels import STANDINGS
from ecqs_agent.settings import Language
from ecqs_agent.texts import Translate, translator
from ecqs_agent.workbooks.reading import Desk
from ledgers.annotate import RowResult, Tone, write_results
from ledgers.problems import Problem, Severity

# What a clerk does next, by standing.
ADVICE: Final = {
    Standing.NOT_FILED: "Correct the cells named, then run it again.",
    Standing.WAITING: "Not sent yet: run `ecqs apply` again.",
    Standing.FILED: "In the ledger, not booked: run `ecqs book`.",
    Standing.BOOKED: "Wait for the receipt: run `ecqs receipts poll`.",
    Standing.ACCEPTED: "Do as the institute says: call, bring it in, or wait for the visit.",
    Standing.REFUSED: "Correct the row as the institute says, then file and book it again.",
    Standing.PORTAL_REFUSED: "Correct the row as the portal says, then run it again.",
    Standing.UNCLEAR: "Do not enter it by hand: run `ecqs reconcile` first.",
    Standing.VERIFIED: "Enter the new valid-until date from the certificate.",
    Standing.UNKNOWN_STATE: "The portal shows a state that is not known here: look at it yourself.",
}

TONES: Final = {
    Standing.ACCEPTED: Tone.GOOD,
    Standing.VERIFIED: Tone.GOOD,
    Standing.WAITING: Tone.WAITING,
    Standing.FILED: Tone.WAITING,
    Standing.BOOKED: Tone.WAITING,
}  # everything else needs a person


def write_result_workbook(
    desk: Desk,
    standings: Iterable[RowStanding],
    out: Path,
    *,
    translate: Translate | None = None,
) -> None:
    """Write a copy of the workbook with the outcome beside every row; the original stays.

    Raises:
        NotWrittenError: the file cannot be written, for instance because Excel has it open.
    """
    speak = translate or translator(Language.ZH)
    results = {standing.row: _result(standing, desk, speak) for standing in standings}
    write_results(desk.path, out, results, sheet=desk.sheet)


def _result(standing: RowStanding, desk: Desk, speak: Translate) -> RowResult:
    problems = [
        problem
        for problem in desk.checked.problems
        if problem.row == standing.row and problem.severity is Severity.ERROR
    ]
    stopped = standing.standing is Standing.NOT_FILED
    return RowResult(
        instrument_code=standing.instrument_code,
        booking_number=standing.booking_number,
        process_state=standing.process_state,
        note=standing.words,
        state=speak(STANDINGS[standing.standing]),
        advice=_advice(problems, speak) if stopped else speak(ADVICE[standing.standing]),
        tone=TONES.get(standing.standing, Tone.BAD),
    )


def _advice(problems: list[Problem], speak: Translate) -> str:
    sentences = [
        f"{problem.cell} {speak(problem.template, **problem.facts)} "
        f"{speak(problem.advice_template, **problem.facts)}"
        for problem in problems
    ]
    return "\n".join(sentences)
