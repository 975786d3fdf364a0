import { describe, expect, test } from 'vitest'
import { memoryFile, prepareFile, spec, stepOf } from '../../fixtures/index.ts'
import { resized, svgRoot } from './root.ts'

const xmlns = 'xmlns="http://www.w3.org/2000/svg"'

describe('the size of a drawing', () => {
  test.each([
    ['of its sides', `<svg ${xmlns} width="40" height="20px"/>`, { width: 40, height: 20 }],
    ['in other units', `<svg ${xmlns} width='1in' height='72pt'></svg>`, { width: 96, height: 96 }],
    ['of its view box', `<svg ${xmlns} viewBox="0 0 24 12"></svg>`, { width: 24, height: 12 }],
    ['of one side and the view box', `<svg width="48" viewBox="0,0,24,12"></svg>`, { width: 48, height: 24 }],
    ['a share of the page', `<svg width="100%" height="100%" viewBox="0 0 3 4"/>`, { width: 3, height: 4 }],
    ['none', `<svg ${xmlns}><rect width="5" height="5"/></svg>`, null],
    [
      'behind a declaration, a document type with entities, and a comment',
      `\ufeff<?xml version="1.0"?>\n<!DOCTYPE svg [ <!ENTITY a "x>y"> ]>\n<!-- <svg width="1"> -->\n<svg:svg width="2" height="3"/>`,
      { width: 2, height: 3 },
    ],
    ['of no size that a drawing can have', `<svg width="0" height="-5" viewBox="0 0 0 1"/>`, null],
  ])('%s', (_name, text, size) => {
    expect(svgRoot(text)?.size).toEqual(size)
  })

  test.each(['', '<!--', '<html></html>', '<svgx/>', '<svg width="1"', '<!DOCTYPE svg [ <!--'])('not in %j', (text) => {
    expect(svgRoot(text)).toBeNull()
  })
})

test('another size keeps what is shown, and the rest of the file', () => {
  const text = `<svg ${xmlns} width="40" height="20" data-x='"'><path d="M0 0"/></svg>`
  const root = svgRoot(text)
  expect(root === null ? '' : resized(text, root, 80, 40)).toBe(
    `<svg ${xmlns} data-x="&quot;" viewBox="0 0 40 20" width="80" height="40"><path d="M0 0"/></svg>`,
  )
})

describe('a drawing becomes pixels', () => {
  const half = `<svg ${xmlns} viewBox="0 0 4 2"><rect width="2" height="2"/></svg>`
  const asked: string[] = []
  /** Black on the left, nothing on the right. */
  const drawSvg = async (text: string, { width, height }: { width: number; height: number }) => {
    asked.push(/width="\d+" height="\d+"/.exec(text)?.[0] ?? '')
    return Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) =>
      i % 4 === 3 && (i >> 2) % width < width / 2 ? 255 : 0,
    )
  }
  const prepared = (values: Readonly<Record<string, number | string>>) =>
    prepareFile(memoryFile('half.svg', half), spec([1, null, null, 3], 'int32'), {
      settings: [{ id: 'read', values }],
      drawSvg,
    })

  test('at its own size, over white', async () => {
    const { tensor, description } = await prepared({})
    expect(tensor.shape).toEqual([1, 2, 4, 3])
    expect([...tensor.data.slice(0, 12)]).toEqual([0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255])
    expect(description.source).toBe('SVG, 4 × 2, with transparency')
  })
  test('at a chosen width, over another colour', async () => {
    const found = await prepared({ drawnWidth: 8, alpha: 'grey' })
    expect(found.tensor.shape).toEqual([1, 4, 8, 3])
    expect(found.tensor.data.at(-1)).toBe(128)
    expect(stepOf(found, 'read').summary).toContain('composited over grey')
    expect(asked.at(-1)).toBe('width="8" height="4"')
  })
})
