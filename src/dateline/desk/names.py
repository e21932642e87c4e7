"""Bylines, topics and watched words, as Wagtail keeps lists."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from dateline.comments.models import WatchedWord
from dateline.stories.models import Author, Topic


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = "Bylines"
    menu_name = "bylines"
    menu_order = 160
    add_to_admin_menu = True
    list_display = ("name", "role", "email", "locale")
    search_fields = ("name", "email")


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Topics"
    menu_name = "topics"
    menu_order = 170
    add_to_admin_menu = True
    list_display = ("name", "slug", "locale")
    search_fields = ("name", "slug")


class WatchedWordViewSet(SnippetViewSet):
    model = WatchedWord
    icon = "view"
    menu_label = "Watched words"
    menu_name = "watched-words"
    menu_order = 710
    add_to_settings_menu = True
    list_display = ("word", "outcome")
    list_filter = ("outcome",)
    search_fields = ("word",)
    panels = (FieldPanel("word"), FieldPanel("outcome"))


VIEW_SETS = (AuthorViewSet, TopicViewSet, WatchedWordViewSet)
