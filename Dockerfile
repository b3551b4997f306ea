FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json ./
# The image has Node 24 itself; the packages that bring it, and the tools, are for development.
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

COPY src ./src
COPY migrations ./migrations
COPY mappings ./mappings
COPY config ./config

# The embedded PostgreSQL, used where database.url is empty, keeps its files here.
RUN mkdir data && chown node:node data
VOLUME /app/data
USER node

EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Without npm in between, SIGTERM reaches the daemon. The flags keep it under 200 MB: see docs/performance.md.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=100", "src/main.ts", "start"]
