"""Where the record is kept: it takes and returns domain values, never rows."""
