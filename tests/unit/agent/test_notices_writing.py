"""Messages keep within what a channel takes, and say what they leave out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqs_agent.notices.channels import BYTES, Service, channel_of
from ecqs_agent.notices.robots import _request
from ecqs_agent.notices.writing import LONGEST, Message, News, message, size, texts
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator

T = translator(Language.ZH)


def written(
    count: int, headings: int = 1, line: str = "电子计价秤 938579（2026110200001）"
) -> Message:
    return message(
        "demo",
        f"demo：{count} 件器具有新情况",
        [
            News(
                key=f"{number}",
                heading=f"已受理：请送检 {number % headings}",
                line=f"{line} #{number}",
            )
            for number in range(count)
        ],
    )


def test_what_fits_is_one_text_grouped_by_what_to_do() -> None:
    (text,) = texts(written(3, headings=2), limit=BYTES[Service.WECOM], t=T)
    assert text.splitlines() == [
        "【强检】demo：3 件器具有新情况",
        "■ 已受理：请送检 0（2 件）",
        "· 电子计价秤 938579（2026110200001） #0",
        "· 电子计价秤 938579（2026110200001） #2",
        "■ 已受理：请送检 1（1 件）",
        "· 电子计价秤 938579（2026110200001） #1",
    ]


def test_what_does_not_fit_is_split_and_the_heading_is_said_again() -> None:
    pages = texts(written(60), limit=BYTES[Service.WECOM], t=T)
    assert [page.splitlines()[0][-6:] for page in pages] == [" (1/2)", " (2/2)"]
    assert all(page.splitlines()[1] == "■ 已受理：请送检 0（60 件）" for page in pages)
    lines = [line for page in pages for line in page.splitlines() if line.startswith("·")]
    assert [line.partition("#")[2] for line in lines] == [str(number) for number in range(60)]


def test_what_does_not_fit_in_three_is_counted() -> None:
    pages = texts(written(400, headings=3), limit=BYTES[Service.WECOM], t=T)
    assert len(pages) == 3
    shown = sum(line.startswith("·") for page in pages for line in page.splitlines())
    assert pages[-1].splitlines()[-1] == f"…… 另有 {400 - shown} 件，请用 ecqs receipts list 查看"


@given(
    lines=st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=80),
    limit=st.integers(min_value=2000, max_value=20_000),
)
def test_no_text_is_longer_than_its_channel_takes(lines: list[str], limit: int) -> None:
    news = [News(key=f"{n}", heading="不予受理", line=line) for n, line in enumerate(lines)]
    pages = texts(message("demo", "demo", news), limit=limit, t=T)
    assert all(size(page) <= limit for page in pages)
    assert 1 <= len(pages) <= 3


@pytest.mark.parametrize("service", [Service.WECOM, Service.DINGTALK, Service.FEISHU])
def test_the_whole_request_keeps_the_documented_limit(service: Service) -> None:
    documented = {Service.WECOM: 2048, Service.DINGTALK: 15_000, Service.FEISHU: 20 * 1024}
    channel = channel_of(service, "https://example.com/KEYKEYKEY", "SECRETSECRET")
    for page in texts(written(900, line='"引号\\"' * 9), limit=BYTES[service], t=T):
        request = _request(channel, title="t", text=page, account="demo", now=1e9)
        content = json.loads(request.content)
        text = (content.get("text") or content["content"]).get("content", "") or page
        counted = len(text.encode()) if service is Service.WECOM else len(request.content)
        assert counted <= documented[service]


def test_a_line_is_one_line_and_not_endless() -> None:
    news = [News(key="k", heading="h", line="a\nb " + "长" * 500)]
    ((_, (line,)),) = message("demo", "t", news).groups
    assert (line[:4], len(line), line[-1]) == ("a b ", LONGEST, "…")


def test_the_order_of_news_does_not_make_other_news() -> None:
    one, two = (News(key=key, heading="h", line=key) for key in "ab")
    assert message("demo", "t", [one, two]).digest == message("demo", "t", [two, one]).digest
    assert message("demo", "t", [one]).digest != message("demo", "t", [two]).digest
    assert message("demo", "t", [one]).digest != message("second", "t", [one]).digest
