import { EngineError } from '../../../base/errors.ts'
import { formatShape } from '../../../base/tensor.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { Layer } from '../layers/layer.ts'
import type { NamedConstant } from './contract.ts'

const shown = 5

/** Collects missing and misshapen weights, so that all are reported at once. */
export class WeightProblems {
  private readonly absent: string[] = []
  private readonly misfits: string[] = []

  constructor(private readonly file: string) {}

  /** A placeholder of this shape; raises `weight-missing` if the shape is unknown. */
  missing(layer: Layer, variable: string, shape: readonly number[] | undefined): Constant {
    this.absent.push(`${variable} of layer "${layer.name}" (${layer.className})`)
    if (shape === undefined) this.check()
    return standIn(shape ?? [])
  }

  /** A placeholder of the expected shape. */
  otherShape(layer: Layer, variable: string, found: NamedConstant, expected: readonly number[]): Constant {
    this.misfits.push(
      `${variable} of layer "${layer.name}" (${layer.className}) should be ${formatShape(expected)}, "${found.name}" is ${formatShape(found.constant.shape)}`,
    )
    return standIn(expected)
  }

  /** Raises `weight-missing` or `weight-shape` if anything was collected. */
  check(): void {
    if (this.absent.length > 0) {
      throw new EngineError(
        'weight-missing',
        `${this.file} does not hold ${this.absent.length === 1 ? 'the weight' : `${this.absent.length} weights:`} ${listed(this.absent)}.${this.misfits.length === 0 ? '' : ` Others have the wrong shape: ${listed(this.misfits)}.`}`,
        'The weights may belong to another model, or the file is incomplete; save the model and its weights again, together.',
      )
    }
    if (this.misfits.length === 0) return
    throw new EngineError(
      'weight-shape',
      this.misfits.length === 1
        ? `A weight in ${this.file} does not fit: ${listed(this.misfits)}.`
        : `Weights and topology come from different models: ${this.misfits.length} weights in ${this.file} do not fit. ${listed(this.misfits)}.`,
      'Save the model and its weights again, together.',
    )
  }
}

function listed(items: readonly string[]): string {
  const more = items.length - shown
  return `${items.slice(0, shown).join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

function standIn(shape: readonly number[]): Constant {
  return {
    dtype: 'float32',
    shape,
    bytes: 0,
    file: '',
    data: null,
    read: async () => {
      throw new EngineError('internal', 'A weight that does not exist was requested.')
    },
  }
}
