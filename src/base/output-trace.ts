/** What the graph tells about an output. */
export interface OutputTrace {
  /**
   * Names of the nodes from the output back to what computed it, and of what that reads, nearest first. Converters
   * rename outputs, but keep the names inside.
   */
  readonly names: readonly string[]
  /**
   * The ops that computed its values, behind everything that only moves or converts them: `Sigmoid`, `BiasAdd`. A fused
   * op counts as its last part. Several if the output was put together; empty if unknown.
   */
  readonly ops: readonly string[]
}

export const noTrace: OutputTrace = { names: [], ops: [] }
