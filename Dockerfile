# One image for web, worker and beat; docker-compose.yml gives each its command.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /portal
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# Pango and HarfBuzz draw the certificates and reports; tini buries processes that lost their parent.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home portal
COPY --from=packages /venv /venv
WORKDIR /portal
COPY --chown=root:root . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/portal/staticfiles MEDIA_ROOT=/data/media PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
# Neither step needs a secret: nothing is signed or read from a database here.
RUN python manage.py messages compile \
 && python manage.py collectstatic --no-input --verbosity 0 \
 && mkdir -p /data/media /tmp/metrics && chown portal /data/media /tmp/metrics
USER portal
EXPOSE 8000
VOLUME /data/media
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "portal.wsgi"]
