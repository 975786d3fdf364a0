import { nextTask } from '../../base/abort.ts'
import { type PlainError, toPlainError } from '../../base/errors.ts'
import { pixelsOfFrame } from '../../base/frame-pixels.ts'
import type { LiveResult } from '../../base/live.ts'
import type { Feed, LiveItem, LivePicture } from '../../live/contract.ts'
import { LiveLog } from '../../live/figures.ts'
import { Loop, type Outcome } from '../../live/loop.ts'
import { liveBindings, liveInput } from '../bindings.ts'
import { call, engine } from '../engine.ts'
import { liveFeed } from '../live-feed.ts'
import { patch, store } from '../store.ts'
import { recordResult, sizeOfRecords } from './recording.ts'

/** Time between two updates of the figures, ms; longer if the person asked for less motion. */
const figureInterval = 500
const calmInterval = 1000
/** Time between two descriptions of the input and its steps, ms. */
const detailInterval = 1000

/** A live source in use: runs its newest item again and again, and draws each result together with its picture. */
export class Running {
  readonly feed: Feed
  readonly #onError: (error: PlainError) => void
  readonly #continuous: boolean
  readonly #log = new LiveLog()
  readonly #loop: Loop<LiveItem>
  readonly #endings: (() => void)[] = []
  /** The item whose picture is on the screen. */
  #shown: LiveItem | null = null
  #stopped = false
  /** Of the last item, the time that does not belong to the model, ms. */
  #overhead = 0
  /** Place of the first item in the source, s. */
  #began: number | null = null
  /** When the last description was asked for; it is due at once after a change of settings. */
  #described = Number.NEGATIVE_INFINITY
  /** Whether items were missed because the tab was hidden. */
  #wasHidden = false

  /**
   * `continuous`: other items follow soon, so that not each has to be described. `onError`: it cannot go on; the caller
   * stops it.
   */
  constructor(feed: Feed, continuous: boolean, onError: (error: PlainError) => void) {
    this.feed = feed
    this.#continuous = continuous
    this.#onError = onError
    this.#loop = new Loop<LiveItem>({
      take: () => feed.take(),
      pass: (item) => this.#pass(item),
      onDrawn: (ms) => this.#log.drawn(performance.now(), ms, this.#overhead),
      onDropped: (count, cause) => this.#log.dropped(performance.now(), count, cause),
    })
    this.#endings.push(
      feed.listen((missed) => {
        this.#loop.arrived(missed, this.#wasHidden ? 'hidden' : 'page')
        this.#wasHidden = false
      }),
    )
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const timer = setInterval(() => this.#tellFigures(), calm ? calmInterval : figureInterval)
    this.#endings.push(() => clearInterval(timer))
  }

  /** The tab was hidden until now: browsers present no frames then. */
  resume(): void {
    this.#wasHidden = true
  }

  /** Settings or readings have changed: describes the next item, and runs the newest one again. */
  settingsChanged(): void {
    this.#described = Number.NEGATIVE_INFINITY
    this.#loop.arrived()
  }

  /** Frees the device. The last result stays on the screen until `clear`. */
  stop(): void {
    if (this.#stopped) return
    this.#tellFigures()
    this.#stopped = true
    this.#loop.stop()
    for (const end of this.#endings) end()
    this.feed.close()
  }

  /** Releases the picture on the screen. */
  clear(): void {
    this.stop()
    this.#shown?.close()
    this.#shown = null
  }

  async #pass(item: LiveItem): Promise<Outcome> {
    const state = store.getState()
    const { loaded, pending } = state.model
    if (loaded === null || pending !== null) {
      item.close()
      return { drawn: false, cause: 'loading' }
    }
    const begin = performance.now()
    let recovered = false
    const stop = engine().onRecovery(() => {
      recovered = true
    })
    const detail = !this.#continuous || begin - this.#described >= detailInterval
    if (detail) this.#described = begin
    try {
      const { session } = loaded
      const bindings = liveBindings(state, item.source)
      const pixels = item.picture === null ? null : pixelsOfFrame(item.picture.image)
      const result = await call('runLive', { session, bindings, choices: state.run.choices, detail })
      if (this.#stopped) {
        item.close()
        return { drawn: false, cause: 'running' }
      }
      this.#began ??= item.time
      recordResult(result, item.time - this.#began)
      await this.#draw(item, result, await pixels)
      this.#overhead = performance.now() - begin - result.ms.run - result.ms.readback
      return { drawn: true, cause: recovered ? 'recovering' : result.compiled ? 'compiling' : 'running' }
    } catch (error) {
      item.close()
      return this.#failed(toPlainError(error), loaded.session)
    } finally {
      stop()
    }
  }

  /** Resolves once the result and its picture are on the page. */
  async #draw(item: LiveItem, result: LiveResult, pixels: LivePicture['pixels'] = null): Promise<void> {
    const before = this.#shown
    this.#shown = item
    liveFeed.setState({ result, picture: item.picture && { ...item.picture, pixels } })
    if (result.detail !== null) {
      const ready = result.detail.inputs.map((value) => [value.input, { phase: 'ready', value }] as const)
      patch('input', { prepared: { ...store.getState().input.prepared, ...Object.fromEntries(ready) } })
      patch('live', { ledger: result.detail.ledger })
    }
    await nextTask()
    before?.close()
  }

  #failed(error: PlainError, session: string): Outcome {
    const state = store.getState()
    const input = liveInput(state)
    // The model was reloaded meanwhile, as after a change of the backend.
    if (state.model.loaded?.session !== session || state.model.pending !== null)
      return { drawn: false, cause: 'loading' }
    if (this.#stopped) return { drawn: false, cause: 'running' }
    // A wrong setting can be corrected while it goes on.
    if (/^input-/.test(error.code) && input !== null)
      patch('input', { prepared: { ...state.input.prepared, [input]: { phase: 'error', error } } })
    else this.#onError(error)
    return { drawn: false, cause: 'running' }
  }

  #tellFigures(): void {
    if (this.#stopped) return
    const { memory = null } = liveFeed.getState().result ?? {}
    const { recording } = store.getState().live
    if (recording?.on) patch('live', { recording: { on: true, ...sizeOfRecords() } })
    patch('live', { figures: this.#log.figures(performance.now()), facts: this.feed.facts(), memory })
  }
}
