# syntax=docker/dockerfile:1
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional
COPY tsconfig.json tsconfig.build.json ./
COPY tools/node.mjs tools/bundle.mjs tools/
COPY migrations migrations
COPY src src
RUN npm run build

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
# As tools/node.mjs has them: the first saves 70 MB once passwords have been hashed, the second makes hashing cheaper. The
# flag below saves 100 MB under load: see docs/performance.md.
ENV MALLOC_ARENA_MAX=1 GLIBC_TUNABLES=glibc.malloc.hugetlb=1
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# With the optional packages, which decode pictures; but the Node.js that npm would bring along is this image's own.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* && npm cache clean --force
COPY --from=build /app/dist dist
COPY migrations migrations
COPY resources resources

RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
ENV DATABASE_URL=sqlite:/data/users.db AVATAR_STORAGE=file:/data/avatars
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "dist/main.js"]
