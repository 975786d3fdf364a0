import type { Tensor } from '@tensorflow/tfjs-core'
import { messageOf } from '../../../base/errors.ts'
import type { CompileFacts } from '../../../base/stage-facts.ts'
import type { WarmUp } from '../../contract.ts'
import type { RunningBackend } from '../devices/backend.ts'
import type { Core } from '../packages.ts'
import type { Executable } from '../plan.ts'

/**
 * Compiles the programs for these input shapes in parallel on the driver's threads: executes the graph with kernels
 * that only compile, then waits for the driver. Otherwise the first run compiles them one by one.
 */
export async function compileInParallel(
  tf: Core,
  { compiler, loss, detectLoss }: RunningBackend,
  executable: Executable,
  inputs: readonly Tensor[],
): Promise<WarmUp | null> {
  if (compiler === null || executable.asynchronous) return null
  const start = performance.now()
  const before = new Set(compiler.programs())
  const added = (): readonly string[] => compiler.programs().filter((name) => !before.has(name))
  const done = (facts: CompileFacts): WarmUp => ({ ms: performance.now() - start, facts })
  try {
    walk(tf, compiler.flag, executable, inputs)
    await loss.race(compiler.finish())
    detectLoss()
    loss.check()
    return done({ code: 'compiled', programs: added().length })
  } catch (error) {
    compiler.abandon(added())
    detectLoss()
    loss.check()
    return done({ code: 'failed', message: messageOf(error) })
  }
}

/** While the flag is set, outputs are empty; reset it afterwards, or read-backs return null. */
function walk(tf: Core, flag: string, executable: Executable, inputs: readonly Tensor[]): void {
  tf.env().set(flag, true)
  try {
    const outputs = executable.execute(inputs)
    // A graph that turns out to be asynchronous continues by itself; the first run compiles its programs.
    if (outputs instanceof Promise)
      outputs.then(
        (tensors) => tf.dispose([...tensors]),
        () => undefined,
      )
    else tf.dispose([...outputs])
  } finally {
    tf.env().set(flag, false)
  }
}
