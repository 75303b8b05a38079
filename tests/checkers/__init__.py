"""What checkers of other people say of the public page."""
