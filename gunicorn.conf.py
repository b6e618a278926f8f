"""How the web process serves; each value may be set in the environment (`WEB_WORKERS`, `WEB_THREADS`)."""

import os

from prometheus_client import multiprocess

wsgi_app = "portal.wsgi"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))  # a phone on a slow line must not hold a whole worker
timeout = 60
graceful_timeout = 8
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None  # requests are measured at /metrics; a log of who read what would be personal data
errorlog = "-"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None


def child_exit(server, worker):
    """Let the metrics of a worker that ended be counted on."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
