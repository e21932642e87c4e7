"""The demo newsroom's mail, so that a sign-in code can be read without a mail server."""

from django.urls import URLPattern, path

from dateline.demo import views

urlpatterns: list[URLPattern] = [path("mail/", views.mail, name="demo-mail")]
