"""Who logs in and how: people, kept passwords and sessions, captchas."""
