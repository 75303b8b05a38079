"""What is counted and timed while the application runs, for Prometheus; each application has a registry of its own."""

from __future__ import annotations

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

#: Seconds; Slack gives up after three.
_ACK_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
_PUBLISH_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

#: Slack's errors look like this. What stands there comes from outside, and each is a series for ever.
_ERROR = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MOST_ERRORS = 100
_OTHER_ERROR = "other"


class Metrics:
    """Counters and histograms are moved where things happen, gauges are read off when somebody asks."""

    def __init__(self, *, has_slack: bool = True) -> None:
        """Without Slack there is nothing to be connected to, and no series that an alarm could take for a fault."""
        self.registry = CollectorRegistry()
        self._errors: set[str] = set()
        self.acknowledgements = self._histogram(
            "stormlamp_acknowledgement_seconds",
            "From a delivery of Slack's until it is acknowledged; a form that is not taken is refused.",
            ["kind", "outcome"],
            _ACK_BUCKETS,
        )
        self.slack_calls = Counter(
            "stormlamp_slack_calls",
            "Calls to Slack's Web API; the outcome is ok or Slack's error.",
            ["method", "outcome"],
            registry=self.registry,
        )
        self.publish_seconds = self._histogram(
            "stormlamp_publish_seconds",
            "Until a target has a page: query, render and writes.",
            ["target"],
            _PUBLISH_BUCKETS,
        )
        self.database_up = self._gauge(
            "stormlamp_database_up", "Whether the database answers, and takes what is written."
        )
        self.database_seconds = self._gauge("stormlamp_database_answer_seconds", "How long these numbers took it.")
        self.slack_connected = Gauge(
            "stormlamp_slack_connected",
            "Whether Slack takes our credentials.",
            registry=self.registry if has_slack else None,
        )
        self.open_pages = self._gauge("stormlamp_open_event_streams", "Open pages that are told of changes.")
        self.outbox_depth = self._gauge("stormlamp_outbox_depth", "What is still owed to Slack.", ["kind"])
        self.outbox_set_aside = self._gauge("stormlamp_outbox_set_aside", "What Slack refused for good.")
        self.outbox_age = self._gauge("stormlamp_outbox_oldest_seconds", "The age of the oldest that is owed.")
        self.stream_depth = self._gauge(
            "stormlamp_outbox_stream_depth", "What is owed to a stream, for the oldest streams.", ["stream"]
        )
        self.stream_age = self._gauge(
            "stormlamp_outbox_stream_oldest_seconds", "The age of a stream's oldest row, for the same.", ["stream"]
        )
        self.revision_lag = self._gauge(
            "stormlamp_target_revision_lag", "Revisions of a page that a target does not have.", ["page", "target"]
        )

    def error_named(self, error: str) -> str:
        """The outcome of a call that Slack answered with that error: one of a limited number of names."""
        if error not in self._errors:
            if len(self._errors) >= _MOST_ERRORS or not _ERROR.fullmatch(error):
                return _OTHER_ERROR
            self._errors.add(error)
        return error

    def _histogram(self, name: str, meaning: str, labels: list[str], buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, meaning, labels, registry=self.registry, buckets=buckets)

    def _gauge(self, name: str, meaning: str, labels: list[str] | None = None) -> Gauge:
        return Gauge(name, meaning, labels or [], registry=self.registry)
