"""Every address that Django answers; what is printed was answered before it came here."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from dateline.archive import views as archive
from dateline.config import dead_ends
from dateline.config.metrics import metrics
from dateline.press import views as press

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/health", press.health, name="health"),
    path("-/ready", press.ready, name="ready"),
    path("-/metrics", metrics, name="metrics"),
    path("-/account/", include("dateline.readers.urls")),
    path("", include("dateline.comments.urls")),
    path("-/demo/", include("dateline.demo.urls")),
    path("desk/", include("dateline.desk.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("search/", archive.search, {"language": "en"}, name="search"),
    path("ko/search/", archive.search, {"language": "ko"}, name="search-ko"),
    re_path(r"^.*$", press.page, name="page"),
]
handler400 = dead_ends.not_understood
handler403 = dead_ends.not_allowed
handler404 = press.not_found
handler500 = dead_ends.our_fault
