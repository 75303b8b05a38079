"""What an incident is: values and rules, on the standard library alone."""
