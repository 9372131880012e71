import { defineConfig } from "vitest/config";
import { vadAssets } from "./scripts/vad-assets.mjs";

const server = "http://localhost:5080";

export default defineConfig({
  plugins: [vadAssets()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        chat: "index.html",
        latency: "latency.html",
        lecture: "lecture.html",
        projector: "projector.html",
        lecturer: "lecturer.html",
      },
    },
  },
  worker: { format: "es" },
  server: {
    proxy: {
      "/hub": { target: server, ws: true },
      "/api": { target: server },
    },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
