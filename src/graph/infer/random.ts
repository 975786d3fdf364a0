import { typeAttribute } from '../attributes.ts'
import { targetShape } from './arrays.ts'
import type { InferRule } from './info.ts'
import { type InferRow, info, named, shapeOf } from './shape.ts'

const drawn: InferRule = (call, inputs) => {
  const dtype = typeAttribute(call.attributes, 'dtype') ?? typeAttribute(call.attributes, 'Tout') ?? 'float32'
  return [info(dtype, targetShape(call, inputs[0]))]
}

const multinomial: InferRule = (call, inputs) => [
  info('int32', named(call, [shapeOf(inputs)?.[0], inputs[1]?.content?.[0]])),
]

export const random: readonly InferRow[] = [
  [['RandomUniform', 'RandomStandardNormal', 'TruncatedNormal', 'RandomUniformInt'], drawn],
  [['StatelessRandomUniformV2', 'StatelessRandomNormalV2', 'StatelessTruncatedNormalV2'], drawn],
  [['StatelessRandomUniformIntV2', 'StatelessRandomUniformFullIntV2', 'StatelessRandomGammaV3'], drawn],
  [['StatelessRandomUniform', 'StatelessRandomNormal', 'StatelessTruncatedNormal', 'StatelessRandomUniformInt'], drawn],
  [['StatelessRandomGetKeyCounter'], () => [info('int32', [1]), info('int32', [2])]],
  ['Multinomial', multinomial],
]
