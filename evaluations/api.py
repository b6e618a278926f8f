"""One line a viewset of this app."""

from rest_framework.routers import BaseRouter

from evaluations.certificates.api import CertificateViewSet


def register(router: BaseRouter) -> None:
    router.register("certificates", CertificateViewSet, basename="certificate")
