"""What Slack checks before it takes a message or a view: pure functions from JSON to problems."""
