"""Inbound: what Slack sends becomes a use case, and what that says becomes an answer."""
