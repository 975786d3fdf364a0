import { EngineError } from '../../../base/errors.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { checkSize } from '../../image/size.ts'
import type { DrawInput, OpenInput } from '../../input-format.ts'
import { type Job, settingOf } from '../../job.ts'
import { readText } from '../../read-text.ts'
import { openedPixels } from '../image/open.ts'
import { resized, type SvgRoot, svgRoot } from './root.ts'

/** Pixels of a side; no browser draws a much larger canvas. */
const longest = 8192
/** Of a drawing without a size, where the input has none either; the default of browsers. */
const otherwise = { width: 300, height: 150 }

export const open: OpenInput = async (file, job) => {
  const { text, root } = await read(file, job.signal)
  const wanted = sizeFor(root, job)
  const asked = Number(settingOf(job, 'read', 'drawnWidth') ?? wanted.width)
  const width = Number.isInteger(asked) && asked >= 1 && asked <= longest ? asked : wanted.width
  const height = Math.max(1, Math.round((width * wanted.height) / wanted.width))
  checkSize({ width, height }, file.path)
  const data = await drawn(resized(text, root, width, height), { width, height }, job)
  return openedPixels({ width, height, data }, 'SVG', job, {
    values: { decoder: 'SVG', drawnWidth: wanted.width },
    reason: wanted.reason,
    alpha: 'white',
    fields: [{ id: 'drawnWidth', label: 'Width', type: 'number', value: width, min: 1, max: longest, integer: true }],
  })
}

/** The drawing at its own size. Raises what `open` raises. */
export const draw: DrawInput = async (file, signal) => {
  const { text, root } = await read(file, signal)
  const { width, height } = root.size ?? otherwise
  return new Blob([resized(text, root, width, height)], { type: 'image/svg+xml' })
}

async function read(file: TreeFile, signal?: AbortSignal): Promise<{ readonly text: string; readonly root: SvgRoot }> {
  const text = await readText(file, signal)
  const root = svgRoot(text)
  if (root === null)
    throw new EngineError(
      'input-unreadable',
      `${file.path} is not an SVG drawing: its text does not begin with <svg>.`,
      'Save the drawing again, or as PNG.',
    )
  return { text, root }
}

/** Whole pixels: of the drawing itself, else of the input. */
function sizeFor({ size, attributes }: SvgRoot, { image }: Job) {
  const [reason, { width, height }] =
    size !== null
      ? [attributes.has('width') || attributes.has('height') ? 'the size of the drawing' : 'its view box', size]
      : image?.width != null && image.height != null
        ? ['the drawing has no size, so that of the input', { width: image.width, height: image.height }]
        : ['the drawing has no size', otherwise]
  const factor = Math.min(1, longest / Math.max(width, height))
  const whole = (side: number) => Math.max(1, Math.round(side * factor))
  return { width: whole(width), height: whole(height), reason }
}

async function drawn(text: string, size: { width: number; height: number }, { drawSvg, name }: Job) {
  if (drawSvg === undefined)
    throw new EngineError('input-unsupported', `${name} is a drawing, which only a browser draws.`, 'Save it as PNG.')
  return drawSvg(text, size)
}
