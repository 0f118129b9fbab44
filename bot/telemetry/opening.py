"""Beginning and ending the watch over a process."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import Misconfigured
from bot.ports import Clock
from bot.telemetry.health import Health
from bot.telemetry.metrics import Metrics
from bot.telemetry.traces import Traces
from bot.telemetry.watch import Watch

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


@asynccontextmanager
async def watching(desk: str, clock: Clock, stopping: Callable[[], bool]) -> AsyncIterator[Watch]:
    """The watch, with traces where the OTEL_ variables ask for them; those not sent yet are sent at the end.

    Raises Misconfigured.
    """
    provider = _provider() if wanted() else None
    tracer = provider.get_tracer("firstline") if provider else None
    try:
        yield Watch(Metrics(desk), Traces(tracer), Health(clock, stopping), clock)
    finally:
        if provider is not None:
            await asyncio.to_thread(provider.shutdown)


def wanted() -> bool:
    """Whether the standard OTEL_ variables ask for traces."""
    off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or os.environ.get("OTEL_TRACES_EXPORTER") == "none"
    return not off and any(map(os.environ.get, _ENDPOINTS))


def _provider() -> "TracerProvider":
    try:
        from bot.telemetry.exporting import open_provider  # noqa: PLC0415 - the SDK is an extra, and large
    except ImportError as error:
        raise Misconfigured("traces are asked for, but not installed: pip install 'firstline[traces]'") from error
    return open_provider()
