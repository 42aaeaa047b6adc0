# One image for the code server, the webserver and the daemon; docker-compose.yml says which command each runs.
FROM python:3.11.16-slim-trixie

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DAGSTER_HOME=/opt/newsgraph

# Volumes take over the owner of the folder they cover, so both folders exist before they are mounted.
RUN useradd --system --uid 10001 --home-dir /var/lib/newsgraph --shell /usr/sbin/nologin newsgraph \
 && install --directory --owner newsgraph --group newsgraph --mode 0700 /var/lib/newsgraph /var/lib/dagster

# The packages change seldom and are most of the image: a layer of their own, below the project's.
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps --only-binary :all: --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY graph_schema ./graph_schema
COPY pipelines ./pipelines
RUN pip install --no-deps --no-build-isolation .

WORKDIR /opt/newsgraph
COPY deploy/dagster.yaml deploy/workspace.yaml deploy/entrypoint.sh ./

USER newsgraph
ENTRYPOINT ["/opt/newsgraph/entrypoint.sh"]
CMD ["newsgraph", "--help"]
