from datetime import datetime

from django.db import migrations


def fill(apps, schema_editor):
    """Each item's embargo, as its current version has it."""
    WireItem = apps.get_model("wire", "WireItem")
    under = WireItem.objects.filter(embargoed_until=None, current__fields__has_key="embargoed_until")
    for pk, moment in list(under.values_list("pk", "current__fields__embargoed_until")):
        if moment:
            WireItem.objects.filter(pk=pk).update(embargoed_until=datetime.fromisoformat(moment))


class Migration(migrations.Migration):

    dependencies = [
        ("wire", "0005_order_of_the_inbox"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
