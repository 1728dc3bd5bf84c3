"""E-mail: handed to the operator's own mail server, which must accept every recipient."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

from ecqs_agent.notices.answers import Answer, not_now, refused, taken
from ecqs_agent.notices.channels import Channel, MailServer, mail_server

SECONDS: Final = 20.0
_PERMANENT: Final = 500


def mail(
    channel: Channel, *, title: str, text: str, context: ssl.SSLContext | None = None
) -> Answer:
    """Hand the message in once and return what the server said."""
    server = mail_server(channel)
    try:
        missed = _handed_in(server, _message(server, title, text), context)
    except smtplib.SMTPRecipientsRefused as error:
        return _refusals(error.recipients)
    except smtplib.SMTPResponseException as error:
        words = f"{error.smtp_code}: {_text(error.smtp_error)}"
        return refused(words) if error.smtp_code >= _PERMANENT else not_now(words)
    except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError) as error:
        return refused(f"{server.host}: {error}")
    except (smtplib.SMTPException, OSError) as error:
        return not_now(f"{server.host}: {type(error).__name__} {error}")
    if missed:  # the others have it: sending again would tell them twice
        return refused(_refusals(missed).words)
    return taken(f"{server.host}: {len(server.recipients)} ok")


def _handed_in(
    server: MailServer, message: EmailMessage, context: ssl.SSLContext | None
) -> dict[str, tuple[int, bytes]]:
    """Hand the message in and return the recipients that the server did not accept."""
    with _connected(server, context or ssl.create_default_context()) as wire:
        if server.user:
            wire.login(server.user, server.password.get_secret_value())
        return wire.send_message(message)


def _message(server: MailServer, title: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = title
    message["From"] = server.sender
    message["To"] = ", ".join(server.recipients)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain="ecqs-agent.invalid")
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office answers, RFC 3834
    message.set_content(text, cte="base64")
    return message


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    wire = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.security == "smtp":
        try:
            wire.starttls(context=context)
        except BaseException:
            wire.close()
            raise
    return wire


def _refusals(recipients: dict[str, tuple[int, bytes]]) -> Answer:
    words = "; ".join(f"{who} {code}: {_text(why)}" for who, (code, why) in recipients.items())
    final = any(code >= _PERMANENT for code, _ in recipients.values())
    return refused(words) if final else not_now(words)


def _text(said: bytes | str) -> str:
    return said if isinstance(said, str) else said.decode("utf-8", errors="replace")
