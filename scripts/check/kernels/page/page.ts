import type { Job, Verdict } from './worker.ts'

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

/** Judges cases in the worker, one call at a time. */
function judgeCases(job: Job): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => ('rows' in data ? resolve(data) : reject(new Error(data.error)))
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(job)
  })
}

Object.assign(window, { judgeCases })
