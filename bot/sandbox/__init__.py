"""A local Slack workspace, as strict as Slack: for trying Stormlamp without an account, and for its tests."""
