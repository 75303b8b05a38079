"""One module per verb: fetch, ask the domain, commit. Who may do it is checked here."""
