"""Addresses of the room: what is posted, `/-/comments/…`, and what is a reader's own, `/-/mine/…`."""

from django.urls import path

from dateline.comments import views

app_name = "comments"

urlpatterns = [
    path("-/comments/<int:story_pk>", views.post, name="post"),
    path("-/comments/<int:story_pk>/resume", views.resume, name="resume"),
    # The account pages speak the language of the address that the reader goes back to.
    path("ko/-/comments/<int:story_pk>/resume", views.resume, name="resume-ko"),
    path("-/comments/<int:story_pk>/<int:comment_pk>/like", views.like, name="like"),
    path("-/comments/<int:story_pk>/<int:comment_pk>/report", views.report, name="report"),
    path("-/comments/<int:story_pk>/<int:comment_pk>/edit", views.edit, name="edit"),
    path("-/comments/<int:story_pk>/<int:comment_pk>/delete", views.delete, name="delete"),
    path("-/mine/comments/<int:story_pk>", views.mine, name="mine"),
    path("-/mine/comments/<int:story_pk>/<int:comment_pk>/edit", views.edit_form, name="edit-form"),
]
