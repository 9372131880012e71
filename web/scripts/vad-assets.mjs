// What @ricky0123/vad-web loads at run time, as files of ours under /vad: by default it would ask a CDN for them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const vad = dirname(require.resolve("@ricky0123/vad-web"));
const runtime = dirname(createRequire(join(vad, "index.js")).resolve("onnxruntime-web/wasm"));
const files = {
  "silero_vad_v5.onnx": vad,
  "vad.worklet.bundle.min.js": vad,
  "ort-wasm-simd-threaded.mjs": runtime,
  "ort-wasm-simd-threaded.wasm": runtime,
};

/** @returns {import("vite").Plugin} */
export function vadAssets() {
  return {
    name: "vad-assets",
    generateBundle() {
      for (const [name, folder] of Object.entries(files)) {
        this.emitFile({ type: "asset", fileName: `vad/${name}`, source: readFileSync(join(folder, name)) });
      }
    },
    configureServer(server) {
      server.middlewares.use("/vad", (request, response, next) => {
        const name = (request.url ?? "").slice(1).split("?")[0];
        if (!(name in files)) {
          return next();
        }
        response.setHeader("Content-Type", name.endsWith("js") ? "text/javascript" : name.endsWith("wasm") ? "application/wasm" : "application/octet-stream");
        response.end(readFileSync(join(files[name], name)));
      });
    },
  };
}
