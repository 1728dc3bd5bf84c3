"""What a mock portal is started with."""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ecqs_agent.mock_portal.variants import Variants

Engine = Literal["lite", "easyui"]


class ServeOptions(BaseModel):
    """State how one mock portal runs; port 0 lets the system choose."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: int = Field(default=0, ge=0, le=65535)
    state: Path | None = None
    seed: Path | None = None
    variants: Variants = Variants()
    latency_ms: int = Field(default=0, ge=0)
    engine: Engine = "lite"
    token: str = Field(default_factory=lambda: secrets.token_urlsafe(18), min_length=1)
    exit_with_parent: bool = False
