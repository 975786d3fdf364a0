/** The root element of a drawing. */
export interface SvgRoot {
  /** Where its tag begins and ends in the text. */
  readonly from: number
  readonly to: number
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Its own size in px, in the proportions of its view box if it states only one side; `null` if it has none. */
  readonly size: { readonly width: number; readonly height: number } | null
}

/** One attribute: its name and its quoted value. */
const attribute = /\s+([^\s=>/]+)\s*=\s*("[^"]*"|'[^']*')/y

/** The root of a drawing; `null` if the text does not begin with one. */
export function svgRoot(text: string): SvgRoot | null {
  const from = rootAt(text)
  const name = /^<((?:[\w-]+:)?svg)(?=[\s/>])/.exec(text.slice(from, from + 80))?.[1]
  if (name === undefined) return null
  const attributes = new Map<string, string>()
  attribute.lastIndex = from + 1 + name.length
  let at = attribute.lastIndex
  for (let found = attribute.exec(text); found !== null; found = attribute.exec(text)) {
    attributes.set(found[1] ?? '', (found[2] ?? '').slice(1, -1))
    at = attribute.lastIndex
  }
  const close = text.indexOf('>', at)
  if (close < 0) return null
  return { from, to: text[close - 1] === '/' ? close - 1 : close, name, attributes, size: sizeOf(attributes) }
}

/** Skips declarations and comments before the root. */
function rootAt(text: string): number {
  let at = text.indexOf('<')
  while (at >= 0) {
    if (text.startsWith('<!--', at)) at = after(text, '-->', at)
    else if (text.startsWith('<?', at)) at = after(text, '?>', at)
    else if (/^<!doctype/i.test(text.slice(at, at + 9))) {
      // The document type declares entities within brackets.
      const close = text.indexOf('>', at)
      const bracket = close < 0 ? -1 : text.slice(at, close).indexOf('[')
      at = bracket < 0 ? close : after(text, ']', at + bracket)
    } else return at
    if (at >= 0) at = text.indexOf('<', at)
  }
  return 0
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  return at < 0 ? -1 : at + end.length
}

/** px per unit of CSS. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  pt: 96 / 72,
  pc: 16,
}

/** A length in px; `null` for shares of what surrounds the drawing, and without one. */
function lengthOf(text: string | undefined): number | null {
  const [, number, unit = ''] = /^\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(text ?? '') ?? []
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined
  const length = Number(number) * (factor ?? Number.NaN)
  return length > 0 && Number.isFinite(length) ? length : null
}

function sizeOf(attributes: ReadonlyMap<string, string>): SvgRoot['size'] {
  const [width, height] = [lengthOf(attributes.get('width')), lengthOf(attributes.get('height'))]
  const [, , boxWidth, boxHeight] = (attributes.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const box =
    boxWidth !== undefined && boxHeight !== undefined && boxWidth > 0 && boxHeight > 0
      ? { width: boxWidth, height: boxHeight }
      : null
  if (width !== null && height !== null) return { width, height }
  if (box === null) return null
  if (width !== null) return { width, height: (width * box.height) / box.width }
  return height === null ? box : { width: (height * box.width) / box.height, height }
}

/** The drawing with another size; what it shows stays, because its own size becomes its view box if it has none. */
export function resized(text: string, root: SvgRoot, width: number, height: number): string {
  const { from, to, name, attributes, size } = root
  const kept = [...attributes].filter(([key]) => key !== 'width' && key !== 'height')
  if (size !== null && !attributes.has('viewBox')) kept.push(['viewBox', `0 0 ${size.width} ${size.height}`])
  const all = [...kept, ['width', width], ['height', height]]
  const written = all.map(([key, value]) => ` ${key}="${String(value).replaceAll('"', '&quot;')}"`)
  return `${text.slice(0, from)}<${name}${written.join('')}${text.slice(to)}`
}
