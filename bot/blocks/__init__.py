"""Pure functions from values to Slack's blocks."""
