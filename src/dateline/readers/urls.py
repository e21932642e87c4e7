"""`/-/account/…`: the doors that are open. allauth's others (passwords, addresses) are not mounted at all."""

from allauth.account import views as allauth_views
from django.urls import path

from dateline.readers import views
from dateline.readers.answers import account_page

_SIGN_IN = account_page("Sign in", allauth_views.request_login_code)

urlpatterns = [
    path("login/", _SIGN_IN, name="account_login"),
    path("login/code/", _SIGN_IN, name="account_request_login_code"),
    path(
        "login/code/confirm/",
        account_page("Enter your code", allauth_views.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("signup/", account_page("Create an account", allauth_views.signup), name="account_signup"),
    path(
        "confirm-email/",
        account_page("Enter your code", allauth_views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("logout/", account_page("Sign out", allauth_views.logout, needs_mail=False), name="account_logout"),
    path(
        "inactive/",
        account_page("This account is closed", allauth_views.account_inactive, needs_mail=False),
        name="account_inactive",
    ),
    # allauth looks for an address book under this name; ours has one address, on the reader's own page.
    path("", account_page("Your account", views.account, needs_mail=False), name="account_email"),
    path(
        "invited/<str:token>/",
        account_page("Your desk account", views.invited, needs_mail=False),
        name="account_invited",
    ),
]
