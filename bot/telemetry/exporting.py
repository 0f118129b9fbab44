"""Sending spans away by OTLP over HTTP. Loaded only where traces are asked for: it needs the extra `traces`."""

import os

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased

from bot.errors import Misconfigured
from bot.telemetry.traces import planned


class PlannedIds(RandomIdGenerator):
    """Random ids, unless some are planned."""

    def generate_trace_id(self) -> int:
        """Of the next trace."""
        ids = planned.get()
        return ids.trace_id if ids else super().generate_trace_id()

    def generate_span_id(self) -> int:
        """Of the next span."""
        ids = planned.get()
        return ids.span_id if ids else super().generate_span_id()


def open_provider() -> TracerProvider:
    """A provider that sends spans as the OTEL_ variables say. Raises Misconfigured."""
    return provider_of(BatchSpanProcessor(OTLPSpanExporter()), sampled_share())


def provider_of(processor: SpanProcessor, share: float = 1.0) -> TracerProvider:
    """A provider with our ids that keeps this share (0..1) of the traces, each of them whole."""
    named = {} if "OTEL_SERVICE_NAME" in os.environ else {SERVICE_NAME: "firstline"}
    provider = TracerProvider(
        TraceIdRatioBased(share), Resource.create(named), shutdown_on_exit=False, id_generator=PlannedIds()
    )
    provider.add_span_processor(processor)
    return provider


def sampled_share() -> float:
    """What OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG ask for. Raises Misconfigured.

    "parentbased_" makes no difference: a trace's parent has the same trace id, and that alone decides.
    """
    name = os.environ.get("OTEL_TRACES_SAMPLER", "always_on").removeprefix("parentbased_")
    share = {"always_on": "1", "always_off": "0", "traceidratio": os.environ.get("OTEL_TRACES_SAMPLER_ARG", "1")}
    try:
        found = float(share[name])
    except (KeyError, ValueError) as error:
        raise Misconfigured(_SAMPLERS) from error
    if not 0 <= found <= 1:
        raise Misconfigured(_SAMPLERS)
    return found


_SAMPLERS = (
    "OTEL_TRACES_SAMPLER must be always_on, always_off or traceidratio, OTEL_TRACES_SAMPLER_ARG a share from 0 to 1"
)
