"""Statement → facts: figures, citations, dates, places."""
