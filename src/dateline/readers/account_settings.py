"""How readers sign in, as django-allauth is told: by a code sent to their address, without a password."""

ACCOUNT_SETTINGS: dict[str, object] = {
    "ACCOUNT_ADAPTER": "dateline.readers.adapter.AccountAdapter",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_SIGNUP_FIELDS": ["email*"],
    "ACCOUNT_SIGNUP_FORM_CLASS": "dateline.readers.forms.SignUpForm",
    # Nobody speaks under an address that is not theirs.
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    # A quarter of an hour: mail is slow at times, and a code is good for three tries.
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 900,
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT": 900,
    "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS": 3,
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS": 3,
    # The pages answer alike for a known and an unknown address; the mail says which it was.
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": True,
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_SESSION_REMEMBER": True,
    "ACCOUNT_LOGOUT_ON_GET": False,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
    # Whoever reads an editor's mail must not thereby get into the desk: a lost password is a new invitation.
    "WAGTAIL_PASSWORD_RESET_ENABLED": False,
    "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
}
