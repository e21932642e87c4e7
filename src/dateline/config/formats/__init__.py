"""How Wagtail's own screens write days and moments, a language a folder: as ours do."""
