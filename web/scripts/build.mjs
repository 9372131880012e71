// Builds the pages once, however many builds ask for it at the same time.
// Usage: node scripts/build.mjs   (the server's build calls it; see src/VirtualTA.Server/WebBuild.targets)
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const stamp = join(dist, ".stamp");
const installed = join(root, "node_modules", ".virtualta-lock");
const lock = join(root, ".build-lock");
const lockWaitMs = 5 * 60_000;

/** Every file the output depends on. */
function inputs() {
  const files = readdirSync(root).filter((name) => /^(package(-lock)?\.json|tsconfig\.json|vite\.config\.ts|.*\.html)$/.test(name));
  for (const folder of ["src", "public", "scripts"]) {
    const path = join(root, folder);
    if (existsSync(path)) {
      const inside = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      files.push(...inside.map((entry) => relative(root, join(entry.parentPath, entry.name))));
    }
  }
  return files.sort();
}

function hash(files) {
  const sum = createHash("sha256");
  for (const file of files) {
    sum.update(file).update("\0").update(readFileSync(join(root, file))).update("\0");
  }
  return sum.digest("hex");
}

const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed${result.error ? `: ${result.error.message}` : ""}`);
  }
}

/** A directory is the one lock that is atomic everywhere; the owner's id inside tells a dead owner from a busy one. */
function acquire() {
  const deadline = Date.now() + lockWaitMs;
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, "owner"), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }
    }
    if (ownerIsGone()) {
      rmSync(lock, { recursive: true, force: true });
    } else if (Date.now() > deadline) {
      throw new Error(`another build of the pages has held ${lock} for five minutes; delete that folder if none is running`);
    } else {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function ownerIsGone() {
  const owner = Number(read(join(lock, "owner")));
  if (!owner) {
    // Created, not yet signed: only an owner that died in between stays so for long.
    return existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 10_000;
  }
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function build() {
  const wanted = hash(inputs());
  if (read(stamp) !== wanted || !existsSync(join(dist, "index.html"))) {
    const dependencies = hash(["package.json", "package-lock.json"]);
    if (read(installed) !== dependencies) {
      console.log("web: installing packages");
      run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
      writeFileSync(installed, dependencies);
    }
    console.log("web: building pages");
    run("npm", ["run", "--silent", "check"]);
    run("npm", ["exec", "--", "vite", "build", "--logLevel", "warn"]);
  }
  writeFileSync(stamp, wanted); // also when current, so that file times agree with the content
}

acquire();
try {
  build();
} catch (error) {
  console.error(`web: error: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(lock, { recursive: true, force: true });
}
