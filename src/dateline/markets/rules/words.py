"""Every word that the markets show, in the languages of the editions."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Words:
    """One edition's words. Those with a bar name several things in order; `{}` is filled in.

    `states`: live, delayed, closed, stale, halted, holiday. `spoken`: up, down, flat.
    """

    markets: str
    snapshot_link: str
    as_of: str
    no_quote: str
    states: str
    spoken: str
    standfirst: str
    replayed: str
    replayed_note: str
    index: str
    currency: str
    commodity: str
    rate: str
    crypto: str
    share: str
    name: str
    level: str
    change: str
    percent: str
    previous_close: str
    high: str
    low: str
    time: str
    chart_title: str
    chart_description: str
    session_of: str
    no_ticks: str
    half_hours: str
    breadth: str
    rising: str
    falling: str
    unchanged: str
    risers: str
    fallers: str
    calendar: str
    sessions: str
    holidays: str
    day: str
    hours: str
    why: str
    known_until: str
    no_holidays: str
    nothing_listed: str
    colours: str
    colours_green: str
    colours_red: str


ENGLISH = Words(
    markets="Markets",
    snapshot_link="View Market Snapshot",
    as_of="As of {}",
    no_quote="—",
    states="Live|Delayed {} min|Closed|Stale|Halted|Holiday",
    spoken="up {}, {} percent|down {}, {} percent|unchanged",
    standfirst="Indices, currencies and commodities, each with the time of its figure.",
    replayed="Replay",
    replayed_note="These figures are a recorded day played again, not today’s prices.",
    index="Indices",
    currency="Currencies",
    commodity="Commodities",
    rate="Interest rates",
    crypto="Crypto-assets",
    share="Shares",
    name="Name",
    level="Level",
    change="Change",
    percent="Percent",
    previous_close="Previous close",
    high="High",
    low="Low",
    time="Time",
    chart_title="{} on {}",
    chart_description="From {} at {} to {} at {}; high {}, low {}; previous close {}.",
    session_of="Session of {}, {} to {}",
    no_ticks="No figures of this session yet.",
    half_hours="The same figures every half hour, {}",
    breadth="Breadth",
    rising="Rising",
    falling="Falling",
    unchanged="Unchanged",
    risers="Largest rises",
    fallers="Largest falls",
    calendar="Trading calendar",
    sessions="Next sessions, {}",
    holidays="Next holidays, {}",
    day="Day",
    hours="Hours",
    why="Why",
    known_until="The calendar is known until {}.",
    no_holidays="No holidays until the calendar ends.",
    nothing_listed="No instruments are listed yet.",
    colours="Colours of rises and falls",
    colours_green="Green up, red down",
    colours_red="Red up, blue down",
)

KOREAN = Words(
    markets="시장",
    snapshot_link="시장 현황 보기",
    as_of="{} 기준",
    no_quote="–",
    states="실시간|{}분 지연|장 마감|갱신 지연|거래 정지|휴장",
    spoken="{} 상승, {} 퍼센트|{} 하락, {} 퍼센트|보합",
    standfirst="지수와 환율, 원자재 시세를 각 기준 시각과 함께 싣습니다.",
    replayed="재생 시세",
    replayed_note="오늘의 시세가 아니라 기록해 둔 하루를 다시 재생한 것입니다.",
    index="지수",
    currency="환율",
    commodity="원자재",
    rate="금리",
    crypto="가상자산",
    share="종목",
    name="이름",
    level="현재가",
    change="전일 대비",
    percent="등락률",
    previous_close="전일 종가",
    high="고가",
    low="저가",
    time="기준 시각",
    chart_title="{}, {}",
    chart_description="{}({})에서 {}({})까지. 고가 {}, 저가 {}, 전일 종가 {}.",
    session_of="{} 정규장 {}–{}",
    no_ticks="이 장의 시세가 아직 없습니다.",
    half_hours="30분 간격 시세, {}",
    breadth="등락 종목 수",
    rising="상승",
    falling="하락",
    unchanged="보합",
    risers="상승률 상위",
    fallers="하락률 상위",
    calendar="거래 일정",
    sessions="다음 거래일, {}",
    holidays="다가오는 휴장일, {}",
    day="날짜",
    hours="거래 시간",
    why="사유",
    known_until="일정은 {}까지 확인되어 있습니다.",
    no_holidays="일정이 확인된 날까지 휴장일이 없습니다.",
    nothing_listed="아직 등록된 종목이 없습니다.",
    colours="등락 색상",
    colours_green="상승 초록, 하락 빨강",
    colours_red="상승 빨강, 하락 파랑",
)

KOREAN_NAMES = {
    "KOSPI": "코스피",
    "KOSDAQ": "코스닥",
    "KOSPI200": "코스피200",
    "USD/KRW": "원/달러",
    "JPY/KRW": "원/엔",
    "EUR/KRW": "원/유로",
    "CNY/KRW": "원/위안",
    "Gold": "금",
    "Gold, ounce": "금(온스)",
    "Brent, barrel": "브렌트유(배럴)",
    "Silver": "은",
    "Copper": "구리",
    "Brent crude": "브렌트유",
    "WTI crude": "서부텍사스유",
    "Bitcoin": "비트코인",
}

# What readers call an exchange; one that is not listed here goes by its code.
EXCHANGES = {
    "XKRX": {"en": "Korea Exchange", "ko": "한국거래소"},
    "XNYS": {"en": "New York Stock Exchange", "ko": "뉴욕증권거래소"},
    "XNAS": {"en": "Nasdaq", "ko": "나스닥"},
    "XTKS": {"en": "Tokyo Stock Exchange", "ko": "도쿄증권거래소"},
    "XHKG": {"en": "Hong Kong Exchange", "ko": "홍콩거래소"},
    "XSHG": {"en": "Shanghai Stock Exchange", "ko": "상하이증권거래소"},
    "XLON": {"en": "London Stock Exchange", "ko": "런던증권거래소"},
    "24/5": {"en": "currencies and commodities", "ko": "외환·원자재"},
}

KOREAN_REASONS = {
    "New Year's Day": "신정",
    "Seollal": "설날",
    "Independence Movement Day": "삼일절",
    "Labor Day": "근로자의 날",
    "Children's Day": "어린이날",
    "Buddha's Birthday": "부처님 오신 날",
    "Memorial Day": "현충일",
    "National Liberation Day": "광복절",
    "Chuseok": "추석",
    "Korean National Foundation Day": "개천절",
    "Hangul Proclamation Day": "한글날",
    "Christmas": "성탄절",
    "End of Year Holiday": "연말 휴장",
    "Thanksgiving": "추수감사절",
    "exchange holiday": "휴장",
    "college entrance examination": "대학수학능력시험",
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KOREAN_DAYS = "월화수목금토일"


def words(language: str) -> Words:
    """The edition's words."""
    return KOREAN if language == "ko" else ENGLISH


def name_in(name: str, language: str) -> str:
    """An instrument's name as the edition writes it."""
    return KOREAN_NAMES.get(name, name) if language == "ko" else name


def exchange_in(code: str, language: str) -> str:
    """What an edition's readers call an exchange: "Korea Exchange" for XKRX."""
    names = EXCHANGES.get(code, {})
    return names.get(language, names.get("en", code))


def reason_in(reason: str, language: str) -> str:
    """Why an exchange rests, in the edition's language where we know it."""
    return KOREAN_REASONS.get(reason, reason) if language == "ko" else reason


def short_moment(at: datetime, zone: str, language: str) -> str:
    """ "Nov 24, 13:31 KST"; in Korean "11월 24일 13:31". The script of the strip writes the same."""
    here = at.astimezone(ZoneInfo(zone))
    if language == "ko":
        return f"{here.month}월 {here.day}일 {here:%H:%M}"
    return f"{MONTHS[here.month - 1]} {here.day}, {here:%H:%M %Z}"


def short_day(on: date, language: str) -> str:
    """ "Tue, Nov 24"; in Korean "11월 24일 (화)"."""
    if language == "ko":
        return f"{on.month}월 {on.day}일 ({KOREAN_DAYS[on.weekday()]})"
    return f"{DAYS[on.weekday()]}, {MONTHS[on.month - 1]} {on.day}"


def long_day(on: date, language: str) -> str:
    """ "Nov 24, 2027"; in Korean "2027년 11월 24일"."""
    if language == "ko":
        return f"{on.year}년 {on.month}월 {on.day}일"
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def clock(at: datetime, zone: str) -> str:
    """ "15:30"."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def long_moment(at: datetime, zone: str, language: str) -> str:
    """ "November 24, 2026, 13:31 KST"; in Korean "2026년 11월 24일 13:31"."""
    here = at.astimezone(ZoneInfo(zone))
    if language == "ko":
        return f"{long_day(here.date(), language)} {here:%H:%M}"
    return f"{LONG_MONTHS[here.month - 1]} {here.day}, {here.year}, {here:%H:%M %Z}"


def zone_name(at: datetime, zone: str) -> str:
    """ "KST"."""
    return f"{at.astimezone(ZoneInfo(zone)):%Z}"
