"""Comparing a draft with the texts of law an office has imported: what it repeats, and where it says otherwise."""
