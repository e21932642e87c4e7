"""Static files under names that carry their hash, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class StaticStorage(ManifestStaticFilesStorage):
    """Tells of a file that nobody collected by its plain name instead of failing the page."""

    manifest_strict = False
    support_js_module_import_aggregation = True
