# The program, built from source with both database engines inside.
FROM rust:1-bookworm AS build
WORKDIR /build
COPY . .
RUN cargo build --release --locked --bin sachstand

FROM debian:bookworm-slim
# Certificates, so that the connection to PostgreSQL can be verified. They must be today's: no version is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home sachstand
COPY --from=build /build/target/release/sachstand /usr/local/bin/sachstand
# By number: Kubernetes can tell only then that it is not root.
USER 10001
WORKDIR /data
VOLUME /data
ENV SACHSTAND_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["sachstand", "health"]
ENTRYPOINT ["sachstand"]
CMD ["serve"]
