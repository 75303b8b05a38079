"""Where a rendered page goes beside the embedded server."""
