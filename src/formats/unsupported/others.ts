import { latin1 } from '../../files/magic.ts'
import { throughOnnx, type UnsupportedKind } from './contract.ts'

/** A kind recognised by its first bytes or its name, with a one-sentence message. */
interface Plain {
  readonly id: string
  readonly test: (name: string, head: Uint8Array) => boolean
  readonly what: string
  readonly hint: string
}

const plain: readonly Plain[] = [
  {
    id: 'tflite',
    test: (_name, head) => latin1(head.subarray(4, 8)) === 'TFL3',
    what: 'a TensorFlow Lite model (.tflite), which is not supported yet',
    hint: 'Drop the SavedModel folder, .keras or .h5 file that it was made from.',
  },
  { id: 'onnx', test: isOnnx, what: 'an ONNX model, which is not supported', hint: throughOnnx },
  {
    id: 'safetensors',
    test: (name, head) =>
      /\.safetensors$/i.test(name) ||
      (head.length > 10 && head[8] === 0x7b && head[9] === 0x22 && head.subarray(4, 8).every((byte) => byte === 0)),
    what: 'a safetensors file: weights only, without a model',
    hint: 'Load it in Python with its library, save the model as a SavedModel, and drop that folder.',
  },
  {
    id: 'pickle',
    test: (name, head) =>
      (head[0] === 0x80 &&
        (head[1] ?? 0) >= 2 &&
        (head[1] ?? 0) <= 5 &&
        /\.(pt|pth|pkl|pickle|bin|ckpt|joblib|sav)$/i.test(name)) ||
      /\.(pt|pth)$/i.test(name),
    what: 'a Python pickle, the format of PyTorch and scikit-learn; it can run code, so it is never opened',
    hint: `Load it in Python and export it to ONNX (PyTorch: torch.onnx.export). ${throughOnnx}`,
  },
  {
    id: 'gguf',
    test: (_name, head) => latin1(head.subarray(0, 4)) === 'GGUF',
    what: 'a GGUF language model, which is not supported',
    hint: 'Use a program for language models, such as llama.cpp.',
  },
  {
    id: 'core-ml',
    test: (name) => /\.(mlmodel|mlmodelc|mlpackage)$/i.test(name),
    what: 'an Apple Core ML model, which is not supported',
    hint: 'Use the TensorFlow model it was converted from.',
  },
]

export const others: readonly UnsupportedKind[] = plain.map(({ id, test, what, hint }) => ({
  id,
  recognise: (file, head) =>
    test(file.name, head) ? { code: 'known-but-unsupported', message: `${file.path} is ${what}.`, hint } : null,
}))

/** ModelProto: field 1 (`ir_version`, a small number), then field 2 (`producer_name`) or 7 (`graph`). */
function isOnnx(name: string, head: Uint8Array): boolean {
  const looks =
    head[0] === 0x08 && (head[1] ?? 0) >= 3 && (head[1] ?? 0) <= 20 && (head[2] === 0x12 || head[2] === 0x3a)
  return looks && (/\.onnx$/i.test(name) || /pytorch|onnx|keras2onnx|paddle|mxnet/i.test(latin1(head.subarray(4, 40))))
}
