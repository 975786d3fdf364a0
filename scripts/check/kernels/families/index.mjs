import { Draw } from '../draw.mjs'
import { detection } from './detection.mjs'
import { elementwise } from './elementwise.mjs'
import { matrices } from './matrices.mjs'
import { movement } from './movement.mjs'
import { pictures } from './pictures.mjs'
import { products } from './products.mjs'
import { quantisation } from './quantisation.mjs'
import { rare } from './rare.mjs'
import { reductions } from './reductions.mjs'
import { sequences } from './sequences.mjs'
import { spectra } from './spectra.mjs'
import { windows } from './windows.mjs'

/** Every generator, once per share of the cases that it draws. */
const generators = [
  ...[windows, products, elementwise, reductions, movement, pictures, spectra],
  ...[matrices, sequences, quantisation, detection, rare],
].flat()

/**
 * Case `number` of a seed; the same on every machine. Four cases in a row are of one generator, because the last two bits
 * of the number decide whether the graph is optimised, and whether its inputs begin on the GPU.
 * @param {number} seed
 * @param {number} number
 * @returns {import('../draw.mjs').Case}
 */
export function caseOf(seed, number) {
  const draw = new Draw(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const generate = /** @type {typeof generators[number]} */ (generators[Math.floor(number / 4) % generators.length])
  return generate(draw)
}
