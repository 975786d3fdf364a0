import type { Tensor } from '@tensorflow/tfjs-core'
import type { RE2JS } from 're2js'
import { EngineError, messageOf } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import { bytesOf, given, textsOf } from './values.ts'

/**
 * TensorFlow matches with RE2, whose syntax and choice of matches differ from those of JavaScript. RE2 also takes linear
 * time: a pattern of a model cannot hang the page.
 */
async function compiled(pattern: string): Promise<RE2JS> {
  const { RE2JS } = await import('re2js')
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    throw new EngineError(
      'unknown-op',
      `The model uses the regular expression ${pattern.slice(0, 120)}, which cannot be read: ${messageOf(error)}.`,
      'Do this step of text preparation before the model.',
      error,
    )
  }
}

/** Bytes, or the number of a group, whose bytes are inserted; 0 is the whole match. */
type Part = Uint8Array | number

/** What `\0` to `\9` and `\\` mean in a rewrite. RE2 drops what follows any other escape. */
function partsOf(rewrite: string): readonly Part[] {
  const encoder = new TextEncoder()
  const parts: Part[] = []
  for (const [piece] of rewrite.matchAll(/[^\\]+|\\[\s\S]?/g)) {
    if (/^\\\d$/.test(piece)) parts.push(Number(piece[1]))
    else if (piece === '\\\\' || piece[0] !== '\\') parts.push(encoder.encode(piece === '\\\\' ? '\\' : piece))
    else break
  }
  return parts
}

/** Replaces as `RE2::GlobalReplace` does: an empty match at the end of the match before it does not count. */
function replace(expression: RE2JS, text: Uint8Array, rewrite: readonly Part[], everywhere: boolean): Uint8Array {
  const matcher = expression.matcher(text)
  const groups = matcher.groupCount()
  if (rewrite.some((part) => typeof part === 'number' && part > groups)) return text
  const pieces: Uint8Array[] = []
  let end = 0
  let found = false
  while ((everywhere || !found) && matcher.find()) {
    if (found && matcher.start() === end && matcher.end() === end) continue
    pieces.push(text.subarray(end, matcher.start()))
    for (const part of rewrite) {
      if (typeof part !== 'number') pieces.push(part)
      else if (matcher.start(part) >= 0) pieces.push(text.subarray(matcher.start(part), matcher.end(part)))
    }
    end = matcher.end()
    found = true
  }
  return found ? joined([...pieces, text.subarray(end)]) : text
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

async function replaced(call: OpCall, pattern: string, rewrite: string): Promise<readonly Tensor[]> {
  const { tf, inputs, attributes } = call
  const expression = await compiled(pattern)
  const parts = partsOf(rewrite)
  const everywhere = attributes.flag('replace_global', true)
  const texts = bytesOf(tf, inputs[0]).map((text) => replace(expression, text, parts, everywhere))
  return [tf.tensor(texts, given(inputs[0]).shape, 'string')]
}

async function matched({ tf, inputs }: OpCall, pattern: string): Promise<readonly Tensor[]> {
  const expression = await compiled(pattern)
  const matches = bytesOf(tf, inputs[0]).map((text) => expression.testExact(text))
  return [tf.tensor(matches, given(inputs[0]).shape, 'bool')]
}

export const regexOps: readonly CustomOp[] = [
  {
    op: 'StaticRegexReplace',
    replaces: true,
    asynchronous: true,
    execute: (call) => replaced(call, call.attributes.text('pattern'), call.attributes.text('rewrite')),
  },
  {
    op: 'RegexReplace',
    asynchronous: true,
    execute: (call) => replaced(call, textsOf(call.inputs[1])[0] ?? '', textsOf(call.inputs[2])[0] ?? ''),
  },
  {
    op: 'StaticRegexFullMatch',
    asynchronous: true,
    execute: (call) => matched(call, call.attributes.text('pattern')),
  },
  {
    op: 'RegexFullMatch',
    asynchronous: true,
    execute: (call) => matched(call, textsOf(call.inputs[1])[0] ?? ''),
  },
]
