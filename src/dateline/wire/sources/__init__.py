"""The wire room's hands on other people's servers: what each kind of source has for us, fetched into a folder."""
