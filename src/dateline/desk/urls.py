"""The desk's own addresses, beside Wagtail's."""

from django.urls import URLPattern, path

from dateline.desk.views import (
    alerts,
    comments,
    contracts,
    endings,
    licences,
    media,
    press,
    settling,
    sources,
    unclear,
    wire,
)

urlpatterns: list[URLPattern] = [
    path("media/<path:name>", media.media, name="desk-media"),
]

# Handed to Wagtail, which lets only those in who may open the desk.
screens: list[URLPattern] = [
    path("wire/", wire.inbox, name="desk_wire"),
    path("alerts/", alerts.bar, name="desk_alerts"),
    path("alerts/seen/", alerts.see, name="desk_alert_seen"),
    path("wire/sources/", sources.overview, name="desk_wire_sources"),
    path("wire/sources/<int:pk>/poll/", sources.poll, name="desk_wire_poll"),
    path("wire/<int:pk>/", wire.item, name="desk_wire_item"),
    path("wire/<int:pk>/changes/", wire.changes, name="desk_wire_changes"),
    path("wire/<int:pk>/take-in/", settling.take_in, name="desk_wire_take_in"),
    path("wire/<int:pk>/rewrite/", settling.rewrite, name="desk_wire_rewrite"),
    path("wire/unclear/<int:pk>/", unclear.show, name="desk_wire_unclear"),
    path("wire/unclear/<int:pk>/say/", unclear.say, name="desk_wire_unclear_say"),
    path("wire/<int:pk>/accept/", settling.accept, name="desk_wire_accept"),
    path("wire/<int:pk>/set-time/", settling.set_time, name="desk_wire_set_time"),
    path("wire/<int:pk>/confirm/", settling.confirm, name="desk_wire_confirm"),
    path("wire/<int:pk>/set-aside/", settling.set_aside, name="desk_wire_set_aside"),
    path("wire/<int:pk>/take-up/", settling.take_up, name="desk_wire_take_up"),
    path("wire/pictures/<int:pk>/", wire.picture, name="desk_wire_picture"),
    path("comments/", comments.queue, name="desk_comments"),
    path("comments/decide/", comments.decide, name="desk_comments_decide"),
    path("licences/", licences.overview, name="desk_licences"),
    path("licences/load/", licences.load, name="desk_licences_load"),
    path("licences/calendar/", endings.month, name="desk_licences_calendar"),
    path("licences/calendar/ends.ics", endings.ics, name="desk_licences_ics"),
    path("licences/<slug:slug>/", licences.partner, name="desk_partner"),
    path("licences/<slug:slug>/edit/", contracts.edit, name="desk_contract"),
    path("licences/<slug:slug>/keep/", contracts.keep, name="desk_contract_keep"),
    path("licences/<slug:slug>/export/", contracts.export, name="desk_contract_export"),
    path("licences/<slug:slug>/judged/<int:pk>/", contracts.judged, name="desk_judged"),
    path("licences/<slug:slug>/judged/<int:pk>/report.csv", contracts.report, name="desk_judged_report"),
    path("press/", press.overview, name="desk_press"),
    path("press/print/", press.print_again, name="desk_press_print"),
    path("press/<int:seq>/", press.receipt, name="desk_receipt"),
]
