"""IPTC Media Topics, their top two levels: codes and English labels as the IPTC has them (July 2026).

The IPTC publishes no Korean. The Korean labels are our own and unofficial. Retired topics are left out; the
IPTC's own file, loaded with `dateline wire vocabulary load`, has all levels and languages.
"""

from typing import NamedTuple

SCHEME = "http://cv.iptc.org/newscodes/mediatopic/"


class Topic(NamedTuple):
    """One topic; `broader` is empty at the top."""

    code: str
    broader: str
    english: str
    korean: str


# Code, English, Korean; what is set in stands beneath the topic above it.
_TABLE = """
01000000 arts, culture, entertainment and media | 문화·예술·연예·미디어
  20000002 arts and entertainment | 예술·연예
  20000038 culture | 문화
  20000045 mass media | 언론·미디어
02000000 crime, law and justice | 범죄·법·사법
  20000082 crime | 범죄
  20000106 judiciary | 법원
  20000119 justice | 사법
  20000121 law | 법률
  20000129 law enforcement | 법 집행
03000000 disaster, accident and emergency incident | 재난·사고
  20000139 accident and emergency incident | 사고
  20000148 disaster | 재난
  20000168 emergency response | 구조·구호
04000000 economy, business and finance | 경제·산업·금융
  20000170 business information | 기업 정보
  20000209 products and services | 상품·서비스
  20000344 economy | 경제
  20000385 market and exchange | 시장·거래소
05000000 education | 교육
  20000398 parents group | 학부모 단체
  20000399 religious education | 종교 교육
  20000400 school | 학교
  20000410 social learning | 사회적 학습
  20000412 curriculum | 교육과정
  20000413 educational testing and examinations | 시험·평가
  20000414 entrance examination | 입학시험
  20000415 students | 학생
  20000416 teachers | 교사
  20001216 vocational education | 직업 교육
  20001217 educational grading | 성적 평가
  20001337 online and remote learning | 온라인·원격 학습
06000000 environment | 환경
  20000418 climate change | 기후 변화
  20000420 conservation | 보전
  20000424 environmental pollution | 환경 오염
  20000430 natural resources | 천연자원
  20000441 nature | 자연
  20001374 sustainability | 지속 가능성
07000000 health | 보건
  20000446 diseases and conditions | 질병
  20000461 health facility | 의료 시설
  20000463 health organisations | 보건 기관
  20000464 health treatment | 치료
  20000480 government health care | 공공 의료
  20000483 health insurance | 건강보험
  20000484 private health care | 민간 의료
  20000485 medical profession | 의료인
  20000493 non-human diseases | 동식물 질병
  20001358 public health | 공중보건
08000000 human interest | 사람과 이야기
  20000498 award and prize | 상·수상
  20000499 record and achievement | 기록·업적
  20000501 ceremony | 의식·행사
  20000503 human mishap | 해프닝
  20000504 high society | 상류사회
  20000505 celebrity | 유명인
  20001237 anniversary | 기념일
  20001238 birthday | 생일
09000000 labour | 노동
  20000509 employment | 고용
  20000521 employment legislation | 노동법
  20000523 labour market | 노동시장
  20000524 labour relations | 노사 관계
  20000531 retirement | 은퇴
  20000533 unemployment | 실업
  20000536 unions | 노동조합
10000000 lifestyle and leisure | 생활·여가
  20000538 leisure | 여가
  20000565 lifestyle | 생활
  20001339 wellness | 웰니스
11000000 politics and government | 정치·행정
  20000574 election | 선거
  20000593 government | 정부
  20000621 government policy | 정부 정책
  20000638 international relations | 국제 관계
  20000646 non-governmental organisation | 비정부기구
  20000647 political crisis | 정치 위기
  20000648 political dissent | 반정부 활동
  20000649 political process | 정치 과정
12000000 religion | 종교
  20000657 belief systems | 신앙 체계
  20000688 religious conflict | 종교 갈등
  20000690 religious festival and holiday | 종교 축일
  20000696 religious ritual | 종교 의식
  20000697 religious facility | 종교 시설
  20000702 relations between religion and government | 종교와 국가
  20000703 religious leader | 종교 지도자
  20000705 religious text | 경전
13000000 science and technology | 과학·기술
  20000710 biomedical science | 생명·의과학
  20000715 mathematics | 수학
  20000717 natural science | 자연과학
  20000735 scientific research | 과학 연구
  20000741 scientific institution | 과학 기관
  20000742 social sciences | 사회과학
  20000755 scientific standards | 과학 표준
  20000756 technology and engineering | 기술·공학
14000000 society | 사회
  20000587 fundamental rights | 기본권
  20000768 communities | 공동체
  20000770 demographics | 인구
  20000771 immigration | 이민 유입
  20000772 emigration | 이민 유출
  20000775 discrimination | 차별
  20000780 family | 가족
  20000788 mankind | 인류
  20000799 social condition | 사회 여건
  20000802 social problem | 사회 문제
  20000808 values | 가치관
  20000817 welfare | 복지
  20001373 diversity, equity and inclusion | 다양성·형평·포용
15000000 sport | 스포츠
  20000822 competition discipline | 종목
  20001103 disciplinary action in sport | 스포츠 징계
  20001104 drug use in sport | 스포츠 약물
  20001108 sport event | 스포츠 대회
  20001124 sport industry | 스포츠 산업
  20001125 sport organisation | 스포츠 단체
  20001126 sport venue | 경기장
  20001148 sports transaction | 선수 이적
  20001301 sport achievement | 스포츠 기록
  20001323 sports coaching | 지도자
  20001324 sports management and ownership | 구단 운영
  20001325 sports officiating | 심판
16000000 conflict, war and peace | 분쟁·전쟁·평화
  20000053 act of terror | 테러
  20000056 armed conflict | 무력 분쟁
  20000065 civil unrest | 소요
  20000070 coup d'etat | 쿠데타
  20000071 massacre | 학살
  20000073 peace process | 평화 협상
  20000077 post-war reconstruction | 전후 복구
  20001361 cyber warfare | 사이버전
  20001377 war victims | 전쟁 피해자
17000000 weather | 날씨
  20001128 weather forecast | 일기예보
  20001129 weather phenomena | 기상 현상
  20001130 weather statistic | 기상 통계
  20001131 weather warning | 기상 특보
"""


def _read(table: str) -> dict[str, Topic]:
    found: dict[str, Topic] = {}
    above = ""
    for written in table.strip().splitlines():
        code, _, labels = written.strip().partition(" ")
        english, _, korean = labels.partition(" | ")
        is_top = not written.startswith(" ")
        above = code if is_top else above
        found[code] = Topic(code, "" if is_top else above, english, korean)
    return found


MEDIA_TOPICS = _read(_TABLE)
TOP_CODES = frozenset(code for code, topic in MEDIA_TOPICS.items() if not topic.broader)
