# Agents, sinks, command line, and the GPU stages: one image, told apart by its command.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 UV_SYSTEM_PYTHON=1 UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY requirements/bootstrap.txt requirements/app.txt requirements/gpu.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
 && uv pip install --no-cache --require-hashes -r requirements/app.txt -r requirements/gpu.txt
# cuBLAS of CUDA 12, which CTranslate2 looks for by name.
ENV LD_LIBRARY_PATH=/usr/local/lib/python3.11/site-packages/nvidia/cublas/lib
COPY pyproject.toml ./
COPY schemas schemas
COPY streams streams
COPY agents agents
COPY gpu_consumers gpu_consumers
COPY sinks sinks
COPY gateway gateway
COPY infra/__init__.py infra/
COPY infra/migrations infra/migrations
RUN useradd --uid 1000 --create-home st && install -d -o st /objects /models
USER st
HEALTHCHECK --interval=10s --start-period=120s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=5)"]
