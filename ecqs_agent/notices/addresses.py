"""Where the channels' addresses are kept: `ECQS_NOTICE_*` first, else encrypted on this machine."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from ecqs_agent.login.vault import SealedFiles
from ecqs_agent.notices.channels import Channel, Service, channel_of


def variable_of(service: Service) -> str:
    """Return the variable that can hold the address; with `_SECRET` behind it, the secret."""
    return f"ECQS_NOTICE_{service.value.upper()}"


class AddressBook:
    """The channels of this user."""

    def __init__(self, folder: Path, *, environment: Mapping[str, str] | None = None) -> None:
        self._files = SealedFiles(folder, ending="notice")
        self._environment = os.environ if environment is None else environment

    def channels(self) -> tuple[Channel, ...]:
        """Return every channel that has an address.

        Raises:
            NoticeAddressError: an address cannot be used.
        """
        return tuple(found for service in Service if (found := self.channel(service)) is not None)

    def channel(self, service: Service) -> Channel | None:
        """Return this channel, or None when it has no address.

        Raises:
            NoticeAddressError: its address cannot be used.
        """
        variable = variable_of(service)
        if address := self._environment.get(variable, ""):
            return channel_of(service, address, self._environment.get(f"{variable}_SECRET", ""))
        kept = self._files.load(service.value)
        if kept is None:
            return None
        words: dict[str, str] = json.loads(kept)
        return channel_of(service, words["address"], words["secret"])

    def from_environment(self, service: Service) -> bool:
        """Return whether the environment gives this channel's address."""
        return bool(self._environment.get(variable_of(service), ""))

    def keep(self, channel: Channel) -> None:
        """Keep the channel's address, encrypted."""
        secret = channel.secret.get_secret_value() if channel.secret else ""
        words = {"address": channel.address.get_secret_value(), "secret": secret}
        self._files.save(channel.name, json.dumps(words).encode())

    def forget(self, service: Service) -> None:
        """Forget the address kept for this channel."""
        self._files.forget(service.value)
