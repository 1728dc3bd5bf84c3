"""Files that are no readable certificate: each is named, and none stops the rest."""

import random
import zlib
from pathlib import Path

import pytest
from PIL import Image

from ledgers.certificates import Certificate, Trouble, Unread
from ledgers.certificates import pdf as pdf_module
from ledgers.certificates.errors import FolderMissingError, NoCertificatesError
from ledgers.certificates.folder import read_folder, shown_name
from ledgers.certificates.reading import read_certificates
from tests.certificates import SAMPLES, Pen, Sample, classic, draw, scan, table

SCALE = SAMPLES[0]


def trouble_of(path: Path) -> Trouble:
    (read,) = read_certificates(path)
    assert isinstance(read, Unread)
    assert read.file == path.name
    return read.trouble


def raw(path: Path, *streams: tuple[str, bytes]) -> Path:
    """Write a PDF by hand: one page whose contents are these streams."""
    parts = [b"%PDF-1.4\n"]
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    contents = " ".join(f"{4 + at} 0 R" for at in range(len(streams)))
    objects.append(
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[{contents}]>>".encode()
    )
    for entries, data in streams:
        head = f"<</Length {len(data)}{entries}>>stream\n".encode()
        objects.append(head + data + b"\nendstream")
    for number, content in enumerate(objects, start=1):
        parts.append(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    parts.append(b"trailer<</Root 1 0 R>>\n%%EOF")
    path.write_bytes(b"".join(parts))
    return path


def test_a_scan_is_unreadable(tmp_path: Path) -> None:
    assert trouble_of(scan(tmp_path / "scan.pdf")) is Trouble.NO_TEXT


def test_a_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    Image.new("L", (300, 400), 200).save(picture)

    def scanned(pen: Pen, sample: Sample) -> None:
        pen.canvas.drawImage(str(picture), 0, 0)

    path = draw(tmp_path / "mixed.pdf", (classic, SCALE), (scanned, SCALE))
    first, second = read_certificates(path)
    assert isinstance(first, Certificate)
    assert second == Unread(file="mixed.pdf", trouble=Trouble.NO_TEXT, page=2)


def test_a_password_is_needed(tmp_path: Path) -> None:
    path = draw(tmp_path / "one.pdf", (classic, SCALE), password="geheim")
    assert trouble_of(path) is Trouble.LOCKED


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", Trouble.NOT_PDF),
        (b"<html>%PDF is not here</html>", Trouble.NOT_PDF),
        (b"PK\x03\x04 an .ofd under another name", Trouble.NOT_PDF),
        (b"%PDF-1.7\n", Trouble.BROKEN),
        (b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>", Trouble.BROKEN),
        (b"%PDF-1.7\n" + bytes(random.Random(7).randbytes(4000)), Trouble.BROKEN),
    ],
)
def test_what_is_no_pdf_or_broken(content: bytes, trouble: Trouble, tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(content)
    assert trouble_of(path) is trouble


def test_characters_without_a_meaning_are_a_picture(tmp_path: Path) -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]>>"
    path = raw(tmp_path / "one.pdf", ("", b"BT /F1 12 Tf 50 50 Td <00010002> Tj ET"))
    content = path.read_bytes().replace(
        b"/MediaBox", b"/Resources<</Font<</F1 " + font + b">>>>/MediaBox"
    )
    path.write_bytes(content)
    assert trouble_of(path) in {Trouble.NO_TEXT, Trouble.BROKEN}


def test_a_stream_that_unpacks_to_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(80)) + packer.flush()
    assert len(bomb) < 200_000
    plain = raw(tmp_path / "one.pdf", ("/Filter/FlateDecode", bomb))
    assert trouble_of(plain) is Trouble.TOO_LARGE
    twice = raw(tmp_path / "two.pdf", ("/Filter[/FlateDecode/FlateDecode]", zlib.compress(bomb, 9)))
    assert trouble_of(twice) is Trouble.TOO_LARGE


def test_large_files_many_pages_and_many_characters_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draw(tmp_path / "one.pdf", (classic, SCALE), (table, SCALE))
    for limit, low in (("LARGEST_FILE", 100), ("MOST_PAGES", 1), ("MOST_GLYPHS", 50)):
        with monkeypatch.context() as patched:
            patched.setattr(pdf_module, limit, low)
            assert trouble_of(path) is Trouble.TOO_LARGE, limit
    assert isinstance(read_certificates(path)[0], Certificate)


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    entries = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
    path = raw(tmp_path / "one.pdf", (entries, b"/X Do"))
    path.write_bytes(
        path.read_bytes().replace(b"/MediaBox", b"/Resources<</XObject<</X 4 0 R>>>>/MediaBox")
    )
    assert trouble_of(path) in {Trouble.BROKEN, Trouble.NO_TEXT}


def test_damage_anywhere_never_stops_the_reader_or_makes_another_date(tmp_path: Path) -> None:
    good = draw(tmp_path / "good.pdf", (classic, SCALE)).read_bytes()
    chance = random.Random(20261125)
    path = tmp_path / "bad.pdf"
    for _ in range(60):
        damaged = bytearray(good[: chance.randint(len(good) // 2, len(good))])
        for _ in range(chance.randint(0, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        for read in read_certificates(path):
            if isinstance(read, Certificate):
                assert read.valid_until in {SCALE.valid_until, None}


def test_a_folder_names_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "证书 2026"
    (folder / "加油站").mkdir(parents=True)
    draw(folder / "加油站" / "B.PDF", (table, SAMPLES[1]))
    draw(folder / "A.pdf", (classic, SCALE))
    scan(folder / "scan.pdf")
    for name in ("C.ofd", "D.jpg", ".hidden.pdf", "~$E.pdf", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    read = read_folder(folder)
    assert [one.file for one in read.certificates] == ["A.pdf", "加油站/B.PDF"]
    assert [(one.file, one.trouble) for one in read.unread] == [
        ("C.ofd", Trouble.NOT_PDF),
        ("D.jpg", Trouble.NOT_PDF),
        ("scan.pdf", Trouble.NO_TEXT),
    ]


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(FolderMissingError, match="no such folder"):
        read_folder(tmp_path / "missing")
    with pytest.raises(NoCertificatesError):
        read_folder(tmp_path)
    file = tmp_path / "file.pdf"
    file.write_bytes(b"")
    with pytest.raises(FolderMissingError):
        read_folder(file)


def test_names_are_shown_safely() -> None:
    assert shown_name(Path("a\x1b[31m\nb\u202e.pdf")) == "a?[31m?b?.pdf"
    assert shown_name(Path("证书\udcff.pdf")) == "证书?.pdf"
    assert len(shown_name(Path(f"{'x' * 240}.pdf"))) == 121
