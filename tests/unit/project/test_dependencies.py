"""What is installed is what is pinned, from an index, whole; and what is shipped is ours alone."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OF_THE_VENV = {"pip", "setuptools", "wheel"}  # come with Python's own venv, import nothing of ours
OURS = canonicalize_name(PROJECT["name"])
SHIPPED = re.compile(
    r"(ecqs_agent|page_objects|ledgers|catalog)/.*"
    r"\.(py|js|css|html|json|toml|yaml|j2|po|csv|mako|xlsx|md|gz)"
    r"|ecqs_agent-[^/]+\.dist-info/(METADATA|WHEEL|RECORD|entry_points\.txt|licenses/LICENSE)"
)
SECRET = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_[0-9A-Za-z]{36}\b")


def pins() -> dict[str, str]:
    """Return the exact version of every pinned package; anything but a pin fails."""
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        pin = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9A-Za-z.+!]+)", line)
        assert pin, f"not an exact pin: {line!r}"
        name = canonicalize_name(pin[1])
        assert name not in found, f"pinned twice: {name}"
        found[name] = pin[2]
    return found


def needed(requirements: list[str], seen: set[str]) -> Iterator[Distribution]:
    """Yield every package that these need here, and what those need."""
    for text in requirements:
        requirement = Requirement(text)
        extras = {"", *requirement.extras}
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": one}) for one in extras):
            continue
        name = canonicalize_name(requirement.name)
        if name in seen and not requirement.extras:
            continue
        seen.add(name)
        found = distribution(name)
        yield found
        for further in found.requires or []:
            inner = Requirement(further)
            if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in extras):
                yield from needed([further.partition(";")[0]], seen)


def product() -> list[Distribution]:
    return list(needed(PROJECT["dependencies"], set()))


def test_every_dependency_of_the_product_is_pinned_to_what_is_installed() -> None:
    pinned, found = pins(), product()
    assert len(found) > 30
    for one in found:
        assert pinned.get(canonicalize_name(one.name)) == one.version, one.name


def test_nothing_is_installed_that_is_not_pinned_and_every_pin_is_what_is_installed() -> None:
    pinned = pins()
    installed = {canonicalize_name(one.name): one.version for one in distributions()}
    others = {name: here for name, here in installed.items() if name not in OF_THE_VENV | {OURS}}
    assert {name: pinned.get(name) for name in others} == others


def test_every_extra_that_is_built_and_tested_with_is_pinned() -> None:
    pinned = pins()
    for extra, requirements in PROJECT["optional-dependencies"].items():
        for text in requirements:
            assert canonicalize_name(Requirement(text).name) in pinned, (extra, text)


def test_the_installed_packages_fit_each_other() -> None:
    asked = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    checked = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_every_package_comes_from_an_index() -> None:
    elsewhere = [
        one.name
        for one in distributions()
        if one.read_text("direct_url.json") and canonicalize_name(one.name) != OURS
    ]
    assert elsewhere == []


def test_no_dependency_of_the_product_is_under_a_licence_that_binds_its_users() -> None:
    for one in product():
        fields = ("License-Expression", "License", "Classifier")
        told = [line for field in fields for line in one.metadata.get_all(field) or []]
        licences = [line[:200] for line in told if "License ::" in line or "::" not in line]
        assert not [line for line in licences if re.search(r"(?<![L])\bA?GPL", line)], one.name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip would, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    program = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    built = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_what_is_shipped_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert [name for name in names if not SHIPPED.fullmatch(name)] == []
    assert "ecqs_agent/cli/main.py" in names
    assert "ecqs_agent/locale/zh_CN.po" in names
    asked = ["git", "ls-files"]
    listed = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode == 0:
        ours = set(listed.stdout.splitlines()) | {"ecqs_agent/examples/instruments.xlsx"}
        assert [name for name in names if name not in ours and ".dist-info/" not in name] == []


def test_the_wheel_holds_no_secret(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    assert [name for name, data in content.items() if SECRET.search(data)] == []
    assert [name for name, data in content.items() if str(ROOT).encode() in data] == []
