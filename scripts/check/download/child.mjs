import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Starts the process with plain TensorFlow.js, which handles one request at a time.
 * @returns {Promise<{ runPlain: (question: import('./plain.mjs').Question) => Promise<any>, close: () => void }>}
 */
export async function startPlain() {
  const child = fork(fileURLToPath(new URL('plain.mjs', import.meta.url)), [], {
    serialization: 'advanced',
    // Suppresses the advice to install tfjs-node.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  /** @returns {Promise<any>} */
  const next = () =>
    new Promise((resolve, reject) => {
      /** @param {{ value?: unknown, error?: string }} message */
      const heard = ({ value, error }) => {
        child.off('exit', ended)
        if (error === undefined) resolve(value)
        else reject(new Error(error))
      }
      /** @param {number | null} code */
      const ended = (code) => {
        child.off('message', heard)
        reject(new Error(`the process with plain TensorFlow.js ended with code ${code}`))
      }
      child.once('message', heard)
      child.once('exit', ended)
    })
  await next()
  return {
    runPlain: (question) => {
      const answer = next()
      child.send(question)
      return answer
    },
    close: () => child.kill(),
  }
}
