"""The countries of ISO 3166-1, by their codes and by the names that senders write."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

# Two letters, three letters, then names: the first is ours in English, the first in Hangul ours in Korean.
_TABLE = """
AD AND Andorra; AE ARE United Arab Emirates|UAE|아랍에미리트; AF AFG Afghanistan; AG ATG Antigua and Barbuda;
AI AIA Anguilla; AL ALB Albania; AM ARM Armenia; AO AGO Angola; AQ ATA Antarctica; AR ARG Argentina|아르헨티나;
AS ASM American Samoa; AT AUT Austria|오스트리아; AU AUS Australia|호주; AW ABW Aruba; AX ALA Åland Islands;
AZ AZE Azerbaijan; BA BIH Bosnia and Herzegovina; BB BRB Barbados; BD BGD Bangladesh; BE BEL Belgium|벨기에;
BF BFA Burkina Faso; BG BGR Bulgaria; BH BHR Bahrain; BI BDI Burundi; BJ BEN Benin;
BL BLM Saint Barthélemy; BM BMU Bermuda; BN BRN Brunei; BO BOL Bolivia; BQ BES Caribbean Netherlands;
BR BRA Brazil|브라질; BS BHS Bahamas; BT BTN Bhutan; BV BVT Bouvet Island; BW BWA Botswana; BY BLR Belarus;
BZ BLZ Belize; CA CAN Canada|캐나다; CC CCK Cocos (Keeling) Islands; CD COD Democratic Republic of the Congo;
CF CAF Central African Republic; CG COG Republic of the Congo; CH CHE Switzerland|스위스;
CI CIV Ivory Coast|Côte d'Ivoire; CK COK Cook Islands; CL CHL Chile|칠레; CM CMR Cameroon; CN CHN China|중국;
CO COL Colombia; CR CRI Costa Rica; CU CUB Cuba; CV CPV Cape Verde; CW CUW Curaçao;
CX CXR Christmas Island; CY CYP Cyprus; CZ CZE Czechia|Czech Republic; DE DEU Germany|독일; DJ DJI Djibouti;
DK DNK Denmark|덴마크; DM DMA Dominica; DO DOM Dominican Republic; DZ DZA Algeria; EC ECU Ecuador;
EE EST Estonia; EG EGY Egypt|이집트; EH ESH Western Sahara; ER ERI Eritrea; ES ESP Spain|스페인;
ET ETH Ethiopia; FI FIN Finland|핀란드; FJ FJI Fiji; FK FLK Falkland Islands; FM FSM Micronesia;
FO FRO Faroe Islands; FR FRA France|프랑스; GA GAB Gabon; GB GBR United Kingdom|UK|Great Britain|Britain|영국;
GD GRD Grenada; GE GEO Georgia; GF GUF French Guiana; GG GGY Guernsey; GH GHA Ghana;
GI GIB Gibraltar; GL GRL Greenland; GM GMB Gambia; GN GIN Guinea; GP GLP Guadeloupe;
GQ GNQ Equatorial Guinea; GR GRC Greece|그리스; GS SGS South Georgia and the South Sandwich Islands;
GT GTM Guatemala; GU GUM Guam; GW GNB Guinea-Bissau; GY GUY Guyana; HK HKG Hong Kong|홍콩;
HM HMD Heard Island and McDonald Islands; HN HND Honduras; HR HRV Croatia; HT HTI Haiti; HU HUN Hungary;
ID IDN Indonesia|인도네시아; IE IRL Ireland|Republic of Ireland|아일랜드; IL ISR Israel|이스라엘; IM IMN Isle of Man;
IN IND India|인도; IO IOT British Indian Ocean Territory; IQ IRQ Iraq; IR IRN Iran|이란; IS ISL Iceland;
IT ITA Italy|이탈리아; JE JEY Jersey; JM JAM Jamaica; JO JOR Jordan; JP JPN Japan|일본; KE KEN Kenya;
KG KGZ Kyrgyzstan; KH KHM Cambodia|캄보디아; KI KIR Kiribati; KM COM Comoros; KN KNA Saint Kitts and Nevis;
KP PRK North Korea|북한; KR KOR South Korea|Korea|Republic of Korea|한국|대한민국; KW KWT Kuwait;
KY CYM Cayman Islands; KZ KAZ Kazakhstan; LA LAO Laos; LB LBN Lebanon; LC LCA Saint Lucia;
LI LIE Liechtenstein; LK LKA Sri Lanka; LR LBR Liberia; LS LSO Lesotho; LT LTU Lithuania;
LU LUX Luxembourg; LV LVA Latvia; LY LBY Libya; MA MAR Morocco; MC MCO Monaco; MD MDA Moldova;
ME MNE Montenegro; MF MAF Saint Martin; MG MDG Madagascar; MH MHL Marshall Islands;
MK MKD North Macedonia; ML MLI Mali; MM MMR Myanmar|Burma|미얀마; MN MNG Mongolia|몽골; MO MAC Macao|Macau;
MP MNP Northern Mariana Islands; MQ MTQ Martinique; MR MRT Mauritania; MS MSR Montserrat; MT MLT Malta;
MU MUS Mauritius; MV MDV Maldives; MW MWI Malawi; MX MEX Mexico|멕시코; MY MYS Malaysia|말레이시아;
MZ MOZ Mozambique; NA NAM Namibia; NC NCL New Caledonia; NE NER Niger; NF NFK Norfolk Island;
NG NGA Nigeria; NI NIC Nicaragua; NL NLD Netherlands|The Netherlands|Holland|네덜란드; NO NOR Norway|노르웨이;
NP NPL Nepal; NR NRU Nauru; NU NIU Niue; NZ NZL New Zealand|뉴질랜드; OM OMN Oman; PA PAN Panama; PE PER Peru;
PF PYF French Polynesia; PG PNG Papua New Guinea; PH PHL Philippines|필리핀; PK PAK Pakistan;
PL POL Poland|폴란드; PM SPM Saint Pierre and Miquelon; PN PCN Pitcairn; PR PRI Puerto Rico;
PS PSE Palestine|Palestinian Territories; PT PRT Portugal|포르투갈; PW PLW Palau; PY PRY Paraguay;
QA QAT Qatar; RE REU Réunion; RO ROU Romania; RS SRB Serbia; RU RUS Russia|Russian Federation|러시아;
RW RWA Rwanda; SA SAU Saudi Arabia|사우디아라비아; SB SLB Solomon Islands; SC SYC Seychelles; SD SDN Sudan;
SE SWE Sweden|스웨덴; SG SGP Singapore|싱가포르; SH SHN Saint Helena; SI SVN Slovenia;
SJ SJM Svalbard and Jan Mayen; SK SVK Slovakia; SL SLE Sierra Leone; SM SMR San Marino; SN SEN Senegal;
SO SOM Somalia; SR SUR Suriname; SS SSD South Sudan; ST STP Sao Tome and Principe; SV SLV El Salvador;
SX SXM Sint Maarten; SY SYR Syria; SZ SWZ Eswatini; TC TCA Turks and Caicos Islands; TD TCD Chad;
TF ATF French Southern Territories; TG TGO Togo; TH THA Thailand|태국; TJ TJK Tajikistan; TK TKL Tokelau;
TL TLS Timor-Leste; TM TKM Turkmenistan; TN TUN Tunisia; TO TON Tonga; TR TUR Turkey|Türkiye|튀르키예;
TT TTO Trinidad and Tobago; TV TUV Tuvalu; TW TWN Taiwan|대만; TZ TZA Tanzania; UA UKR Ukraine|우크라이나;
UG UGA Uganda; UM UMI United States Minor Outlying Islands;
US USA United States|USA|United States of America|미국; UY URY Uruguay; UZ UZB Uzbekistan;
VA VAT Vatican City|Vatican; VC VCT Saint Vincent and the Grenadines; VE VEN Venezuela;
VG VGB British Virgin Islands; VI VIR US Virgin Islands; VN VNM Vietnam|베트남; VU VUT Vanuatu;
WF WLF Wallis and Futuna; WS WSM Samoa; YE YEM Yemen; YT MYT Mayotte; ZA ZAF South Africa|남아프리카공화국;
ZM ZMB Zambia; ZW ZWE Zimbabwe
"""
_KOREAN = re.compile("[가-힣]")
# As often a state of the United States: who writes it alone may mean either.
_AMBIGUOUS = frozenset({"georgia"})
_WITH_ARTICLE = frozenset(
    {"Bahamas", "Gambia", "Maldives", "Netherlands", "Philippines", "United Arab Emirates", "United Kingdom"}
    | {
        "United States",
        "Solomon Islands",
        "Marshall Islands",
        "Cook Islands",
        "Faroe Islands",
        "Falkland Islands",
    }
    | {
        "Cayman Islands",
        "Democratic Republic of the Congo",
        "Republic of the Congo",
        "Central African Republic",
    }
)
_BETWEEN = r"(?: ?(?:,|/|&|\+|및|·) ?(?:and |or )?| (?:and|or|nor) )"


def _rows() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for row in _TABLE.replace("\n", " ").split(";"):
        two, three, names = row.strip().split(" ", 2)
        yield two, three, tuple(names.split("|"))


_NAMES = {two: names for two, _, names in _rows()}
COUNTRIES = frozenset(_NAMES)
_CODES = {code: two for two, three, _ in _rows() for code in (two.casefold(), three.casefold())}
_READ = {
    name.casefold(): two
    for two, names in _NAMES.items()
    for name in names
    if name.casefold() not in _AMBIGUOUS
} | {"us": "US", "uk": "GB"}


def name_of(code: str, language: str = "en") -> str:
    """A country's name; in Korean where we know it, else in English."""
    names = _NAMES[code]
    korean = next((name for name in names if _KOREAN.search(name)), names[0])
    return korean if language == "ko" else names[0]


def named(codes: Iterable[str], language: str = "en") -> str:
    """Countries in a sentence, by name: "Japan, South Korea and the United States"."""
    names = [name for name, _ in sorted((name_of(code, language), code) for code in codes)]
    if language != "ko":
        names = [f"the {name}" if name in _WITH_ARTICLE else name for name in names]
    if language == "ko" or len(names) < 2:
        return ", ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def read_code(word: str) -> str | None:
    """The country of a code, of two letters or of three ("KR", "kor"); None where it is none."""
    return _CODES.get(word.casefold())


def read_names(text: str) -> frozenset[str] | None:
    """The countries of "japan, china and the us", in small letters; None where one word of it is no country."""
    if not _list_of_names().fullmatch(text):
        return None
    return frozenset(_READ[name] for name in _name().findall(text))


@cache
def _name() -> re.Pattern[str]:
    known = sorted(_READ, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")


@cache
def _list_of_names() -> re.Pattern[str]:
    one = rf"(?:the )?{_name().pattern}"
    return re.compile(rf"{one}(?:{_BETWEEN}{one})*")
