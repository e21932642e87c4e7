"""A licence in whole sentences, for readers and for the desk."""

from dateline.licences.rules import Index, Pictures, Terms, TextRight


def sentences(terms: Terms, language: str = "en") -> tuple[str, ...]:
    """What the licence says, a sentence each."""
    return tuple(filter(None, (_korean if language == "ko" else _english)(terms)))


def _english(terms: Terms) -> tuple[str, ...]:
    return (
        f"Their stories stay here for {terms.display_days} days." if terms.display_days else "",
        f"The licence runs until {terms.ends_on:%B} {terms.ends_on.day}, {terms.ends_on.year}."
        if terms.ends_on
        else "",
        "" if terms.territory.is_everywhere else f"They are for readers {terms.territory.said()}.",
        "We print their text word for word." if terms.text is TextRight.VERBATIM else "",
        "We may write a headline of our own." if terms.text is TextRight.HEADLINE else "",
        "Pictures of theirs are not shown." if terms.pictures is Pictures.NONE else "",
        "Search engines are asked not to list it." if terms.index is Index.NOINDEX else "",
        "It may not be used to train artificial intelligence." if not terms.ai else "",
        "Readers may comment." if terms.comments else "Comments are closed.",
    )


def _korean(terms: Terms) -> tuple[str, ...]:
    ends = terms.ends_on
    return (
        f"기사는 {terms.display_days}일 동안 게재합니다." if terms.display_days else "",
        f"제휴 기간은 {ends.year}년 {ends.month}월 {ends.day}일까지입니다." if ends else "",
        "" if terms.territory.is_everywhere else f"{terms.territory.said('ko')} 독자만 볼 수 있습니다.",
        "본문은 받은 그대로 싣습니다." if terms.text is TextRight.VERBATIM else "",
        "제목은 본지가 바꿀 수 있습니다." if terms.text is TextRight.HEADLINE else "",
        "제휴사의 사진은 싣지 않습니다." if terms.pictures is Pictures.NONE else "",
        "검색 엔진에 노출하지 않습니다." if terms.index is Index.NOINDEX else "",
        "인공지능 학습에 쓸 수 없습니다." if not terms.ai else "",
        "독자 의견을 받습니다." if terms.comments else "독자 의견을 받지 않습니다.",
    )
