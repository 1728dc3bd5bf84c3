"""Chat robots and webhooks: one request, and what its answer means.

A robot's service answers HTTP 200 to nearly everything; whether it took the message is said by
the code in its body alone.
"""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx

from ecqs_agent.notices.answers import NEXT_MINUTE, Answer, not_now, refused, taken
from ecqs_agent.notices.channels import Channel, Service
from ecqs_agent.secrecy import SECRETS

TIMEOUT: Final = httpx.Timeout(10.0)
TOO_MANY: Final[Mapping[Service, frozenset[int]]] = {
    # 45009: api freq out of limit (work.weixin.qq.com, error codes)
    Service.WECOM: frozenset({45009}),
    # 130101: send too fast, exceed 20 times per minute (ccfos/nightingale#369)
    Service.DINGTALK: frozenset({130101, 410100}),
    # 11232: the service's own limit at busy minutes (page named in `channels`)
    Service.FEISHU: frozenset({11232, 99991400}),
    Service.WEBHOOK: frozenset(),
}
BUSY: Final = -1  # 系统繁忙 at 企业微信 and 钉钉
_TROUBLE: Final = frozenset({408, 425, 500, 502, 503, 504})

logging.getLogger("httpx").addFilter(SECRETS)  # it logs every address in full


def post(
    channel: Channel, *, title: str, text: str, account: str, now: Callable[[], float]
) -> Answer:
    """Give the message to the channel's service once and return what it said."""
    request = _request(channel, title=title, text=text, account=account, now=now())
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
            response = client.send(request)
    except httpx.HTTPError as error:
        return not_now(f"{channel.host}: {type(error).__name__} {error}")
    return judge(channel.service, response.status_code, response.text)


def judge(service: Service, status: int, body: str) -> Answer:
    """Return what the answer means. Pure."""
    said = _json(body)
    code = _code(service, said)
    words = f"HTTP {status}: {body[:200]}" if code is None else f"{code}: {_message(said)}"
    if service is Service.WEBHOOK:
        return _by_status(status, words, took_it=200 <= status < 300)  # noqa: PLR2004
    if code == 0 and status == httpx.codes.OK:
        return taken(words)
    if code in TOO_MANY[service]:
        return not_now(words, after=NEXT_MINUTE)
    if code == BUSY:
        return not_now(words)
    if code is None and status == httpx.codes.OK:  # a page of a proxy, or a wrong address
        return not_now(words)
    return _by_status(status, words, took_it=False)


def _by_status(status: int, words: str, *, took_it: bool) -> Answer:
    if took_it:
        return taken(words)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return not_now(words, after=NEXT_MINUTE)
    return not_now(words) if status in _TROUBLE else refused(words)


def _json(body: str) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _code(service: Service, said: Mapping[str, Any]) -> int | None:
    names = ("code", "StatusCode") if service is Service.FEISHU else ("errcode",)
    codes = [said[name] for name in names if isinstance(said.get(name), int)]
    return codes[0] if codes else None


def _message(said: Mapping[str, Any]) -> str:
    names = ("errmsg", "msg", "StatusMessage")
    return next((str(said[name]) for name in names if said.get(name)), "")


def _request(channel: Channel, *, title: str, text: str, account: str, now: float) -> httpx.Request:
    address = channel.address.get_secret_value()
    secret = channel.secret.get_secret_value() if channel.secret else ""
    match channel.service:
        case Service.WECOM:
            content = text.replace("<@", "< @")  # would call a member
            body: dict[str, Any] = {"msgtype": "text", "text": {"content": content}}
            return _json_request(address, body)
        case Service.DINGTALK:
            return _json_request(
                _signed_address(address, secret, now),
                {"msgtype": "text", "text": {"content": text}},
            )
        case Service.FEISHU:
            content = text.replace("<at", "< at")
            body = {"msg_type": "text", "content": {"text": content}}
            return _json_request(address, {**_feishu_signature(secret, now), **body})
        case _:
            told = {"app": "ecqs-agent", "account": account, "title": title, "text": text}
            request = _json_request(address, told)
            if secret:
                sign = hmac.new(secret.encode(), request.content, hashlib.sha256).hexdigest()
                request.headers["X-Ecqs-Signature"] = f"sha256={sign}"
            return request


def _json_request(address: str, body: Mapping[str, Any]) -> httpx.Request:
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return httpx.Request("POST", address, content=content, headers=headers)


def _signed_address(address: str, secret: str, now: float) -> str:
    """Return 钉钉's address with time and 加签 behind it."""
    if not secret:
        return address
    stamp = str(round(now * 1000))
    sign = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    more = {"timestamp": stamp, "sign": base64.b64encode(sign).decode()}
    return str(httpx.URL(address).copy_merge_params(more))


def _feishu_signature(secret: str, now: float) -> dict[str, str]:
    """Return what 飞书's 签名校验 wants: the key is time and secret, the message is empty."""
    if not secret:
        return {}
    stamp = str(round(now))
    sign = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(sign).decode()}
