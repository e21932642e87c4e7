"""Background work of the pictures room."""

from django_tasks import task


@task()
def prepare_renditions(picture_pk: int) -> None:
    """Render a picture in every width and format, and tell the press."""
    from dateline.pictures import actions
    from dateline.pictures.models import Picture

    picture = Picture.objects.select_related("partner").filter(pk=picture_pk, is_in_print=True).first()
    # Taken out of print while the task waited: printing it now would bring it back.
    if picture is not None:
        actions.prepare(picture)
