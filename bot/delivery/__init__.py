"""Outbound: what is owed to Slack, and the pages that targets do not have yet."""
