"""The `stormlamp` command line: the way to inform the public when Slack itself is down."""
