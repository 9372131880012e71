import type { Plugin } from "vite";

export function vadAssets(): Plugin;
