"""What a CSV must mind that people open in a spreadsheet."""

# The mark of its order, without which Hangul is taken for something else.
MARK = b"\xef\xbb\xbf"
# A cell that begins so is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: str) -> str:
    """The value as words, whatever it begins with."""
    return f"'{value}" if value.startswith(_FORMULA) else value
