"""What account pages say in Korean; English is the key, as in `house.words`."""

KOREAN = {
    "Sign in": "로그인",
    "Sign out": "로그아웃",
    "Create an account": "가입하기",
    "Enter your code": "인증 코드 입력",
    "Your account": "내 계정",
    "Your desk account": "편집국 계정",
    "This account is closed": "닫힌 계정입니다",
    "E-mail address": "전자우편 주소",
    "Display name": "표시 이름",
    "Code": "인증 코드",
    "Password": "비밀번호",
    "Save": "저장",
    "Continue": "계속",
    "Send me a code": "코드 받기",
    "Start again": "처음부터 다시",
    "We send a code to your address; there is no password to remember.": (
        "입력하신 주소로 인증 코드를 보내 드립니다. 비밀번호는 필요 없습니다."
    ),
    "Your name stands beside your comments. Your address is never shown.": (
        "이름은 댓글 옆에 표시되며, 전자우편 주소는 공개되지 않습니다."
    ),
    "New here?": "처음이신가요?",
    "Have an account already?": "이미 가입하셨나요?",
    "We have sent a mail to": "전자우편을 보냈습니다:",
    "It holds a code that is good for 15 minutes. If none comes, look among unwanted mail.": (
        "메일에 적힌 코드는 15분 동안 쓸 수 있습니다. 메일이 보이지 않으면 스팸함을 확인해 주세요."
    ),
    "Signed in as": "로그인한 주소:",
    "Do you want to sign out?": "로그아웃하시겠습니까?",
    "The newsroom has closed this account. Write to the paper if that is a mistake.": (
        "이 계정은 편집국에서 닫았습니다. 잘못된 경우 신문사로 연락해 주세요."
    ),
    "Sign-in is off": "지금은 로그인할 수 없습니다",
    "This newspaper has no mail set up, so no code can be sent. Every page can be read without it.": (
        "이 신문은 메일이 설정되지 않아 코드를 보낼 수 없습니다. 모든 기사는 로그인 없이 읽을 수 있습니다."
    ),
    "The mail could not be sent": "메일을 보내지 못했습니다",
    "Our mail server does not answer just now. Please try again in a few minutes.": (
        "지금은 메일 서버가 응답하지 않습니다. 잠시 후 다시 시도해 주세요."
    ),
    "Too many tries": "시도 횟수가 너무 많습니다",
    "Please wait a few minutes, then try again.": "몇 분 뒤에 다시 시도해 주세요.",
    "This invitation is over": "기한이 지난 초대입니다",
    "It has been used already, or was given more than a day ago. Ask the newsroom for a new one.": (
        "이미 사용되었거나 하루가 지난 초대입니다. 편집국에 새 초대를 요청해 주세요."
    ),
    "You set this up once; afterwards you sign in at the desk with your address and this password.": (
        "한 번만 설정하면 됩니다. 이후에는 주소와 이 비밀번호로 편집국에 로그인합니다."
    ),
    "Write a name with at least one letter.": "글자가 하나 이상 있는 이름을 써 주세요.",
    "Write the name without invisible signs.": "보이지 않는 문자를 빼고 이름을 써 주세요.",
    "Write a name of at most 40 letters.": "이름은 40자까지 쓸 수 있습니다.",
    "At least 12 signs; a few words in a row are easy to remember.": (
        "12자 이상으로 정해 주세요. 여러 낱말을 이어 쓰면 기억하기 쉽습니다."
    ),
}
