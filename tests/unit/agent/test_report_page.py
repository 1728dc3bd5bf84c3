"""The page of a report: both languages, everything escaped, nothing from outside, no secrets."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ecqs_agent.report.enclose import enclose
from ecqs_agent.report.render import render
from ecqs_agent.settings import Language
from tests.unit.agent.report_world import SECRETS, World, busy_world, refusal

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}</style></title>'


class Outline(HTMLParser):
    """The page's elements, addresses and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.headers_without_scope = 0
        self.pictures_without_words = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        for name in ("src", "href", "action", "data", "poster", "srcset", "xlink:href"):
            if given.get(name):
                self.addresses.append(given[name] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.headers_without_scope += tag == "th" and "scope" not in given
        self.pictures_without_words += tag == "img" and not given.get("alt")


def hostile_world() -> World:
    world = World(account=f"demo{HOSTILE}")
    uuid = world.filed("938579", place_of_use=HOSTILE, manufacturer=HOSTILE)
    number = "2026110200001"
    world.booked(number, uuid)
    world.receipt(number, refusal("938579", HOSTILE), **{uuid: "预约失败"})
    world.changed(uuid, "938579", model=HOSTILE)
    other = world.filed(f"938{HOSTILE}")
    world.booked("2026110200002", other)
    world.receipt("2026110200002", HOSTILE, **{other: HOSTILE})
    return world


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_well_ordered_and_needs_nothing_from_outside(
    language: Language, tmp_path: Path
) -> None:
    world = busy_world(12, pictured=True)
    outline = Outline(
        render(enclose(world.data(), world.keep_pictures(tmp_path)), language=language)
    )
    assert all(
        address.startswith(("#p", "data:image/jpeg;base64,")) for address in outline.addresses
    )
    assert sum(address.startswith("data:") for address in outline.addresses) == 12
    assert not {"link", "iframe", "object", "embed", "base", "form", "audio"} & set(outline.tags)
    assert outline.headings[:2] == [1, 2]
    assert all(after - before <= 1 for before, after in _pairs(outline.headings))
    assert (outline.headers_without_scope, outline.pictures_without_words) == (0, 0)


def _pairs(numbers: list[int]) -> list[tuple[int, int]]:
    return list(itertools.pairwise(numbers))


def test_the_style_loads_nothing() -> None:
    page = render(World().data())
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in style


def test_what_others_wrote_stays_text() -> None:
    page = render(hostile_world().data())
    outline = Outline(page)
    assert outline.tags.count("script") == 1
    assert "img" not in outline.tags
    assert not [name for name in outline.attributes if name.startswith("on")]
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    assert "49" not in re.sub(r"<script>.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)


def test_only_the_scripts_own_hash_may_run() -> None:
    page = render(World().data())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "script-src &#39;sha256-" in policy[1]
    assert "unsafe" not in policy[1]


def test_the_portals_raw_answers_never_come_into_the_page(tmp_path: Path) -> None:
    world = busy_world(12, pictured=True)
    assert any(SECRETS["token"] in str(event.detail) for event in world.events)
    page = render(enclose(world.data(), world.keep_pictures(tmp_path)))
    for name, secret in SECRETS.items():
        assert secret not in page, name
        assert name not in page


def test_id_numbers_and_addresses_in_words_are_blanked() -> None:
    world = World()
    uuid = world.filed("938579")
    world.booked("2026110200001", uuid)
    words = "联系人身份证110105199003078515，邮箱a.b@nmg-jl.cn，电话0471-3386711"
    world.receipt("2026110200001", refusal("938579", words), **{uuid: "预约失败"})
    page = render(world.data())
    assert "110105199003078515" not in page
    assert "a.b@nmg-jl.cn" not in page
    assert "0471-3386711" in page


def test_every_text_stands_there_in_both_languages() -> None:
    page = render(busy_world(6).data())
    chinese = re.findall(r"<i lang=zh>(.*?)</i>", page)
    english = re.findall(r"<i lang=en>(.*?)</i>", page)
    assert len(chinese) == len(english) > 50
    assert not [text for text in chinese if not re.search("[一-鿿]", text)]
    assert not [text for text in english if re.search("[一-鿿]", text)]


def test_the_page_opens_in_the_language_asked_for() -> None:
    data = World().data()
    assert '<html lang="zh-CN">' in render(data)
    assert "<title" in render(data)
    english = render(data, language=Language.EN)
    assert '<html lang="en">' in english
    assert ">Report on mandatory verification: demo</title>" in english


def test_an_empty_journal_gives_a_page_that_says_so() -> None:
    page = render(World().data())
    assert "日志中还没有该账户的器具。" in page
    assert "没有需要人工办理的事项。" in page


def test_moments_of_the_period_are_marked() -> None:
    world = World()
    world.filed("938579")
    since = world.wait(days=1)
    world.filed("938580")
    assert render(world.data(since=since)).count("<li class=new>") == 2
    assert "class=new" not in render(world.data())


@pytest.mark.parametrize(("pieces", "most"), [(120, 400_000), (2000, 3_000_000)])
def test_the_page_stays_small(pieces: int, most: int) -> None:
    page = render(busy_world(pieces).data())
    assert len(page.encode()) < most
    assert page.count("<details class=piece") == pieces


def test_a_page_with_every_picture_stays_below_six_megabytes(tmp_path: Path) -> None:
    world = busy_world(120, pictured=True)
    data = enclose(world.data(), world.keep_pictures(tmp_path))
    assert all(piece.pictures[-1].data for piece in data.pieces)
    assert len(render(data).encode()) < 6_000_000
