import { Draw } from '../draw.mjs'
import { elementwise } from './elementwise.mjs'
import { movement } from './movement.mjs'
import { pictures } from './pictures.mjs'
import { products } from './products.mjs'
import { reductions } from './reductions.mjs'
import { spectra } from './spectra.mjs'
import { windows } from './windows.mjs'

/** Every generator, once per share of the cases that it draws. */
const generators = [windows, products, elementwise, reductions, movement, pictures, spectra].flat()

/**
 * Case `number` of a seed; the same on every machine.
 * @param {number} seed
 * @param {number} number
 * @returns {import('../draw.mjs').Case}
 */
export function caseOf(seed, number) {
  const draw = new Draw(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const generate = /** @type {typeof generators[number]} */ (generators[number % generators.length])
  return generate(draw)
}
