"""Tell people what changed: what is news, how it is written, and the channels it goes out on."""
