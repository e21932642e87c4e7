"""The words of the page's furniture in the languages of the editions; English is the key."""

KOREAN = {
    "Skip to content": "본문으로 건너뛰기",
    "Sections": "섹션",
    "Search": "검색",
    "Edition": "판 선택",
    "About this paper": "이 신문에 대하여",
    "Imprint": "발행 정보",
    "Contact": "연락처",
    "Privacy": "개인정보 처리방침",
    "Licences": "저작권·제휴",
    "Corrections": "정정 보도",
    "Correction": "바로잡습니다",
    "About our partners": "제휴사 안내",
    "About this partner": "제휴사 소개",
    "By": "",
    "and": "·",
    "Updated": "수정",
    "PHOTO:": "사진:",
    "Share": "공유",
    "Print": "인쇄",
    "Link copied": "링크를 복사했습니다",
    "Text size": "글자 크기",
    "normal": "보통",
    "large": "크게",
    "largest": "아주 크게",
    "Topics": "주제",
    "Read the original at": "원문 보기:",
    "Also in": "다른 판:",
    "Front page": "첫 화면",
    "More from": "더 보기:",
    "All stories in": "전체 기사:",
    "Older stories": "이전 기사",
    "Newer stories": "최신 기사",
    "More pages": "다른 페이지",
    "Stories": "기사",
    "Stories by": "기사 목록:",
    "Topic": "주제",
    "Reporter": "기자",
    "Partner": "제휴사",
    "What the licence says": "이용 조건",
    "Their stories here": "이 신문에 실린 기사",
    "Their own site": "제휴사 누리집",
    "No story stands here yet.": "아직 실린 기사가 없습니다.",
    "Search the paper": "기사 검색",
    "Words to look for": "찾을 말",
    "Nothing found for": "찾은 기사가 없습니다:",
    "Try fewer words, or another spelling.": "낱말을 줄이거나 달리 써 보세요.",
    "Page not found": "찾을 수 없는 페이지입니다",
    "There is no page at this address. It may have been typed or linked wrongly.": (
        "이 주소에는 페이지가 없습니다. 주소나 링크가 잘못되었을 수 있습니다."
    ),
    "No longer available": "더 이상 볼 수 없습니다",
    "What stood at this address has been taken out of print and will not come back.": (
        "이 주소에 있던 내용은 지면에서 내려갔으며 다시 실리지 않습니다."
    ),
    "Notice": "알림",
    "This story has been withdrawn": "철회된 기사입니다",
    "Those who sent it to us have taken it back. It does not stand here any more.": (
        "기사를 보내 온 곳에서 이 기사를 거두어들여 더 이상 싣지 않습니다."
    ),
    "This story is no longer shown here": "게재 기간이 끝난 기사입니다",
    "We had it from a partner, and the time for which we may show it is over.": (
        "제휴사에서 받은 기사로, 실을 수 있는 기간이 끝났습니다."
    ),
    "Not shown, by law": "법적 사유로 볼 수 없습니다",
    "We may not show what stood at this address, for legal reasons.": (
        "이 주소에 있던 내용은 법적 사유로 보여 드릴 수 없습니다."
    ),
    "Not for readers where you are": "지금 계신 곳에서는 볼 수 없습니다",
    (
        "We have this story from a partner who lets us show it in some countries only, "
        "and as far as we can tell you are in none of them."
    ): ("제휴사가 일부 국가에서만 게재를 허락한 기사이며, 지금 계신 곳이 그중 하나인지 확인되지 않습니다."),
    "Back in a moment": "잠시 후 다시 열립니다",
    "This page cannot be shown right now. Pages already in print can be read as always.": (
        "지금은 이 페이지를 보여 드릴 수 없습니다. 이미 발행된 페이지는 그대로 읽을 수 있습니다."
    ),
    "This could not be understood": "이해하지 못한 요청입니다",
    "What your browser sent makes no sense to us. Go back and try it again.": (
        "브라우저가 보낸 내용을 이해하지 못했습니다. 뒤로 돌아가 다시 시도해 주세요."
    ),
    "This is not open to you": "허용되지 않은 요청입니다",
    "You may not do this, or not with this account.": "할 수 없는 일이거나, 이 계정으로는 할 수 없는 일입니다.",
    "Please send it once more": "한 번 더 보내 주세요",
    (
        "We could not tell that this form came from our own page. Go back, load that page again and send it once more. "
        "Your browser must keep cookies for this site."
    ): (
        "이 양식이 우리 페이지에서 왔는지 확인하지 못했습니다. 뒤로 돌아가 페이지를 새로 고친 뒤 한 번 더 보내 주세요. "
        "브라우저가 이 사이트의 쿠키를 받아야 합니다."
    ),
    "Something went wrong on our side": "저희 쪽에 문제가 생겼습니다",
    "It has been written down. Pages already in print can be read as always.": (
        "기록해 두었습니다. 이미 발행된 페이지는 그대로 읽을 수 있습니다."
    ),
    "To the desk": "데스크로",
    "From here": "이어서",
    "To the front page": "첫 화면으로",
    "Search for a story": "기사 찾기",
    "Source:": "자료:",
    "The same figures as a table": "같은 수치를 표로 보기",
    "Point": "항목",
    "Value": "값",
    "Corrected": "정정",
    "No correction has been needed yet.": "아직 정정한 기사가 없습니다.",
    "Every mistake that we have put right, newest first.": "바로잡은 내용을 최근 순으로 싣습니다.",
    "RSS feed of": "RSS 구독:",
}


def said(phrase: str, language: str) -> str:
    """The phrase in an edition's language; English where it has no other."""
    return KOREAN.get(phrase, phrase) if language == "ko" else phrase
