import { type MadeFile, made } from './app.ts'

const whole = { type: 'DT_INT32' }
const float = { type: 'DT_FLOAT' }
const shapeOf = (...sizes: readonly number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } })
const length = 16

/** Beside the model: numbers 0 to 3 are markers, 4 and 5 start and end the answer. */
export const vocabulary = made(
  'vocab.txt',
  ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'zora', 'hurston', 'who', 'wrote', 'it', '?', 'was', ',', '##s'].join('\n'),
)

/**
 * A TensorFlow.js graph model that answers questions: the answer starts at token 4 and ends at token 5. It takes the
 * three inputs of BERT, `[1, 16]` each, and uses them all.
 */
export function answering(): readonly MadeFile[] {
  const input = (name: string) => ({ name, op: 'Placeholder', attr: { dtype: whole, shape: shapeOf(1, length) } })
  const constant = (name: string, type: { readonly type: string }) => ({
    name,
    op: 'Const',
    attr: { dtype: type, value: { tensor: { dtype: type.type, tensorShape: {} } } },
  })
  const logits = (name: string, token: string) => [
    { name: `${name}/is`, op: 'Equal', input: ['input_ids', token], attr: { T: whole } },
    { name: `${name}/cast`, op: 'Cast', input: [`${name}/is`], attr: { SrcT: { type: 'DT_BOOL' }, DstT: float } },
    { name: `${name}/high`, op: 'Mul', input: [`${name}/cast`, 'height'], attr: { T: float } },
    { name, op: 'Mul', input: [`${name}/high`, 'passage'], attr: { T: float } },
  ]
  const modelTopology = {
    node: [
      input('input_ids'),
      input('input_mask'),
      input('token_type_ids'),
      constant('first', whole),
      constant('last', whole),
      constant('height', float),
      { name: 'both', op: 'Mul', input: ['input_mask', 'token_type_ids'], attr: { T: whole } },
      { name: 'passage', op: 'Cast', input: ['both'], attr: { SrcT: whole, DstT: float } },
      ...logits('end_logits', 'last'),
      ...logits('start_logits', 'first'),
    ],
    versions: { producer: 175 },
  }
  const weights = [
    { name: 'first', shape: [], dtype: 'int32' },
    { name: 'last', shape: [], dtype: 'int32' },
    { name: 'height', shape: [], dtype: 'float32' },
  ]
  const model = { format: 'graph-model', modelTopology, weightsManifest: [{ paths: ['weights.bin'], weights }] }
  const bytes = Buffer.concat([Buffer.from(Int32Array.of(4, 5).buffer), Buffer.from(Float32Array.of(9).buffer)])
  return [made('model.json', JSON.stringify(model)), made('weights.bin', bytes)]
}
