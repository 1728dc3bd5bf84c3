"""The channels a notice can go out on, and what their services allow.

An address lets anybody write into the group, so it counts as a password: it comes from the
environment or from the encrypted store, and shows itself nowhere. Only its host is ever named.

Limits (bytes of text, and the sources they come from):
    企业微信  2048 for text, 20 messages a minute (work.weixin.qq.com/api/doc/90000/90136/91770)
    钉钉      20 messages a minute, above that ten minutes of silence; for robots of an application
              15,000 bytes are documented (help.dingtalk.io, the-robot-sends-a-group-message),
              so we stay below that
    飞书      20 KB for the whole request, 100 messages a minute
              (open.larkoffice.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN.md)
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from ecqs_agent.errors import NoticeAddressError
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.settings import LOOPBACK


class Service(StrEnum):
    """Who delivers a notice. The word is also the channel's name."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WEBHOOK = "webhook"
    EMAIL = "email"


BYTES: Final[Mapping[Service, int]] = {
    Service.WECOM: 2000,
    Service.DINGTALK: 14_000,
    Service.FEISHU: 18_000,
    Service.WEBHOOK: 60_000,
    Service.EMAIL: 200_000,
}
PER_DELIVERY: Final = 15  # below 20 a minute, whatever another program sends to the same group

SIGNED: Final = frozenset({Service.DINGTALK, Service.FEISHU, Service.WEBHOOK})
_PORTS: Final[Mapping[str, int]] = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


class Channel(BaseModel):
    """One channel with its address. Neither address nor secret shows itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: Service
    address: SecretStr
    secret: SecretStr | None = None  # with which the service wants requests signed

    @property
    def name(self) -> str:
        """Return the name under which the journal keeps this channel's notices."""
        return self.service.value

    @property
    def host(self) -> str:
        """Return the host it goes to, the one part of the address that may be shown."""
        return urlsplit(self.address.get_secret_value()).hostname or ""

    def remembered(self) -> "Channel":
        """Have its secrets blanked in logs and answers from now on, and return it."""
        parts = urlsplit(self.address.get_secret_value())
        secrets = [self.address.get_secret_value(), parts.path.rpartition("/")[2]]
        secrets += [value for values in parse_qs(parts.query).values() for value in values]
        if self.service is Service.EMAIL:
            secrets = [unquote(parts.password or "")]
        if self.secret is not None:
            secrets.append(self.secret.get_secret_value())
        for secret in secrets:
            if len(secret) >= 8:  # noqa: PLR2004 - "send" in a path is no secret
                SECRETS.remember(secret)
        return self


class MailServer(BaseModel):
    """Where mail is handed in, and from whom to whom it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int
    security: str  # "smtps", "smtp" for STARTTLS, "smtp+plain" for none
    user: str
    password: SecretStr
    sender: str
    recipients: tuple[str, ...]


def channel_of(service: Service, address: str, secret: str = "") -> Channel:
    """Return the channel with this address, checked.

    A robot's address is the https address which the service shows. Mail is written as
    `smtps://USER:PASSWORD@HOST:465?from=A&to=B,C` (TLS) or `smtp://…` (STARTTLS).

    Raises:
        NoticeAddressError: it is no such address; the error does not repeat it.
    """
    address, secret = address.strip(), secret.strip()
    channel = Channel(
        service=service,
        address=SecretStr(address),
        secret=SecretStr(secret) if secret else None,
    )
    if service is Service.EMAIL:
        mail_server(channel)
        return channel.remembered()
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname:
        raise NoticeAddressError(
            "The address of the channel {channel} cannot be used: it must begin with https:// as "
            "the service shows it. It is not repeated here because it counts as a password.",
            channel=service.value,
        )
    return channel.remembered()


def mail_server(channel: Channel) -> MailServer:
    """Return what the address of an e-mail channel says.

    Raises:
        NoticeAddressError: it says too little.
    """
    try:
        parts = urlsplit(channel.address.get_secret_value())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    words = {name: values[0] for name, values in parse_qs(parts.query).items()}
    recipients = tuple(name.strip() for name in words.get("to", "").split(",") if name.strip())
    open_wire = parts.scheme == "smtp+plain" and parts.hostname not in LOOPBACK
    if parts.scheme not in _PORTS or not parts.hostname or not recipients or open_wire:
        raise NoticeAddressError(
            "The address of the channel email cannot be used. It is written as "
            "smtps://USER:PASSWORD@HOST:465?from=SENDER&to=FIRST,SECOND (or smtp:// for STARTTLS). "
            "It is not repeated here because it counts as a password."
        )
    user = unquote(parts.username or "")
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        security=parts.scheme,
        user=user,
        password=SecretStr(unquote(parts.password or "")),
        sender=words.get("from", user),
        recipients=recipients,
    )
