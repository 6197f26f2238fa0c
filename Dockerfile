# One image for web, worker, index, scheduler and migrate; the command says which.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 REVIEW_APP_DATA=/data
WORKDIR /app
RUN useradd --create-home --uid 10001 review && mkdir /data && chown review /data

COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY review_app ./review_app
COPY nlp ./nlp
COPY index ./index
RUN pip install --no-deps --no-build-isolation .

USER review
VOLUME /data
EXPOSE 8000
CMD ["review-app", "serve", "--host", "0.0.0.0", "--port", "8000"]
