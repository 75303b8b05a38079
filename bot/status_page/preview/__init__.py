"""Every state of a page without a service behind it: for designers, and for tests that look."""
