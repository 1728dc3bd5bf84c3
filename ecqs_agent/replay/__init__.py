"""QA replay: the portal's workflows as scenarios, played, judged and compared."""
