"""The application: plan, journal, flows, runner, sessions, reports, mock portal, command line."""

__version__ = "0.1.0"
