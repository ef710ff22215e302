# Any image with Node and npm may stand under it: docker build --build-arg NODE_IMAGE=…
ARG NODE_VERSION=24
ARG NODE_IMAGE=docker.io/library/node:${NODE_VERSION}-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY . ./
RUN npm run build && npm prune --omit=dev

FROM ${NODE_IMAGE}
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
# The one place that is written, and only with SQLite. By its number, so that Kubernetes sees that the user is not root.
RUN mkdir /data && chown 1000:1000 /data && chmod 700 /data
USER 1000:1000
VOLUME /data
ENV NODE_ENV=production \
    STORE_URL=sqlite:///data/apiclient.sqlite
EXPOSE 3000
# A start waits up to a minute for the store and Slack.
HEALTHCHECK --interval=10s --timeout=5s --start-period=70s --retries=3 CMD ["node", "dist/health-check.js"]
# Node is process 1 and gets the signals itself. Node's own image would start it by a shell script.
ENTRYPOINT []
CMD ["node", "dist/main.js"]
