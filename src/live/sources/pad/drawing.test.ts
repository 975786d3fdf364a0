import { describe, expect, it } from 'vitest'
import { Drawing } from './drawing.ts'

const spec = (shape: readonly (number | null)[]) => ({ name: 'x', dtype: 'float32', shape }) as const

/** What a drawing paints, as text. */
function painted(drawing: Drawing): readonly string[] {
  const calls: string[] = []
  const context = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...values: readonly number[]) =>
          calls.push(`${String(name)} ${values.join(' ')}`.trim()),
      set: (_, name, value) => {
        if (name === 'fillStyle' || name === 'strokeStyle' || name === 'lineWidth')
          calls.push(`${String(name)} ${value}`)
        return true
      },
    },
  )
  drawing.paint(context as CanvasRenderingContext2D)
  return calls
}

describe('a drawing', () => {
  it.each([
    [[null, 28, 28, 1], 280, 280, 'black'],
    [[null, 784], 280, 280, 'black'],
    [[null, 28, 28], 280, 280, 'black'],
    [[1, 3, 112, 224], 280, 140, 'white'],
    [[1, 64, 32, 3], 140, 280, 'white'],
    [[null, null, null, 3], 280, 280, 'white'],
  ] as const)('has the shape and the paper of an input %j', (shape, width, height, paper) => {
    const drawing = new Drawing()
    drawing.fit(spec(shape))
    expect(drawing).toMatchObject({ size: { width, height }, paper })
  })

  it('paints lines and dots, and takes the last one back', () => {
    const drawing = new Drawing()
    drawing.setPaper('white')
    drawing.begin({ x: 1, y: 2 })
    drawing.extend([{ x: 3, y: 4 }])
    drawing.setPenWidth(9)
    drawing.begin({ x: 5, y: 5 })
    const paper = ['fillStyle white', 'fillRect 0 0 280 280', 'strokeStyle black']
    const line = ['lineWidth 22', 'beginPath', 'moveTo 1 2', 'lineTo 3 4', 'stroke']
    expect(painted(drawing)).toEqual([
      ...paper,
      ...line,
      'lineWidth 9',
      'beginPath',
      'moveTo 5 5',
      'lineTo 5 5',
      'stroke',
    ])
    drawing.undo()
    expect(painted(drawing)).toEqual([...paper, ...line])
    drawing.clear()
    expect(painted(drawing)).toEqual(paper)
    expect(drawing.isEmpty).toBe(true)
  })

  it('tells of every change until nobody listens', () => {
    const drawing = new Drawing()
    let changes = 0
    const end = drawing.subscribe(() => changes++)
    drawing.begin({ x: 1, y: 2 })
    drawing.extend([{ x: 3, y: 4 }])
    drawing.undo()
    end()
    drawing.clear()
    expect(changes).toBe(3)
  })
})
