"""One repository per concept; each takes and returns domain values."""
