"""The desk's own addresses, beside Wagtail's."""

from django.urls import URLPattern, path

from dateline.desk import views

urlpatterns: list[URLPattern] = [
    path("media/<path:name>", views.media, name="desk-media"),
]
