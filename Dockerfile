# One image for web, worker and beat; docker-compose.yml says which is which.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt requirements-production.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
       --no-deps --require-hashes --only-binary :all: -r requirements-production.txt
COPY . .
# Real values come at run time; these only let the settings load while the files are collected.
RUN DEBUG=False SECRET_KEY=build ENCRYPTION_KEYS=build DATA_DIR=/tmp/data STATIC_ROOT=/app/staticfiles \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=False DATA_DIR=/data STATIC_ROOT=/app/staticfiles
RUN useradd --system --uid 1000 --home-dir /app boekbrug && install -d -o boekbrug /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER boekbrug
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--worker-class", "gthread", "--threads", "8", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
