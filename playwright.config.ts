import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/find-chromium.mjs'

const port = Number(process.env.E2E_PORT ?? 4273)
const executablePath = await findChromium()

/** Quiet, repeatable, and without a sandbox, which containers do not allow. */
const always = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // Otherwise the browser ends itself after the third crash of its GPU process, which a test causes ten times.
  '--disable-gpu-process-crash-limit',
  // A name without a secure context, as a computer has in a local network.
  '--host-resolver-rules=MAP lan.test 127.0.0.1',
]

/** `wasm` has WebGL by software and no WebGPU; a test without a tag runs there. A test with tags runs in each of them. */
const projects = {
  wasm: { grep: /^(?!.*@(webgpu|no-gpu)).*$|@wasm/, args: [] },
  webgpu: {
    grep: /@webgpu/,
    args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'],
  },
  'no-gpu': { grep: /@no-gpu/, args: ['--disable-gpu', '--disable-software-rasterizer'] },
}

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  reporter: [['list'], ['json', { outputFile: process.env.E2E_REPORT ?? 'test-results/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}/`,
    // A trace of each test would double the time of all; add `--trace on` to see one.
    screenshot: 'only-on-failure',
    // Storing the whole app anew for each test would cost seconds; tests of offline use allow it.
    serviceWorkers: 'block',
  },
  webServer: {
    command: `node scripts/serve.mjs --port ${port}`,
    url: `http://127.0.0.1:${port}/`,
    timeout: 120_000,
    reuseExistingServer: false,
  },
  projects: Object.entries(projects).map(([name, { grep, args }]) => ({
    name,
    grep,
    ...(name === 'webgpu' ? { workers: 1 } : {}),
    use: { launchOptions: { args: [...always, ...args], ...(executablePath === null ? {} : { executablePath }) } },
  })),
})
