"""One module per command, form or kind of button: each parses, calls, acknowledges."""
