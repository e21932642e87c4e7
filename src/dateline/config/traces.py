"""Traces, where `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector: a request, its action, its notice, print and receipt.

A notice carries the trace that it was posted in, and whoever hears it goes on in that trace: so an editor's click
is followed through another process, or another node, to the receipt of each page.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dateline.config import environment
from dateline.house import watching

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# Asked every few seconds by machines: a span of each would hide the others.
NOT_FOLLOWED = "-/health,-/ready,-/metrics"
# A collector that is away must not keep a command from ending.
PATIENCE_SECONDS = 3
_TRACEPARENT = "traceparent"


def begin() -> None:
    """Follow what this process does, where a collector is named."""
    if environment.read().traces:
        follow_by(_provider())


def follow_by(provider: "TracerProvider") -> None:
    """Follow requests and steps, and hand the spans to this provider."""
    from opentelemetry.instrumentation.django import DjangoInstrumentor

    DjangoInstrumentor().instrument(tracer_provider=provider, excluded_urls=NOT_FOLLOWED)
    watching.trace_with(_Spans(provider))


def stop() -> None:
    """Follow nothing any more."""
    from opentelemetry.instrumentation.django import DjangoInstrumentor

    DjangoInstrumentor().uninstrument()
    watching.trace_with(None)


def _provider() -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": "dateline", "dateline.process": watching.part()})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=PATIENCE_SECONDS)))
    return provider


class _Spans:
    """Steps of the house as spans."""

    def __init__(self, provider: "TracerProvider") -> None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._tracer = provider.get_tracer("dateline")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def step(self, name: str, facts: Mapping[str, str | int]) -> Iterator[None]:
        """A span around it; a fault within is told on it."""
        attributes = {f"dateline.{key}": value for key, value in facts.items()}
        with self._tracer.start_as_current_span(name, attributes=attributes):
            yield

    @contextmanager
    def going_on(self, mark: str) -> Iterator[None]:
        """Within this, steps belong to the trace of this mark."""
        from opentelemetry import context

        token = context.attach(self._propagator.extract({_TRACEPARENT: mark}))
        try:
            yield
        finally:
            context.detach(token)

    def mark(self) -> str:
        """By what another process goes on in the trace of now; "" outside of one."""
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier.get(_TRACEPARENT, "")
