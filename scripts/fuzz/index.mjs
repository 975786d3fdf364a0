/**
 * `node scripts/fuzz/index.mjs [--runs 5000] [--seed 1]`: damages the fixtures of every format at random, makes files that
 * are hostile on purpose, and reads them, in two processes. Each must give a model, an input or an error with a code,
 * within 2 s and 512 MB. Otherwise prints how to reproduce the failure and exits non-zero.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    verbose: { type: 'boolean', default: false },
  },
})
const from = Number(values.from)
const last = from + Number(values.runs)

/** Limit of the time per file, ms. */
const limit = 2000
/** A case without an answer for this long hangs, ms. */
const patience = 30_000
/** Limit above the memory of the process before its first read, MB. */
const memory = 512

/** @type {Map<string, number>} */
const outcomes = new Map()
/** @type {string[]} */
const failures = []
/** @type {{ i: number, why: string }[]} Too slow or too large in a batch: each is retried alone. */
const again = []
let longest = 0
let highest = 0

/** @param {number} first @param {number} end @returns {Promise<number>} the case after the last one that was begun */
function batch(first, end) {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL('child.mjs', import.meta.url)), [String(first), String(end), values.seed])
    let at = first
    let what = ''
    let base = 0
    /** @type {NodeJS.Timeout | undefined} */
    let watch
    child.on('message', (/** @type {any} */ message) => {
      clearTimeout(watch)
      if (message.kind === 'ready') {
        base = message.peak
        return
      }
      if (message.kind === 'begin') {
        at = message.i + 1
        what = message.what
        watch = setTimeout(() => {
          again.push({ i: message.i, why: `gave no answer within ${patience} ms` })
          child.kill('SIGKILL')
        }, patience)
        return
      }
      const { i, outcome, ms, peak } = message
      const grown = peak - base
      if (values.verbose) console.log(i, what, outcome, ms.toFixed(0))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (outcome.startsWith('unnamed')) failures.push(`case ${i} (${what}) failed without an error code: ${outcome}`)
      if (ms > limit) again.push({ i, why: `took ${Math.round(ms)} ms` })
      longest = Math.max(longest, ms)
      highest = Math.max(highest, grown)
      if (grown > memory) {
        again.push({ i, why: `took ${Math.round(grown)} MB` })
        child.kill('SIGKILL')
      }
    })
    child.on('exit', (code, signal) => {
      clearTimeout(watch)
      if (code !== 0 && signal === null) {
        failures.push(`case ${at - 1} (${what}) ended the process with code ${code}`)
        // No case had started: the next process would fail too.
        if (at === first) at = end
      }
      resolve(code === 0 ? end : at)
    })
  })
}

/** @param {number} first @param {number} end */
async function all(first, end) {
  for (let i = first; i < end; ) i = await batch(i, end)
}

const middle = from + Math.ceil((last - from) / 2)
await Promise.all([all(from, middle), all(middle, last)])
for (const { i } of again.splice(0)) {
  await batch(i, i + 1)
  for (const { why } of again.splice(0)) failures.push(`case ${i} ${why}, alone`)
}
for (const [outcome, count] of [...outcomes].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)} ${outcome.slice(0, 100)}`)
console.log(
  `${values.runs} damaged files, seed ${values.seed}; slowest ${Math.round(longest)} ms, ${Math.round(highest)} MB above the first`,
)
for (const failure of failures.slice(0, 20)) console.error(failure)
if (failures.length > 20) console.error(`and ${failures.length - 20} more`)
process.exit(failures.length === 0 ? 0 : 1)
