"""URLs of certificates. `/verify/` is printed on certificates, so it never changes; upper case works too."""

from django.urls import path

from evaluations.certificates import public, views

app_name = "certificates"
urlpatterns = [
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>", public.verify_code, name="verify_code"),
    # QR codes use upper case because they are smaller; phones open the URL as encoded.
    path("VERIFY/<str:code>", public.verify_code),
    path("certificates/", views.mine, name="mine"),
    path("certificates/<uuid:public_id>/revoke", views.revoke, name="revoke"),
    path("certificates/<uuid:public_id>/replace", views.replace, name="replace"),
    path("cohorts/<uuid:public_id>/certificates", views.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/certificates/issue", views.issue, name="issue"),
    path("certificates/template", views.edit_default_template, name="edit_default_template"),
    path("programmes/<uuid:public_id>/certificate-template", views.edit_template, name="edit_template"),
]
