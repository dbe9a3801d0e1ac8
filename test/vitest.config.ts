import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What build.mjs writes into the bundles. */
const define = {
  __LOCAL_API__: "true",
  __VERSION__: JSON.stringify("0.0.0-test"),
  __ICON__: JSON.stringify("data:image/svg+xml,"),
};

const browserTests = ["test/e2e/**/*.test.ts", "test/page/**/*.test.ts"];
const longTests = "test/**/*.long.test.ts";

/**
 * `unit` needs no build, `long` reckons for minutes and waits for nothing, `structure` reads dist, `e2e` drives browsers.
 * `long` and `e2e` go one file at a time.
 */
// biome-ignore lint/style/noDefaultExport: vitest looks for it.
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  define,
  test: {
    // Without it vitest leaves one core idle, of two.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: [...browserTests, longTests, "test/structure/**"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: [longTests],
          fileParallelism: false,
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
        },
      },
      {
        extends: true,
        test: {
          name: "structure",
          include: ["test/structure/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: browserTests,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
