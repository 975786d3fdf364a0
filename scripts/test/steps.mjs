import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ensureChromium } from '../find-chromium.mjs'
import { root, run, runModule } from '../run.mjs'
import { playwrightCounts, vitestCounts } from './counts.mjs'

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {{ code: number, counts?: Counts | null }} Outcome
 * @typedef {{ name: string, run: () => Promise<Outcome> }} Step
 */

const reports = join(root, 'test-results')

/**
 * @param {string} name
 * @param {string} script of an installed package
 * @param {...string} args
 * @returns {Step}
 */
function tool(name, script, ...args) {
  return { name, run: async () => ({ code: await runModule(script, args) }) }
}

/**
 * @param {string} name
 * @param {string} script of this project
 * @returns {Step}
 */
function own(name, script) {
  return { name, run: async () => ({ code: await run(process.execPath, [join(root, script)]) }) }
}

async function types() {
  for (const project of ['tsconfig.json', 'tsconfig.worker.json']) {
    const code = await runModule('typescript-7/bin/tsc', ['-p', project])
    if (code !== 0) return { code }
  }
  return { code: 0 }
}

async function unit() {
  const report = join(reports, 'unit.json')
  rmSync(report, { force: true })
  const code = await runModule('vitest/vitest.mjs', [
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  return { code, counts: vitestCounts(report) }
}

/** Counts as one test, however many files it damages. @returns {Promise<Outcome>} */
async function fuzz() {
  const code = await run(process.execPath, [join(root, 'scripts/fuzz/index.mjs'), '--runs', '5000', '--seed', '1'])
  return { code, counts: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 } }
}

/** Counts as one test, however many cases it runs. @returns {Promise<Outcome>} */
async function kernels() {
  const code = await run(process.execPath, [
    join(root, 'scripts/check/kernels/index.mjs'),
    '--cases',
    '900',
    '--seed',
    '1',
  ])
  return { code, counts: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 } }
}

/** The browser tests without those that only repeat a behaviour; `npm run check:browser` runs all. */
async function endToEnd() {
  const report = join(reports, 'e2e.json')
  rmSync(report, { force: true })
  const env = { CHROMIUM_PATH: await ensureChromium(), E2E_PORT: String(await freePort()), E2E_REPORT: report }
  const code = await runModule('@playwright/test/cli.js', ['test', '--grep-invert=@wide'], { env })
  return { code, counts: playwrightCounts(report) }
}

/** @returns {Promise<number>} a port that is free at this moment */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/**
 * Every check of `npm test`, cheapest first.
 * @type {readonly Step[]}
 */
export const steps = [
  tool('format', '@biomejs/biome/bin/biome', 'format', '.'),
  tool('lint', '@biomejs/biome/bin/biome', 'check', '--formatter-enabled=false', '--error-on-warnings', '.'),
  { name: 'types', run: types },
  tool('boundaries', 'dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.mjs'),
  tool('dead-code', 'knip/bin/knip.js'),
  own('file-sizes', 'scripts/file-sizes.mjs'),
  { name: 'unit', run: unit },
  { name: 'fuzz', run: fuzz },
  { name: 'kernels', run: kernels },
  tool('build', 'vite/bin/vite.js', 'build', '--logLevel', 'warn'),
  own('page-weight', 'scripts/page-weight.mjs'),
  { name: 'e2e', run: endToEnd },
]
