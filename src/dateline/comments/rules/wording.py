"""What we say to a writer, in the language of the page."""

from dateline.comments.rules.questions import Outcome, Policy, Ruling

# Keyed by the ground of a ruling; a ground without a sentence here is said in English.
_KOREAN = {
    "closed": "이 기사의 댓글은 닫혔습니다.",
    "parent_gone": "답글을 달려는 댓글이 더 이상 없습니다.",
    "empty": "댓글이 비어 있습니다. 내용을 쓰고 다시 등록해 주세요.",
    "far_too_long": "댓글이 너무 깁니다. 최대 {most}자까지 쓸 수 있습니다. 줄여서 다시 등록해 주세요.",
    "too_long": "댓글이 {number}자입니다. 최대 {most}자까지 쓸 수 있으니 {over}자를 줄여 다시 등록해 주세요.",
    "flood": "1분 동안 댓글 {number}개를 등록했습니다. 1분 뒤에 다시 등록해 주세요.",
    "double": "방금 같은 댓글을 등록했습니다. 다른 내용을 써 주세요.",
    "refused_word": "게재할 수 없는 낱말이 있습니다. 다르게 표현해 다시 등록해 주세요.",
}
_HELD = {"en": "Your comment awaits review.", "ko": "댓글이 검토를 기다리고 있습니다."}
_PRINTED = {"en": "Your comment is printed.", "ko": "댓글이 게재되었습니다."}


def sentence(ruling: Ruling, language: str, policy: Policy | None = None) -> str:
    """The sentence for the writer. What holds a comment is for the desk alone: it waits, no more is said."""
    if ruling.outcome is Outcome.HOLD:
        return _HELD.get(language, _HELD["en"])
    if ruling.outcome is Outcome.PRINT:
        return _PRINTED.get(language, _PRINTED["en"])
    if language != "ko" or ruling.ground not in _KOREAN:
        return ruling.reason
    most = (policy or Policy()).most_characters
    return _KOREAN[ruling.ground].format(number=ruling.number, most=most, over=ruling.number - most)
