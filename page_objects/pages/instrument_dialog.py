"""器具新增 / 器具修改: seventeen fields, filled in one go and filed by one click."""

import base64
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Frame, Page

from page_objects.contract.seen import Place
from page_objects.errors import ActionRefusedError, UnexpectedMessageError
from page_objects.pages.portal_page import Before, PortalPage, never
from page_objects.patience import Patience
from page_objects.payload import Meant, Payload, as_text, differing, likeness
from page_objects.screens import Accepted, InstrumentForm, Refused, Shown, Unclear
from page_objects.widgets import dates
from page_objects.widgets.button import Button
from page_objects.widgets.dialog import Dialog, Messager
from page_objects.widgets.form import FieldSpec, LabelledForm
from page_objects.widgets.layers import Layers
from page_objects.widgets.lists import DependentLists
from page_objects.widgets.script import in_page
from page_objects.widgets.shown import what_shows
from page_objects.wire import Answer, NothingSent, Saved, SaveGuard, Unknown
from page_objects.words import WORDS, Aliases

JPEG_QUALITY = 40
DATES = ("purchase_date", "valid_until")


def _spec(key: str) -> FieldSpec:
    return FieldSpec(
        key=key,
        words=WORDS.fields[key],
        kind="region" if key == "region" else "field",
        after="category" if key == "kind" else "",
    )


FIELDS = tuple(_spec(key) for key in InstrumentForm.model_fields)


class InstrumentDialog(PortalPage):
    """The dialog of one ledger record. Assumes nothing about what was in it before."""

    screen = "器具新增"
    place = Place.INSTRUMENT

    def __init__(
        self, page: Page, frame: Frame, *, titles: Aliases, base_url: str, patience: Patience
    ) -> None:
        super().__init__(page, base_url=base_url, patience=patience)
        self._dialog = Dialog(frame, titles, self._tab, patience=patience)
        self._messager = Messager(frame, self._tab, patience=patience)
        self._form = LabelledForm(self._dialog.root, FIELDS, patience=patience)

    def open_by(self, button: Button) -> None:
        """Press the button that opens it and wait for it; a message instead is an error."""
        self._dialog.open_by(button, action=self.screen)

    def wait_ready(self) -> "InstrumentDialog":
        """Wait until the dialog's lists are at rest."""
        self.read()
        return self

    def read(self) -> InstrumentForm:
        """Return what the dialog would file now.

        Raises:
            FieldNotTakenError: a field shows one thing and would post another.
            PortalDriftError: a label was not found; it is named.
        """
        with self._step("read the form"):
            values = self._form.read()
        return InstrumentForm.model_validate(
            {key: path if key == "region" else " / ".join(path) for key, path in values.items()}
        )

    def fill(self, form: InstrumentForm) -> bool:
        """Make the dialog hold exactly `form`; return whether anything was changed.

        Raises:
            BadDateError: before anything was touched.
            UnknownOptionError: a choice is not offered; the error lists what is.
            FieldNotTakenError: shown, held and posted do not all agree with what was meant.
        """
        values = as_values(form)
        for key in DATES:
            dates.checked(getattr(form, key), label=WORDS.fields[key][0])
        with self._step("fill the form"):
            return self._form.fill(values)

    def submit(
        self,
        expect: InstrumentForm,
        *,
        before_release: Before = never,
        unknown_payload: Unknown = "stop",
    ) -> Accepted | Refused | Unclear:
        """Press 确定 once; file the record only if the request carries exactly `expect`.

        `before_release` runs once, when the request was found right and just before it leaves;
        what it raises stops the request. After that point every doubt is `Unclear`, a lost
        session included.

        Raises:
            WirePayloadError: the request differed; it was stopped and nothing was filed.
            ActionRefusedError: nothing was sent, because the form itself refused.
        """
        with self._step("file the form"):
            layers = self._form.layers()
            self._form.must_hold(layers, as_values(expect))
            meant = tuple(_meant(layers[spec.key], spec) for spec in FIELDS)
            guard = self._guard(meant, before_release, unknown_payload)
            self._tab.take_said()
            answer = guard.send(self._dialog.button(WORDS.buttons["ok"]).press)
            if isinstance(answer, NothingSent):
                raise self._why_nothing()
        return self._outcome(answer)

    def category_lists(self) -> dict[str, tuple[str, ...]]:
        """Choose every 一级目录 in turn and return the 二级目录 offered under it; files nothing.

        Raises:
            PortalUnavailableError: the list of a category did not come.
            UnexpectedMessageError: the portal answered a choice with a message.
        """
        with self._step("read the lists"):
            category, kind = _spec("category"), _spec("kind")
            lists = DependentLists(self._dialog.root, category, kind, patience=self._patience)
            offered = {name: lists.below(name) for name in lists.choices()}
            if heard := self._messager.heard():
                raise UnexpectedMessageError(message=heard[-1])
            return offered

    def shows(self) -> Shown:
        """Return the words of the dialog alone."""
        with self._step("look at the form"):
            return what_shows(self._dialog.root, patience=self._patience)

    def picture(self) -> bytes:
        """Return a picture of the dialog alone, as a JPEG of some 30 KB."""
        with self._step("picture the form"):
            box = in_page(self._dialog.root, "boxOf", {}, patience=self._patience)
            asked = {"format": "jpeg", "quality": JPEG_QUALITY, "clip": {**box, "scale": 1}}
            taken = self._tab.wire.send("Page.captureScreenshot", asked)
        return base64.b64decode(taken["data"])

    def close(self) -> None:
        """Press 关闭 and wait until the dialog is gone; nothing is filed."""
        with self._step("close the form"):
            self._dialog.close_by(WORDS.buttons["close"])

    def _guard(
        self, meant: tuple[Meant, ...], before_release: Before, unknown: Unknown
    ) -> SaveGuard:
        def alike(payload: Payload) -> float:
            return likeness(payload, meant)

        def differs(payload: Payload) -> tuple[str, ...]:
            return differing(payload, meant)

        return SaveGuard(
            self._tab,
            likeness=alike,
            differing=differs,
            before_release=before_release,
            unknown=unknown,
            patience=self._patience,
        )

    def _outcome(self, answer: Answer) -> Accepted | Refused | Unclear:
        if isinstance(answer, Saved):
            return accepted(answer.record, self._messager.take())
        if isinstance(answer, Refused):
            self._messager.take()
            return answer
        return answer if isinstance(answer, Unclear) else Unclear(evidence="nothing was sent")

    def _why_nothing(self) -> ActionRefusedError:
        message = "; ".join(self._messager.heard())
        if message:
            self._messager.take()
        else:
            red = in_page(self._dialog.root, "redFields", {}, patience=self._patience)
            message = ", ".join(red)
        return ActionRefusedError(action=WORDS.buttons["ok"][0], message=message)


def as_values(form: InstrumentForm) -> dict[str, tuple[str, ...]]:
    """Return a form as paths of names by field."""
    return {
        spec.key: form.region if spec.key == "region" else (getattr(form, spec.key),)
        for spec in FIELDS
    }


def accepted(record: Mapping[str, Any], message: str) -> Accepted:
    """Return the outcome for the record which the server says it stored."""
    return Accepted(
        number=as_text(record.get("appointmentId")),
        uuid=as_text(record.get("uuid")),
        code=as_text(record.get("strongInspCode")),
        message=message,
        answer=dict(record),
    )


def _meant(layers: Layers, spec: FieldSpec) -> Meant:
    wire = WORDS.wire.get(spec.key, ())
    last = layers.names[-1:]
    # A tree that has not loaded its choice shows a bare code: of its name nothing is known.
    nameless = layers.kind == "combotree" and last == (layers.code,)
    names = {layers.wire, *(wire[:1] if nameless else wire)}
    return Meant(
        label=spec.words[0], names=frozenset(names), code=layers.code, texts=frozenset(last)
    )
