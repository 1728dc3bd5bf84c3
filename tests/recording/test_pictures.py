"""A picture shows the portal's own words; whatever else a page shows cannot be told from it."""

import io
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Page

from ecqs_agent.recording.pictures import Picture, is_even, masked_picture
from ecqs_agent.recording.vocabulary import Vocabulary

pytestmark = pytest.mark.browser
ONE, OTHER = "张三丰", "王五六"  # of one width: only what they say could differ
DRAWN = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30">'
    '<text y="20">VALUE</text></svg>'
)
AT = "width:120px;height:30px"


def shown(page: Page, markup: str, value: str) -> bytes:
    drawn = DRAWN.replace("VALUE", quote(value))
    page.goto("about:blank")  # ends what the page before was doing
    page.set_content(markup.replace("DRAWN", drawn).replace("VALUE", value))
    return page.screenshot()


def masked(page: Page, markup: str, value: str) -> Picture:
    shown(page, markup, value)
    return masked_picture(page, Vocabulary())


COVERED = {
    "text": "<p>VALUE</p>",
    "text beside a word": "<p>器具名称 VALUE</p>",
    "text in a word's element": "<p>器具名称<b>VALUE</b></p>",
    "cell that says a word": "<div class=datagrid-body><table><td><b>VALUE</b></table></div>",
    "coloured text": "<style>p { color: red !important }</style><p>VALUE</p>",
    "shadow of a text": "<style>p { text-shadow: 20px 20px red }</style><p>VALUE</p>",
    "decorated text": "<p><u>VALUE</u> <s>VALUE</s></p>",
    "box": '<input value="VALUE">',
    "hint": '<input placeholder="VALUE">',
    "button": '<input type="button" value="VALUE"> <button>VALUE</button>',
    "long box": "<textarea>VALUE</textarea>",
    "choice": "<select><option>VALUE</select>",
    "content of a style": "<style>p::before { content: 'VALUE' }</style><p>器具名称</p>",
    "image in front": "<style>p::before { content: url('DRAWN') }</style><p>器具名称</p>",
    "marker": "<style>li::marker { content: 'VALUE' }</style><ul><li>器具名称</ul>",
    "image": f'<img alt="" src="DRAWN" style="{AT}">',
    "missing image": f'<img src="/gone.png" alt="VALUE" style="{AT}">',
    "background": f'<style>p {{ background: url("DRAWN") }}</style><p style="{AT}"></p>',
    "image as content": f'<style>p {{ content: url("DRAWN") }}</style><p style="{AT}"></p>',
    "drawing": '<svg width="120" height="30"><text y="20">VALUE</text></svg>',
    "canvas": "<canvas width=120 height=30></canvas><script>"
    "document.querySelector('canvas').getContext('2d').fillText('VALUE', 0, 20)</script>",
    "shadow tree": "<div id=a></div><script>a.attachShadow({ mode: 'open' }).innerHTML ="
    "'<b style=\"-webkit-text-fill-color:red\">VALUE</b>'</script>",
    "frame": '<iframe srcdoc="<p>VALUE</p>"></iframe>',
    "what comes again and again": "<p id=a></p><script>const say = () => { const b = "
    "document.createElement('b'); b.textContent = 'VALUE'; a.replaceChildren(b) }; say(); "
    "setInterval(say)</script>",
}


@pytest.mark.parametrize("markup", COVERED.values(), ids=COVERED)
def test_a_value_cannot_be_told_from_another(page: Page, markup: str) -> None:
    pictures = [masked(page, markup, value) for value in (ONE, OTHER)]
    assert [one.trouble for one in pictures] == ["", ""]
    assert pictures[0].png == pictures[1].png
    bare = [shown(page, markup, value) for value in (ONE, OTHER)]
    assert bare[0] != bare[1]  # without the cover it can


def test_a_cell_is_a_value_whatever_it_says(page: Page) -> None:
    cell = "<div class=datagrid-body><table><td><b>VALUE</b></table></div>"
    pictures = [masked(page, cell, word) for word in ("器具名称", "出厂编号")]
    assert pictures[0].png == pictures[1].png != b""


OPEN = {
    "text": '<p style="-webkit-text-fill-color: red !important">VALUE</p>',
    "background": f"<p style=\"{AT};background:url('DRAWN') !important\"></p>",
    "something in front of it": "<p style='position:relative;width:200px'>VALUE<i style='"
    "position:absolute;left:20px;top:6px;width:6px;height:6px;background:red'></i></p>",
}


@pytest.mark.parametrize("markup", OPEN.values(), ids=OPEN)
def test_what_cannot_be_covered_leaves_no_picture(page: Page, markup: str) -> None:
    picture = masked(page, markup, ONE)
    assert picture.png == b""
    assert picture.trouble


def test_the_portals_words_are_read_and_the_page_is_left_as_it_was(page: Page) -> None:
    word = "<p style='color: rgb(18, 52, 86);'>器具名称</p>"
    page.set_content(f"{word}<input value='{ONE}'><b style='top:0'>{ONE}</b>")
    before = page.content()
    picture = masked_picture(page, Vocabulary())
    assert page.content().replace(' style=""', "") == before  # Playwright leaves an empty one
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    assert picture.proven == 2
    with Image.open(io.BytesIO(picture.png)) as image:
        assert (0x12, 0x34, 0x56) in {colour for _, colour in image.getcolors(1 << 16) or ()}


def test_one_other_dot_is_not_even() -> None:
    image = Image.new("RGB", (20, 20), (9, 9, 9))
    assert is_even(image, (2.5, 2.5, 17.5, 17.5))
    image.putpixel((16, 16), (9, 9, 10))
    assert not is_even(image, (2.5, 2.5, 17.5, 17.5))
    assert is_even(image, (2.5, 2.5, 15.5, 15.5))
