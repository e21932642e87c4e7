"""What we say around comments and to their writers, in the languages of the editions; English is the key."""

from dateline.comments.rules.questions import Outcome, Policy, Ruling

# Keyed by the ground of a ruling; a ground without a sentence here is said in English.
_KOREAN_RULINGS = {
    "closed": "이 기사의 댓글은 닫혔습니다.",
    "parent_gone": "답글을 달려는 댓글이 더 이상 없습니다.",
    "empty": "댓글이 비어 있습니다. 내용을 쓰고 다시 등록해 주세요.",
    "far_too_long": "댓글이 너무 깁니다. 최대 {most}자까지 쓸 수 있습니다. 줄여서 다시 등록해 주세요.",
    "too_long": "댓글이 {number}자입니다. 최대 {most}자까지 쓸 수 있으니 {over}자를 줄여 다시 등록해 주세요.",
    "flood": "1분 동안 댓글 {number}개를 등록했습니다. 1분 뒤에 다시 등록해 주세요.",
    "double": "방금 같은 댓글을 등록했습니다. 다른 내용을 써 주세요.",
    "refused_word": "게재할 수 없는 낱말이 있습니다. 다르게 표현해 다시 등록해 주세요.",
}

_KOREAN = {
    "Comment": "댓글",
    "Comments": "댓글",
    "Your comment": "댓글 쓰기",
    "Your reply": "답글 쓰기",
    "Post": "등록",
    "Reply": "답글",
    "Report": "신고",
    "Edit": "수정",
    "Delete": "삭제",
    "Like": "좋아요",
    "likes": "명이 좋아합니다",
    "edited": "수정됨",
    "editor": "편집국",
    "A reader": "독자",
    "A former reader": "탈퇴한 독자",
    "Say something civil. Signed-in readers only.": "서로를 존중해 주세요. 로그인한 독자만 쓸 수 있습니다.",
    "Comments are read by an editor before or after they appear.": "댓글은 게재 전후에 편집자가 읽습니다.",
    "Comments on this story are closed.": "이 기사의 댓글은 닫혔습니다.",
    "Comment deleted": "삭제된 댓글입니다",
    "Comment removed by an editor": "편집자가 내린 댓글입니다",
    "Your own comments": "내 댓글",
    "Order of comments": "댓글 순서",
    "Newest": "최신순",
    "Oldest": "오래된순",
    "Most liked": "좋아요순",
    "More comments": "댓글 더 보기",
    "Earlier page": "이전 페이지",
    "Later page": "다음 페이지",
    "Page": "페이지",
    "Back to the story": "기사로 돌아가기",
    "Comments on": "댓글:",
    "awaiting review": "검토 대기 중",
    "printed": "게재됨",
    "not printed": "게재되지 않음",
    "You have not commented on this story yet.": "아직 이 기사에 댓글을 쓰지 않았습니다.",
    "Delete for good": "완전히 삭제",
    "Finish your comment": "댓글 마무리",
    "You are signed in. Post your comment now.": "로그인했습니다. 이제 댓글을 등록하세요.",
    "Your comment is not posted yet": "댓글이 아직 등록되지 않았습니다",
    "Edit your comment": "댓글 수정",
    "Save": "저장",
    "Report this comment": "댓글 신고",
    "Why should it not stand?": "신고 이유",
    "Send report": "신고 보내기",
    "Thank you. A moderator will read it.": "고맙습니다. 운영자가 읽어 보겠습니다.",
    "It insults or threatens somebody": "누군가를 모욕하거나 위협합니다",
    "It is advertising": "광고입니다",
    "It is false": "사실이 아닙니다",
    "It gives away what is private": "사생활을 드러냅니다",
    "It has nothing to do with the story": "기사와 관계가 없습니다",
    "Your comment awaits review.": "댓글이 검토를 기다리고 있습니다.",
    "Your comment is printed.": "댓글이 게재되었습니다.",
    "This did not come from a page of ours": "이 신문의 페이지에서 보낸 것이 아닙니다",
    "Nothing was posted. Open the story here and post your comment from its page.": (
        "등록되지 않았습니다. 이 신문에서 기사를 열고 그 페이지에서 댓글을 등록해 주세요."
    ),
    "The newsroom is away for a moment. Your comment is kept below; post it again in half a minute.": (
        "편집국 시스템이 잠시 쉬고 있습니다. 댓글은 아래에 그대로 있으니 30초 뒤에 다시 등록해 주세요."
    ),
    "This is far more than a comment can hold; shorten it and post it again.": (
        "댓글로 쓰기에는 너무 많습니다. 줄여서 다시 등록해 주세요."
    ),
    "This comment is no longer in print.": "이 댓글은 더 이상 게재되어 있지 않습니다.",
    "Only its writer may change a comment.": "댓글은 쓴 사람만 바꿀 수 있습니다.",
    "A comment of your own is liked by others.": "내 댓글에는 좋아요를 누를 수 없습니다.",
    "A comment can be changed for five minutes after it was posted; these are over.": (
        "댓글은 등록한 뒤 5분 동안만 수정할 수 있습니다. 5분이 지났습니다."
    ),
    "This cannot be done": "할 수 없는 일입니다",
    "Sign in to post your comment.": "댓글을 등록하려면 로그인해 주세요.",
    "The line is down. Your comment is kept here; post it again.": (
        "연결이 끊겼습니다. 댓글은 그대로 있으니 다시 등록해 주세요."
    ),
    "characters left": "자 남음",
    "characters too many": "자 초과",
}


def said(phrase: str, language: str) -> str:
    """The phrase in an edition's language; English where it has no other."""
    return _KOREAN.get(phrase, phrase) if language == "ko" else phrase


def sentence(ruling: Ruling, language: str, policy: Policy | None = None) -> str:
    """The sentence for the writer. What holds a comment is for the desk alone: it waits, no more is said."""
    if ruling.outcome is Outcome.HOLD:
        return said("Your comment awaits review.", language)
    if ruling.outcome is Outcome.PRINT:
        return said("Your comment is printed.", language)
    if language != "ko" or ruling.ground not in _KOREAN_RULINGS:
        return ruling.reason
    most = (policy or Policy()).most_characters
    return _KOREAN_RULINGS[ruling.ground].format(number=ruling.number, most=most, over=ruling.number - most)
