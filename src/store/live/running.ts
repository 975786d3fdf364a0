import { nextTask } from '../../base/abort.ts'
import { type PlainError, toPlainError } from '../../base/errors.ts'
import { type FramePixels, pixelsOfFrame } from '../../base/frame-pixels.ts'
import type { LiveResult } from '../../base/live.ts'
import type { Feed, LiveItem, SoundWanted } from '../../live/contract.ts'
import { LiveLog } from '../../live/figures.ts'
import { Loop, type Outcome } from '../../live/loop.ts'
import { call, engine } from '../engine.ts'
import { liveFeed, nothingShown } from '../live-feed.ts'
import { liveBindings, liveInput } from '../live-inputs.ts'
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
  /** Pixels of the picture on the screen, and an array for those of the next one. */
  #pixels: FramePixels | null = null
  #spare: FramePixels | null = null
  /** Whether the input panel and the rail describe the shown item. */
  #shownDescribed = false
  #stopped = false
  /** Of the last item, the time that does not belong to the model, ms. */
  #overhead = 0
  /** Place of the first item in the source, s. */
  #began: number | null = null
  /** When the last description was asked for; minus infinity after a change of settings, to ask at the next item. */
  #described = Number.NEGATIVE_INFINITY
  /** What the model took of a sound at the last description; `null` to ask for all, as after a change. */
  #wanted: SoundWanted | null = null
  /** Whether items are ignored because the tab is hidden. */
  #paused = false
  /** Whether items were missed because the tab was hidden. */
  #wasHidden = false

  /**
   * `continuous`: items follow each other quickly, so only some of them are described. `onError` is called when the source
   * cannot go on; the caller then stops it.
   */
  constructor(feed: Feed, continuous: boolean, onError: (error: PlainError) => void) {
    this.feed = feed
    this.#continuous = continuous
    this.#onError = onError
    this.#loop = new Loop<LiveItem>({
      take: () => this.#take(),
      pass: (item) => this.#pass(item),
      onDrawn: (ms) => this.#log.drawn(performance.now(), ms, this.#overhead),
      onDropped: (count, cause) => this.#log.dropped(performance.now(), count, cause),
    })
    this.#endings.push(
      feed.listen((missed, cause) => {
        if (this.#paused) return
        this.#loop.arrived(missed, this.#wasHidden ? 'hidden' : cause)
        this.#wasHidden = false
      }),
    )
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const timer = setInterval(() => this.#tellFigures(), calm ? calmInterval : figureInterval)
    this.#endings.push(() => clearInterval(timer))
  }

  /** The tab is hidden: browsers present no frames then, but go on with sounds. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#wasHidden = true
    this.#loop.repeat()
  }

  /** Settings or readings have changed: describes the next item, and runs the newest one again. */
  settingsChanged(): void {
    this.#described = Number.NEGATIVE_INFINITY
    this.#wanted = null
    this.#loop.repeat()
  }

  /** Frees the device. The last result stays on the screen until `clear`; `describes` it if that is not done yet. */
  stop(describes: boolean): void {
    if (this.#stopped) return
    this.#tellFigures()
    this.#stopped = true
    this.#loop.stop()
    for (const end of this.#endings) end()
    this.feed.close()
    if (describes && this.#shown !== null && !this.#shownDescribed) void this.#describe(this.#shown)
  }

  /** Stops, and releases the picture on the screen. */
  clear(): void {
    this.#release()
    this.stop(false)
  }

  #release(): void {
    this.#shown?.close()
    this.#shown = null
  }

  #take(): LiveItem | null {
    const item = this.feed.take(this.#wanted)
    if (item === null && !this.#continuous) this.#forget()
    return item
  }

  /** Takes the result from the page, as after the sheet was cleared. */
  #forget(): void {
    const state = store.getState()
    const fed = liveInput(state)
    liveFeed.setState(nothingShown)
    patch('input', {
      prepared: Object.fromEntries(Object.entries(state.input.prepared).filter(([name]) => name !== fed)),
    })
    patch('live', { ledger: null })
    this.#release()
  }

  /** Runs the shown item once more, so that the panel, the rail and the result belong to one run. Never fails. */
  async #describe(item: LiveItem): Promise<void> {
    const state = store.getState()
    const { loaded, pending } = state.model
    if (loaded === null || pending !== null) return
    const { session } = loaded
    const bindings = liveBindings(state, item.source)
    try {
      const result = await call('runLive', { session, bindings, choices: state.run.choices, detail: true })
      if (this.#shown !== item) return
      liveFeed.setState({ result })
      showDetail(result)
    } catch {
      // The result stays, with the description before.
    }
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
      const pixels = item.picture === null ? null : pixelsOfFrame(item.picture.image, this.#spare)
      const result = await call('runLive', { session, bindings, choices: state.run.choices, detail })
      const converted = await pixels
      if (this.#stopped) {
        item.close()
        return { drawn: false, cause: 'running' }
      }
      this.#began ??= item.time
      recordResult(result, item.time - this.#began)
      this.#wanted = wantedBy(result, liveInput(state), (loaded.states?.length ?? 0) > 0) ?? this.#wanted
      await this.#draw(item, result, converted)
      this.#overhead = performance.now() - begin - result.ms.run - result.ms.readback
      return { drawn: true, cause: recovered ? 'recovering' : result.compiled ? 'compiling' : 'running' }
    } catch (error) {
      // It may still be written to.
      this.#spare = null
      item.close()
      return this.#failed(toPlainError(error), loaded.session)
    } finally {
      stop()
    }
  }

  /** Resolves once the result and its picture are on the page. */
  async #draw(item: LiveItem, result: LiveResult, pixels: FramePixels | null): Promise<void> {
    const before = this.#shown
    this.#shown = item
    this.#shownDescribed = result.detail !== null
    liveFeed.setState({ result, picture: item.picture && { ...item.picture, pixels } })
    showDetail(result)
    await nextTask()
    before?.close()
    this.#spare = this.#pixels
    this.#pixels = pixels
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

/** What a run took of a sound; `null` if it was not described or took no sound. */
function wantedBy({ detail }: LiveResult, fed: string | null, contiguous: boolean): SoundWanted | null {
  const timing = detail?.inputs.find(({ input }) => input === fed)?.sound?.timing
  return timing === undefined ? null : { seconds: timing.window / timing.rate, contiguous }
}

/** Shows the description of the inputs and the stages of a run, if it has one. */
function showDetail({ detail }: LiveResult): void {
  if (detail === null) return
  const ready = detail.inputs.map((value) => [value.input, { phase: 'ready', value }] as const)
  patch('input', { prepared: { ...store.getState().input.prepared, ...Object.fromEntries(ready) } })
  patch('live', { ledger: detail.ledger })
}
