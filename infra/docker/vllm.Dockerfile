# The language model server of GPU nodes. Its dependencies are pinned apart from the product's.
FROM python:3.12-slim
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
COPY requirements/vllm.txt /tmp/
RUN pip install --no-cache-dir --require-hashes -r /tmp/vllm.txt
RUN useradd --uid 1000 --create-home vllm
USER vllm
ENTRYPOINT ["vllm", "serve"]
