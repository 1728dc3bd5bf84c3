"""A report in a real browser: hostile words stay inert, languages switch, it prints and fits."""

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from ecqs_agent.report.enclose import enclose
from ecqs_agent.report.model import ReportData
from ecqs_agent.report.render import render
from tests.unit.agent.report_world import World, busy_world
from tests.unit.agent.test_report_page import hostile_world

pytestmark = pytest.mark.browser
CONTRAST = """() => {
  const channel = (c) => (c <= 10 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = numbers(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !node.checkVisibility() || node.closest('script')) continue;
    const [a, b] = [light(numbers(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${text.data.trim()} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


class Opened:
    """The report in the browser, with everything it asked for or ran into."""

    def __init__(self, page: Page, data: ReportData, folder: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.trouble: list[str] = []
        page.on("request", self._note)
        page.on("dialog", self._refuse)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda message: self.trouble.append(message.text))
        file = folder / "report.html"
        file.write_text(render(data), encoding="utf-8")
        page.goto(file.as_uri())

    def _note(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requests.append(request.url.rpartition("/")[2])

    def _refuse(self, dialog: Dialog) -> None:
        self.trouble.append(dialog.message)
        dialog.dismiss()

    def open_all(self) -> None:
        self.page.get_by_role("button", name="全部展开").click()


def test_hostile_words_run_nothing_and_load_nothing(page: Page, tmp_path: Path) -> None:
    opened = Opened(page, hostile_world().data(), tmp_path)
    opened.open_all()
    page.get_by_role("button", name="English").click()
    place = page.locator("dd", has_text="<script>alert(1)</script><img").first
    expect(place).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text("alert(1)")
    assert page.locator("img").count() == 0
    assert opened.trouble == []
    assert opened.requests == ["report.html"]


def test_a_script_that_came_in_all_the_same_may_not_run(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "broken.html"
    escaped = render(World().data()).replace("<main>", "<main><script>window.ran = 1</script>")
    file.write_text(escaped, encoding="utf-8")
    page.goto(file.as_uri())
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.documentElement.classList.contains('scripted')")


def test_the_languages_switch_without_a_network(page: Page, tmp_path: Path) -> None:
    opened = Opened(page, busy_world(6).data(), tmp_path)
    heading = page.locator("h1")
    expect(heading).to_have_text("强检器具办理报告", use_inner_text=True)
    page.context.set_offline(True)
    page.get_by_role("button", name="English").click()
    expect(heading).to_have_text("Report on mandatory verification", use_inner_text=True)
    assert page.title() == "Report on mandatory verification: demo"
    shown = page.locator("main").inner_text()
    assert "What a person must do now" in shown
    assert "现在要办的事" not in shown
    assert opened.requests == ["report.html"]


def test_a_page_without_script_is_still_read_in_chinese(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    text = render(busy_world(3).data())
    file.write_text(text[: text.rindex("<script>")] + "</body></html>", encoding="utf-8")
    page.goto(file.as_uri())
    expect(page.locator("nav")).to_be_hidden()
    page.locator("summary.row").first.click()
    expect(page.locator("details.piece").first.locator("dl.values")).to_be_visible()
    assert "What is due" not in page.locator("main").inner_text()


def test_pieces_are_found_by_number_or_state(page: Page, tmp_path: Path) -> None:
    Opened(page, busy_world(12).data(), tmp_path)
    find = page.get_by_label("查找")
    find.fill("938003p")
    expect(page.locator("details.piece:visible")).to_have_count(1)
    expect(page.locator("#found")).to_have_text("1")
    find.fill("机构不予受理")
    expect(page.locator("details.piece:visible")).to_have_count(2)
    find.fill("")
    expect(page.locator("details.piece:visible")).to_have_count(12)


def test_a_link_under_a_step_opens_the_story(page: Page, tmp_path: Path) -> None:
    Opened(page, busy_world(12).data(), tmp_path)
    link = page.locator(".step a").first
    target = link.get_attribute("href")
    link.click()
    expect(page.locator(f"{target} .body")).to_be_visible()
    expect(page.locator(f"{target} .story")).to_be_in_viewport()


@pytest.mark.parametrize("size", [(1366, 900), (390, 844)])
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_nothing_is_wider_than_the_window_and_all_is_legible(
    page: Page, tmp_path: Path, size: tuple[int, int], lang: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    world = busy_world(12, pictured=True)
    opened = Opened(page, enclose(world.data(), world.keep_pictures(tmp_path)), tmp_path)
    opened.open_all()
    page.get_by_role("button", name=lang).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(CONTRAST) == []
    assert opened.trouble == []


def test_print_shows_every_story_and_no_buttons(page: Page, tmp_path: Path) -> None:
    Opened(page, busy_world(6).data(), tmp_path)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("details.piece .body:visible")).to_have_count(6)
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.get_by_label("查找")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("details.piece .body:visible")).to_have_count(0)


def test_headings_and_tables_have_their_names(page: Page, tmp_path: Path) -> None:
    Opened(page, busy_world(12).data(), tmp_path)
    names = ("现在要办的事", "本期办理情况", "器具状态分布", "到期情况（按月）", "逐件明细")
    for name in names:
        expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
        expect(page.get_by_role("region", name=name, exact=True)).to_be_visible()
    states = page.get_by_role("region", name="器具状态分布")
    expect(states.get_by_role("rowheader", name="机构已受理")).to_be_visible()
    expect(states.get_by_role("img", name="器具状态分布")).to_be_visible()
