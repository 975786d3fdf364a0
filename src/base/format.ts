/** Narrow no-break space, the thousands separator. */
const groupSpace = '\u202F'
const minus = '\u2212'

/** Formats quantities for the page: always with a unit, separated by a plain space. */

/** Milliseconds: `0.04 ms`, `2.1 ms`, `212 ms`, `1.24 s`, `2 min 05 s`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return `${formatNumber(ms)} ms`
  const sign = ms < 0 ? minus : ''
  const size = Math.abs(ms)
  if (size === 0) return '0 ms'
  if (size < 0.005) return `<${sign}0.01 ms`
  if (size < 0.095) return `${sign}${size.toFixed(2)} ms`
  if (size < 9.95) return `${sign}${size.toFixed(1)} ms`
  if (size < 999.5) return `${sign}${size.toFixed(0)} ms`
  const seconds = size / 1000
  if (seconds < 9.995) return `${sign}${seconds.toFixed(2)} s`
  if (seconds < 59.95) return `${sign}${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${sign}${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** Bytes in powers of ten: `1 byte`, `512 bytes`, `4.3 MB`, `31 MB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return `${formatNumber(bytes)} bytes`
  if (Math.abs(bytes) < 999.5) return formatCount(Math.round(bytes), 'byte')
  let value = bytes / 1000
  for (const unit of ['kB', 'MB', 'GB']) {
    if (Math.abs(value) < 9.95) return `${signed(value.toFixed(1))} ${unit}`
    if (Math.abs(value) < 999.5) return `${signed(value.toFixed(0))} ${unit}`
    value /= 1000
  }
  return `${signed(value.toFixed(1))} TB`
}

/** An integer in groups of three: `3 504 872`; with a noun, `3 504 872 parameters`, `1 parameter`. */
export function formatCount(count: number, noun = '', plural = `${noun}s`): string {
  const digits = signed(
    Math.round(count)
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, groupSpace),
  )
  if (noun === '') return digits
  return `${digits} ${Math.round(count) === 1 ? noun : plural}`
}

/**
 * A fraction as a percentage: `91 %`, `8.2 %`, `0.05 %`, `<0.01 %`. 0 % only if exact; 100 % if exact or if it rounds
 * above `99.9 %`.
 */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return formatNumber(share)
  const percent = share * 100
  const size = Math.abs(percent)
  if (size === 0) return '0 %'
  if (size < 0.005) return percent < 0 ? `>${minus}0.01 %` : '<0.01 %'
  if (size < 0.095) return `${signed(percent.toFixed(2))} %`
  if (size < 9.95) return `${signed(percent.toFixed(1))} %`
  if (size > 99 && size < 99.95) return `${signed(percent.toFixed(1))} %`
  return `${signed(percent.toFixed(0))} %`
}

/** A number to `digits` significant digits: `9.217`, `−10.8`, `3 504 872`, `1.2e−9`, `NaN`, `−∞`. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e9) return formatCount(value)
  if (size < 1e-4 || size >= 1e9) {
    const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e')
    return signed(`${shorten(mantissa)}e${exponent.replace('+', '')}`)
  }
  const whole = Math.floor(Math.log10(size)) + 1
  if (whole >= digits) return formatCount(value)
  return signed(shorten(value.toFixed(Math.min(100, digits - whole))))
}

/** The same for prose, where there is room for a power of ten: `1.254 × 10⁻¹³`. */
export function formatFigure(value: number, digits?: number): string {
  const [mantissa = '', exponent] = formatNumber(value, digits).split('e')
  if (exponent === undefined) return mantissa
  const raised = [...exponent].map((sign) => (sign === minus ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('')
  return `${mantissa}${groupSpace}×${groupSpace}10${raised}`
}

/** Drops trailing zeros after the decimal point. */
function shorten(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

function signed(text: string): string {
  return text.replaceAll('-', minus)
}

/** Maximum length of a label or text in a headline, characters. */
const maxHeadline = 40

/** Shortens a text to `most` characters, by default for a headline; an ellipsis replaces the rest. */
export function cut(text: string, most = maxHeadline): string {
  // A character has one or two code units; the rest of a text of 100 MB is not looked at.
  const characters = [...text.slice(0, 2 * most + 1)]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
