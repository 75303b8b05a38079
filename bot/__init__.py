"""Stormlamp: a Slack bot for incidents with its own public status page."""
