import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../base/abort.ts'
import { EngineError } from '../../base/errors.ts'
import type { Feed, LiveItem } from '../../live/contract.ts'
import { typeInput } from '../commands/input.ts'
import { setReadingOption } from '../commands/reading.ts'
import { liveFeed } from '../live-feed.ts'
import { canStart } from '../selectors.ts'
import { patch, store } from '../store.ts'
import { leaveLive, setMirrored, showLive, startLive, stopLive, tabHidden } from './index.ts'

interface Asked {
  readonly session: string
  readonly bindings: readonly { readonly input: string; readonly source: { readonly kind: string } }[]
  readonly choices: unknown
  readonly detail: boolean
}

const engine = vi.hoisted(() => ({
  asked: [] as Asked[],
  answer: (_: unknown): Promise<unknown> => Promise.resolve(null),
}))
vi.mock('../engine.ts', () => ({
  call: (method: string, request: unknown) => {
    if (method !== 'runLive') return Promise.resolve({})
    engine.asked.push(request as Asked)
    return engine.answer(request)
  },
  engine: () => ({ onRecovery: () => () => undefined }),
}))

const camera = vi.hoisted(() => ({
  continuous: true,
  feeds: 'pictures',
  open: (): Promise<unknown> => Promise.resolve(null),
}))
vi.mock('../../live/sources/index.ts', () => ({
  liveSource: () => ({ id: 'camera', label: 'Camera', item: 'frame', ...camera }),
  liveSources: [],
}))

/** A source whose items arrive when the test says so. */
function fakeFeed() {
  const items: { closed: boolean }[] = []
  let arrived: (missed: number) => void = () => undefined
  const windows: (number | null)[] = []
  let listening = false
  const state = { closed: false, empty: false }
  let end: (error: null) => void = () => undefined
  const feed: Feed = {
    listen: (onItem) => {
      arrived = onItem
      listening = true
      return () => {
        listening = false
      }
    },
    take: (wanted) => {
      windows.push(wanted?.seconds ?? null)
      if (state.empty) return null
      const item = { closed: false }
      items.push(item)
      const frame = { close: () => undefined } as unknown as ImageBitmap
      return {
        time: items.length / 30,
        source: { kind: 'frame', frame, name: 'Camera' },
        picture: { image: frame, width: 4, height: 3 },
        close: () => {
          item.closed = true
        },
      } satisfies LiveItem
    },
    facts: () => ({ size: { width: 4, height: 3 }, rate: 30, device: 'a', mirrored: true }),
    devices: async () => [{ id: 'a', label: 'Built-in' }],
    ended: new Promise((resolve) => {
      end = resolve
    }),
    close: () => {
      state.closed = true
    },
  }
  return { feed, items, state, windows, end: () => end(null), arrive: () => arrived(0), isListening: () => listening }
}

const ms = { input: 1, run: 2, readback: 0, result: 1 }
const result = { groups: [], outputs: [], detail: null, compiled: false, ms, memory: 5 }
const began = store.getState()
const live = () => store.getState().live
/** Lets the loop take its item, run it, draw it and wait for the next one. */
const settled = async () => {
  for (let task = 0; task < 5; task++) await nextTask()
}
let fake: ReturnType<typeof fakeFeed>

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  store.setState(began, true)
  const inputs = ['x', 'size'].map((name) => ({ name, dtype: 'float32', shape: [null, 2] }))
  patch('model', {
    phase: 'ready',
    loaded: {
      session: 's',
      inputs,
      pictureInputs: ['x'],
      soundInputs: ['x'],
      summary: { metadata: { clues: [] } },
    } as never,
  })
  engine.asked.length = 0
  engine.answer = async () => result
  fake = fakeFeed()
  camera.continuous = true
  camera.feeds = 'pictures'
  camera.open = async () => fake.feed
})

afterEach(() => leaveLive())

async function started(): Promise<void> {
  await typeInput('size', '1, 2')
  showLive('camera')
  await startLive()
  await settled()
}

describe('a live source', () => {
  it('starts only when the other inputs have a source', async () => {
    showLive('camera')
    expect(canStart(store.getState())).toEqual({ ok: false, reason: 'Input size has no source yet.' })
    await typeInput('size', '1, 2')
    expect(canStart(store.getState()).ok).toBe(true)
    expect(live().source).toBe('camera')
  })

  it('runs each item with the sources of the other inputs, and shows the result with its own picture', async () => {
    await started()
    expect(live()).toMatchObject({ phase: 'running', devices: [{ label: 'Built-in' }] })
    fake.arrive()
    await settled()
    expect(engine.asked[0]?.bindings.map(({ input, source }) => [input, source.kind])).toEqual([
      ['x', 'frame'],
      ['size', 'text'],
    ])
    expect(liveFeed.getState()).toMatchObject({ result, picture: { width: 4 } })
    expect(fake.items[0]?.closed).toBe(false)
    fake.arrive()
    await settled()
    expect(fake.items.map(({ closed }) => closed)).toEqual([true, false])
    stopLive()
    expect(live().figures).toMatchObject({ drawn: 2, dropped: 0 })
    expect(store.getState().page.announcement).toBe('Stopped after 2 frames.')
  })

  it('describes the input once a second, and at once after a change', async () => {
    await started()
    fake.arrive()
    await settled()
    fake.arrive()
    await settled()
    await setReadingOption('out', 'boxes', 'threshold', 0.7)
    await settled()
    expect(engine.asked.map(({ detail }) => detail)).toEqual([true, false, true])
    expect(engine.asked[2]?.choices).toMatchObject({ out: { options: { boxes: { threshold: 0.7 } } } })
  })

  it('asks a sound for as much as the model took, and for all after a change', async () => {
    camera.feeds = 'sounds'
    const { loaded } = store.getState().model
    patch('model', { loaded: { ...loaded, summary: { metadata: { clues: [{ question: 'sound' }] } } } as never })
    const sound = { timing: { window: 16_000, rate: 16_000 } }
    engine.answer = async (request) => ({
      ...result,
      detail: (request as Asked).detail ? { inputs: [{ input: 'x', sound }], ledger: [] } : null,
    })
    await started()
    for (let item = 0; item < 3; item++) {
      fake.arrive()
      await settled()
    }
    await setReadingOption('out', 'boxes', 'threshold', 0.7)
    await settled()
    expect(fake.windows).toEqual([null, 1, 1, null])
  })

  it('describes the item whose result stays after a stop', async () => {
    const answers = (name: string, time: number) => async (request: unknown) => ({
      ...result,
      detail: (request as Asked).detail ? { inputs: [{ input: 'x', name }], ledger: [{ id: 'run', ms: time }] } : null,
    })
    engine.answer = answers('first', 1)
    await started()
    fake.arrive()
    await settled()
    engine.answer = answers('last', 2)
    fake.arrive()
    await settled()
    expect(live().ledger).toEqual([{ id: 'run', ms: 1 }])
    stopLive()
    await settled()
    expect(engine.asked.map(({ detail }) => detail)).toEqual([true, false, true])
    expect(engine.asked[2]?.bindings[0]).toEqual(engine.asked[1]?.bindings[0])
    expect(store.getState().input.prepared.x).toMatchObject({ value: { name: 'last' } })
    expect(live().ledger).toEqual([{ id: 'run', ms: 2 }])
    expect(fake.items.map(({ closed }) => closed)).toEqual([true, false])
  })

  it('describes each item of a pad, and forgets the result once the sheet is empty', async () => {
    camera.continuous = false
    engine.answer = async () => ({ ...result, detail: { inputs: [{ input: 'x' }], ledger: [] } })
    await started()
    for (const empty of [false, false, true]) {
      fake.state.empty = empty
      fake.arrive()
      await settled()
    }
    expect(engine.asked.map(({ detail }) => detail)).toEqual([true, true])
    expect(liveFeed.getState()).toEqual({ result: null, picture: null })
    expect(store.getState().input.prepared).not.toHaveProperty('x')
    expect(live()).toMatchObject({ phase: 'running', ledger: null })
    expect(fake.items.every(({ closed }) => closed)).toBe(true)
  })

  it('says once why it was stopped, and takes back the count of its frames', async () => {
    await started()
    fake.arrive()
    await settled()
    leaveLive('another model was loaded')
    leaveLive('another model was loaded')
    const { notices, announcement } = store.getState().page
    expect(notices).toEqual(['The camera was stopped, because another model was loaded.'])
    expect(announcement).toBe('')
    expect(live()).toMatchObject({ figures: null, note: '' })
  })

  it('frees the device and every frame when it stops, even during a run', async () => {
    let end: (value: unknown) => void = () => undefined
    engine.answer = () => new Promise((resolve) => (end = resolve))
    await started()
    fake.arrive()
    stopLive()
    expect(fake.state.closed).toBe(true)
    expect(fake.isListening()).toBe(false)
    end(result)
    await settled()
    expect(liveFeed.getState().result).toBe(null)
    expect(fake.items.every(({ closed }) => closed)).toBe(true)
  })

  it('is left when another source feeds its input, and keeps nothing', async () => {
    await started()
    fake.arrive()
    await settled()
    await typeInput('x', '1')
    expect(live()).toMatchObject({ source: null, phase: 'off' })
    expect(liveFeed.getState()).toEqual({ result: null, picture: null })
    expect(fake.items.every(({ closed }) => closed)).toBe(true)
    expect(fake.state.closed).toBe(true)
  })

  it('closes a device that was allowed after the person had stopped', async () => {
    let allow: (feed: Feed) => void = () => undefined
    camera.open = () => new Promise((resolve) => (allow = resolve))
    await typeInput('size', '1, 2')
    showLive('camera')
    const starting = startLive()
    expect(live().phase).toBe('opening')
    leaveLive()
    allow(fake.feed)
    await starting
    expect(fake.state.closed).toBe(true)
    expect(live().phase).toBe('off')
  })

  it('says why it was not opened', async () => {
    camera.open = () => Promise.reject(new EngineError('device-denied', 'The camera was not allowed.'))
    await started()
    expect(live()).toMatchObject({ phase: 'off', error: { code: 'device-denied' } })
  })

  it('goes on after a wrong setting, and stops at any other error', async () => {
    await started()
    engine.answer = () => Promise.reject(new EngineError('input-shape', 'A deviation of 0.'))
    fake.arrive()
    await settled()
    expect(store.getState().input.prepared.x).toMatchObject({ phase: 'error', error: { code: 'input-shape' } })
    expect(live().phase).toBe('running')
    engine.answer = () => Promise.reject(new EngineError('worker-lost', 'It was lost again and again.'))
    fake.arrive()
    await settled()
    expect(live()).toMatchObject({ phase: 'off', error: { code: 'worker-lost' } })
    expect(fake.state.closed).toBe(true)
    expect(fake.items.every(({ closed }) => closed)).toBe(true)
  })

  it('skips items while the model is reloaded', async () => {
    await started()
    patch('model', { pending: {} as never })
    fake.arrive()
    await settled()
    expect(engine.asked).toHaveLength(0)
    expect(fake.items[0]?.closed).toBe(true)
    expect(live().phase).toBe('running')
  })

  it('stops by itself when the source ends', async () => {
    await started()
    fake.end()
    await settled()
    expect(live()).toMatchObject({ phase: 'off', error: null })
    expect(fake.state.closed).toBe(true)
  })

  it('pauses in a hidden tab, and frees the device after a minute', async () => {
    await started()
    vi.useFakeTimers()
    try {
      tabHidden(true)
      expect(live().phase).toBe('paused')
      tabHidden(false)
      expect(live()).toMatchObject({ phase: 'running', note: '' })
      tabHidden(true)
      vi.advanceTimersByTime(61_000)
      expect(live()).toMatchObject({ phase: 'off', note: 'Stopped, because the tab was hidden for a minute.' })
      expect(fake.state.closed).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('runs nothing while the tab is hidden, and the newest item afterwards', async () => {
    await started()
    tabHidden(true)
    fake.arrive()
    await settled()
    expect(engine.asked).toHaveLength(0)
    tabHidden(false)
    await settled()
    expect(engine.asked).toHaveLength(1)
  })

  it('is mirrored like its source says, unless the person chose', async () => {
    await started()
    expect(live().mirrored ?? live().facts?.mirrored).toBe(true)
    setMirrored(false)
    expect(live().mirrored).toBe(false)
  })
})
