# Stormlamp in a container: the locked set of versions, and a user who may write nothing but /data.
FROM python:3.11-slim AS build
WORKDIR /source
RUN python -m venv /stormlamp
COPY requirements.lock ./
RUN /stormlamp/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE manifest.yml ./
COPY bot bot
COPY storage storage
COPY templates templates
RUN /stormlamp/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home stormlamp
COPY --from=build /stormlamp /stormlamp
ENV PATH=/stormlamp/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STORMLAMP_HOST=0.0.0.0
USER stormlamp
# The database is stormlamp.db in it, unless DATABASE_URL names another one.
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --start-period=20s --interval=15s --timeout=5s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["stormlamp"]
CMD ["run"]
