"""What a person did in a browser, event by event, recognised as steps of a scenario."""
