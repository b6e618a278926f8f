"""Addresses of certificates. `/verify/` is printed on paper: it never changes, and capitals lead there
too.
"""

from django.urls import path

from evaluations.certificates import public, views

app_name = "certificates"
urlpatterns = [
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>", public.verify_code, name="verify_code"),
    # A square in capitals is a size smaller: its readers open the address as it stands there.
    path("VERIFY/<str:code>", public.verify_code),
    path("certificates/", views.mine, name="mine"),
    path("certificates/<uuid:public_id>/revoke", views.revoke, name="revoke"),
    path("certificates/<uuid:public_id>/replace", views.replace, name="replace"),
    path("cohorts/<uuid:public_id>/certificates", views.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/certificates/issue", views.issue, name="issue"),
    path("programmes/<uuid:public_id>/certificate-template", views.edit_template, name="edit_template"),
]
