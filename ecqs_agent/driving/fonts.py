"""Can the browser draw Chinese? Without a font, pictures for people show boxes."""

from playwright.sync_api import Browser

# Two different characters that no font is needed for look the same: both are the missing-glyph box.
_PROBE = """() => {
  const draw = (text) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext('2d');
    pen.font = '30px sans-serif';
    pen.fillText(text, 2, 32);
    return canvas.toDataURL();
  };
  return draw('\\u68c0') !== draw('\\u79e4');
}"""


def shows_chinese(browser: Browser) -> bool:
    """Return whether two different Chinese characters are drawn differently."""
    page = browser.new_page()
    try:
        return bool(page.evaluate(_PROBE))
    finally:
        page.close()
