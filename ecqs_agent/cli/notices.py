"""`ecqs notices`: the channels on which people are told, and what they were told."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote, urlencode

import typer

from ecqs_agent.belonging import open_journal
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, console, settings_of
from ecqs_agent.cli.people import someone_is_here
from ecqs_agent.errors import ExitCode, NoticeAddressError, PersonNeededError
from ecqs_agent.events import Events
from ecqs_agent.journal.notices import NoticeBoard
from ecqs_agent.labels import CHANNELS, NOTICE_STATES
from ecqs_agent.notices.addresses import AddressBook, variable_of
from ecqs_agent.notices.answers import Answer
from ecqs_agent.notices.channels import BYTES, SIGNED, Channel, Service, channel_of
from ecqs_agent.notices.delivery import deliver, send_patiently
from ecqs_agent.notices.news import trial
from ecqs_agent.notices.writing import texts
from ecqs_agent.settings import Settings

Name = Annotated[Service, typer.Argument(help=t("The channel"), show_default=False)]
Only = Annotated[Service | None, typer.Option("--channel", help=t("This channel only"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Notices: who is told what changed, and how."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(name="set", help=t("Keep a channel's address, encrypted on this machine."))(keep)
    group.command(help=t("Forget a channel's address."))(remove)
    group.command(name="list", help=t("Show the channels, and the newest notices."))(show)
    group.command(name="test", help=t("Send a test message and show what the service says."))(
        send_test
    )
    group.command(help=t("Send what waits and what failed."))(resend)
    app.add_typer(group, name="notices")


def address_book(settings: Settings) -> AddressBook:
    """Return where the channels' addresses are kept."""
    return AddressBook(settings.data / "notices")


def keep(channel: Name) -> int:
    """Ask for the channel's address without showing it, and keep it encrypted."""
    voice = console()
    if not someone_is_here():
        raise PersonNeededError(
            "The address of a channel is typed by a person because it counts as a password. "
            "Without a person set {variable} instead.",
            variable=variable_of(channel),
        )
    asked = _ask_mail() if channel is Service.EMAIL else _ask_robot(channel)
    address_book(settings_of()).keep(asked)
    voice.result(
        t(
            "The channel {channel} goes to {host}. Try it: `ecqs notices test --channel {name}`",
            channel=t(CHANNELS[channel]),
            host=asked.host,
            name=channel.value,
        )
    )
    return ExitCode.OK


def remove(channel: Name) -> int:
    """Forget the address kept for this channel."""
    voice = console()
    book = address_book(settings_of())
    book.forget(channel)
    voice.result(t("Nothing is kept for the channel {channel}.", channel=t(CHANNELS[channel])))
    if book.from_environment(channel):
        voice.say("The environment still names it: {variable}.", variable=variable_of(channel))
    return ExitCode.OK


def show(
    count: Annotated[int, typer.Option("--last", min=0, help=t("So many notices"))] = 20,
    as_json: Json = False,
) -> int:
    """Show the channels with their hosts, and the newest notices with what became of them."""
    voice = console(as_json=as_json)
    settings = settings_of()
    book = address_book(settings)
    channels = book.channels()
    with _board(settings) as board:
        notices = board.notices()[-count:] if count else ()
    voice.table(
        [t("Channel"), t("Host"), t("Address from")],
        [
            [t(CHANNELS[channel.service]), channel.host, _source(book, channel.service)]
            for channel in channels
        ],
    )
    voice.table(
        [t("When"), t("Account"), t("Channel"), t("State"), t("Title"), t("Answer")],
        [
            [
                f"{kept.created_at.astimezone():%Y-%m-%d %H:%M}",
                kept.account,
                kept.channel,
                t(NOTICE_STATES[kept.state]),
                kept.title,
                kept.answer if kept.channel in BYTES else "",
            ]
            for kept in notices
        ],
    )
    voice.json(
        {
            "channels": [{"name": channel.name, "host": channel.host} for channel in channels],
            "notices": [kept.model_dump(mode="json") for kept in notices],
        }
    )
    return ExitCode.OK


def send_test(channel: Only = None, as_json: Json = False) -> int:
    """Send a test message over every channel, or one, and show what the service says."""
    voice = console(as_json=as_json)
    answers = {}
    for found in _chosen(address_book(settings_of()), channel):
        written = trial(t=t, now=datetime.now(UTC))
        (text,) = texts(written, limit=BYTES[found.service], t=t)
        answer = send_patiently(found, title=written.title, text=text)
        answers[found.name] = answer
        _show_answer(voice, found, answer)
    voice.json({name: answer.model_dump(mode="json") for name, answer in answers.items()})
    return ExitCode.OK if all(answer.taken for answer in answers.values()) else ExitCode.PARTLY


def resend(channel: Only = None, as_json: Json = False) -> int:
    """Send again what failed, and what still waits."""
    voice = console(as_json=as_json)
    settings = settings_of()
    channels = _chosen(address_book(settings), channel)
    with _board(settings) as board:
        for found in channels:
            board.try_again(found.name)
        done = deliver(board, channels, events=Events(voice.hear))
    voice.result(
        t(
            "{sent} sent, {waiting} waiting, {failed} failed.",
            sent=done.sent,
            waiting=done.waiting,
            failed=done.failed,
        )
    )
    voice.json(done)
    return ExitCode.PARTLY if done.waiting or done.failed else ExitCode.OK


def _chosen(book: AddressBook, wanted: Service | None) -> tuple[Channel, ...]:
    channels = tuple(one for one in book.channels() if wanted in {None, one.service})
    if not channels:
        raise NoticeAddressError(
            "No channel is set up. Use `ecqs notices set CHANNEL`, or {variable}.",
            variable=variable_of(wanted or Service.WECOM),
        )
    return channels


def _show_answer(voice: Console, channel: Channel, answer: Answer) -> None:
    facts = {
        "channel": t(CHANNELS[channel.service]),
        "host": channel.host,
        "words": answer.words,
    }
    if answer.taken:
        voice.result(t("{channel} ({host}) took the message: {words}", **facts))
    else:
        voice.result(t("{channel} ({host}) did not take the message: {words}", **facts))


def _source(book: AddressBook, service: Service) -> str:
    return variable_of(service) if book.from_environment(service) else t("encrypted store")


@contextmanager
def _board(settings: Settings) -> Iterator[NoticeBoard]:
    with closing(open_journal(settings)) as journal:
        yield NoticeBoard(journal)


def _ask_robot(service: Service) -> Channel:
    address: str = typer.prompt(t("Address as the service shows it"), hide_input=True, err=True)
    secret = ""
    if service in SIGNED:
        secret = typer.prompt(
            t("Secret for signing; empty: none"),
            hide_input=True,
            default="",
            show_default=False,
            err=True,
        )
    return channel_of(service, address, secret)


def _ask_mail() -> Channel:
    host: str = typer.prompt(t("Mail server"), err=True)
    question = t("TLS from the start (port 465)? No: STARTTLS (587)")
    tls: bool = typer.confirm(question, default=True, err=True)
    user: str = typer.prompt(t("User name"), err=True)
    password: str = typer.prompt(t("Password"), hide_input=True, err=True)
    sender: str = typer.prompt(t("Sender"), default=user, err=True)
    recipients: str = typer.prompt(t("Recipients, with commas between them"), err=True)
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    more = urlencode({"from": sender, "to": recipients})
    return channel_of(Service.EMAIL, f"{'smtps' if tls else 'smtp'}://{login}@{host}?{more}")
