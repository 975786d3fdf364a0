import { javascriptSound } from './sound/javascript.ts'

/** Shared functions of the generated JavaScript by name, in output order. */
export const functions: Readonly<Record<string, string>> = {
  ...javascriptSound.functions,
  open: `async function open(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(\`\${url}: HTTP \${response.status}\`)
  return response.blob()
}`,
  centreCrop: `/** The largest part in the middle with the proportions of width to height. */
function centreCrop(x, height, width) {
  const [h, w] = x.shape
  const factor = Math.min(w / width, h / height)
  const cropHeight = Math.max(1, Math.min(h, Math.round(height * factor)))
  const cropWidth = Math.max(1, Math.min(w, Math.round(width * factor)))
  return x.slice([Math.floor((h - cropHeight) / 2), Math.floor((w - cropWidth) / 2), 0], [cropHeight, cropWidth, -1])
}`,
  fit: `/** Scales without distortion and fills the rest with an even border. */
function fit(x, height, width, border, resize) {
  const [h, w] = x.shape
  const factor = Math.min(width / w, height / h)
  const innerHeight = Math.max(1, Math.min(height, Math.round(h * factor)))
  const innerWidth = Math.max(1, Math.min(width, Math.round(w * factor)))
  const top = Math.floor((height - innerHeight) / 2)
  const left = Math.floor((width - innerWidth) / 2)
  return resize(x, innerHeight, innerWidth).pad([[top, height - innerHeight - top], [left, width - innerWidth - left], [0, 0]], border)
}`,
  bilinear: `/** Equal to tf.image.resize(method='bilinear'): half-pixel centres, which TensorFlow.js leaves out by default. */
function bilinear(x, height, width) {
  return tf.image.resizeBilinear(x, [height, width], false, true)
}`,
  nearest: `/** Equal to tf.image.resize(method='nearest'). */
function nearest(x, height, width) {
  return tf.image.resizeNearestNeighbor(x, [height, width], false, true)
}`,
  antialiased: `/** Equal to tf.image.resize(method='bilinear', antialias=True) and Pillow: a triangle as wide as the scale, one matrix an axis. */
function antialiased(x, height, width) {
  const weights = (input, output) => {
    const scale = input / output
    const radius = Math.max(scale, 1)
    const rows = Array.from({ length: output }, (_, i) => {
      const row = Array.from({ length: input }, (_, j) => Math.max(0, 1 - Math.abs((j + 0.5 - (i + 0.5) * scale) / radius)))
      const sum = row.reduce((a, b) => a + b, 0)
      return row.map((weight) => weight / sum)
    })
    return tf.tensor2d(rows, [output, input])
  }
  const [h, w, c] = x.shape
  const rows = weights(h, height).matMul(x.reshape([h, w * c])).reshape([height, w, c])
  const columns = rows.transpose([1, 0, 2]).reshape([w, height * c])
  return weights(w, width).matMul(columns).reshape([width, height, c]).transpose([1, 0, 2])
}`,
  grey: `/** As tf.image.rgb_to_grayscale; a picture that is grey already keeps its values (the weights sum to 0.9999). */
function grey(x) {
  const [r, g, b] = tf.split(x.slice([0, 0, 0], [-1, -1, 3]), 3, 2)
  const mixed = r.mul(0.2989).add(g.mul(0.587)).add(b.mul(0.114))
  return tf.where(r.equal(g).logicalAnd(g.equal(b)), r, mixed)
}`,
  readNpy: `/** Reads NumPy's array file: little-endian, row-major. */
function readNpy(buffer) {
  const view = new DataView(buffer)
  const start = view.getUint8(6) > 1 ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true)
  const header = new TextDecoder().decode(new Uint8Array(buffer, 0, start))
  const [, type] = /'descr': '[<|=]?(\\w+)'/.exec(header) ?? []
  const shape = (/'shape': \\(([^)]*)\\)/.exec(header)?.[1] ?? '').split(',').filter((part) => part.trim() !== '').map(Number)
  const types = { f4: Float32Array, f8: Float64Array, i4: Int32Array, i8: BigInt64Array, i2: Int16Array, i1: Int8Array, u4: Uint32Array, u2: Uint16Array, u1: Uint8Array, b1: Uint8Array }
  if (types[type] === undefined || header.includes("'fortran_order': True")) throw new Error(\`cannot read this array: \${header}\`)
  return { data: Array.from(new types[type](buffer.slice(start)), Number), shape }
}`,
  readJson: `/** What a JSON file holds for this input: nested arrays, or flat ones with a shape. */
function readJson(content, member) {
  const found = member === '' ? content : (content.outputs?.find(({ name }) => name === member) ?? content[member])
  const values = Array.isArray(found) ? found : (found?.data ?? found?.values ?? found)
  const shape = []
  for (let part = values; Array.isArray(part); part = part[0]) shape.push(part.length)
  const data = [values].flat(Infinity).map((value) => (value === null ? NaN : typeof value === 'string' && !Number.isNaN(Number(value)) ? Number(value) : value === 'NaN' ? NaN : value))
  return { data, shape: Array.isArray(found) ? shape : (found?.shape ?? shape) }
}`,
  records: `/** Rows of a JSON file as objects. */
function records(content, member) {
  const found = member === '' ? content : content[member]
  if (Array.isArray(found)) return found
  const { columns, data, schema } = found
  // As pandas writes tables: split, table, columns, index.
  if (columns && data) return data.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))
  if (schema && data) return data.map(({ ...row }) => ([schema.primaryKey].flat().forEach((key) => delete row[key]), row))
  const names = Object.keys(found)
  if (names.length > 0 && Object.values(found).every((value) => value?.constructor === Object)) {
    const rows = Object.keys(found[names[0]])
    const isNumber = (key) => /^\\d+$/.test(key)
    if (names.every(isNumber) && !rows.every(isNumber)) return Object.values(found)
    return rows.map((row) => Object.fromEntries(names.map((name) => [name, found[name][row]])))
  }
  if (!Array.isArray(found[names[0]])) return [found]
  return found[names[0]].map((_, row) => Object.fromEntries(names.map((name) => [name, found[name][row]])))
}`,
  headerOf: `/** Takes the line with these names, and what is before it, off the lines. */
function headerOf(lines, names) {
  const at = lines.findIndex((line) => names.every((name) => line.some((cell) => cell.trim() === name)))
  if (at < 0) throw new Error(\`no line holds the names \${names.join(', ')}\`)
  return lines.splice(0, at + 1)[at].map((cell) => cell.trim())
}`,
  number: `/** A cell of a table as a number; NaN when it holds none. */
function number(cell = '') {
  const text = cell.trim()
  if (/^(|nan|na|n\\/a|null|none|\\?)$/i.test(text)) return NaN
  if (/^(true|false)$/i.test(text)) return /^true$/i.test(text) ? 1 : 0
  return Number(text)
}`,
  encode: `/** Text categories as 0…n−1: in the given order when it names them all, else sorted. */
function encode(cells, order) {
  const distinct = [...new Set(cells.map((cell) => cell.trim()))].filter((cell) => cell !== '').sort()
  const categories = distinct.every((cell) => order.includes(cell)) ? order : distinct
  return cells.map((cell) => (cell.trim() === '' ? NaN : categories.indexOf(cell.trim())))
}`,
  oneHot: `/** One column of 0 and 1 per category: in the given order when it names them all, else sorted. */
function oneHot(cells, order) {
  const distinct = [...new Set(cells.map((cell) => cell.trim()))].filter((cell) => cell !== '').sort()
  const categories = distinct.every((cell) => order.includes(cell)) ? order : distinct
  return categories.map((category) => cells.map((cell) => (cell.trim() === category ? 1 : 0)))
}`,
  standardise: `/** (x − centre) / spread for each column; a column that never varies is only centred. */
function standardise(data, columns) {
  return data.map((value, i) => {
    const [centre, spread] = columns[i % columns.length]
    return (value - centre) / (spread === 0 ? 1 : spread)
  })
}`,
  measured: `/** Centre and spread of each column of this file. */
function measured(data, width, method) {
  return Array.from({ length: width }, (_, column) => {
    const values = data.filter((value, i) => i % width === column && Number.isFinite(value))
    if (values.length === 0) return [0, 1]
    const least = values.reduce((a, b) => Math.min(a, b))
    const most = values.reduce((a, b) => Math.max(a, b))
    if (method === 'min-max') return [least, most - least]
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)]
  })
}`,
  numbersIn: `/** Numbers separated by commas, semicolons, blanks or new lines; lines with equally many make a matrix. */
function numbersIn(text) {
  const rows = text.split(/\\r?\\n/).map((line) => line.split(/[\\s,;[\\]]+/).filter((part) => part !== '')).filter((row) => row.length > 0)
  const width = rows[0]?.length ?? 0
  const matrix = rows.length > 1 && width > 1 && rows.every((row) => row.length === width)
  const data = rows.flat().map(Number)
  return { data, shape: matrix ? [rows.length, width] : [data.length] }
}`,
  createRandom: `/** The numbers of Glassbox's random fill: a Weyl sequence through the finaliser of MurmurHash3. */
function createRandom(seed) {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let x = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
  }
}`,
}
