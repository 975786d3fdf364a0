import type { OpAttributes } from './attributes.ts'

/** Formats numbers as C's printf does, with the format given by the attributes. */
export function formatted(numbers: readonly number[], dtype: string, attributes: OpAttributes): readonly string[] {
  const [precision, width] = [attributes.number('precision', -1), attributes.number('width', -1)]
  const digits = precision < 0 ? 6 : precision
  const fill = attributes.text('fill')
  const written = (number: number): string => {
    if (dtype === 'bool') return number === 0 ? 'false' : 'true'
    if (dtype === 'int32') return String(number)
    if (Number.isNaN(number)) return 'nan'
    if (!Number.isFinite(number)) return number < 0 ? '-inf' : 'inf'
    if (attributes.flag('scientific')) return exponent(number.toExponential(digits))
    return attributes.flag('shortest') ? shortest(number, digits) : number.toFixed(digits)
  }
  return numbers.map((number) => padded(written(number), width, fill))
}

/** The exponent has at least two digits. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

/** `%g`: the shorter form, without trailing zeros. */
function shortest(number: number, digits: number): string {
  const significant = Math.max(1, digits)
  const magnitude = number === 0 ? 0 : Math.floor(Math.log10(Math.abs(number)))
  if (magnitude >= -4 && magnitude < significant)
    return trimmed(number.toFixed(Math.max(0, significant - 1 - magnitude)))
  const [mantissa = '', power = ''] = exponent(number.toExponential(significant - 1)).split('e')
  return `${trimmed(mantissa)}e${power}`
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function padded(text: string, width: number, fill: string): string {
  if (width < 0) return text
  if (fill === '-') return text.padEnd(width)
  if (fill === '0') {
    const sign = text.startsWith('-') ? '-' : ''
    return sign + text.slice(sign.length).padStart(width - sign.length, '0')
  }
  return text.padStart(width)
}
