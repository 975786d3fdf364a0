import type { Answer, Effect, Setting } from './contract.ts'

export type Sure = 'guess' | 'fairly' | 'certain'

export type Part = 'first' | 'try' | 'transfer'

/** One committed experiment, as it is kept in this browser. */
export interface Attempt {
  readonly lesson: string
  readonly part: Part
  /** ms since 1970. */
  readonly at: number
  readonly model: string
  /** False if a bundled sample stood in. */
  readonly own: boolean
  readonly guess: Answer | null
  readonly sure: Sure | null
  /** Why the learner thought so; may be empty. */
  readonly reason: string
  readonly setting: Setting
  readonly answer: Answer | null
  readonly effect: Effect
  readonly headline: string
  /** `null` without a guess or an answer. */
  readonly agrees: boolean | null
}

/** An idea asked again. */
export interface Recalled {
  readonly lesson: string
  readonly at: number
  readonly right: boolean
}

export interface Progress {
  readonly attempts: readonly Attempt[]
  readonly recalls: readonly Recalled[]
}

export const noProgress: Progress = { attempts: [], recalls: [] }

/** The oldest are forgotten beyond this. */
const most = 400

export function withAttempt({ attempts, recalls }: Progress, attempt: Attempt): Progress {
  return { attempts: [...attempts, attempt].slice(-most), recalls }
}

export function withRecall({ attempts, recalls }: Progress, recalled: Recalled): Progress {
  return { attempts, recalls: [...recalls, recalled].slice(-most) }
}

/** What was stored; nothing if it is missing or damaged. */
export function parseProgress(text: string | null): Progress {
  try {
    const stored: unknown = JSON.parse(text ?? '')
    const { attempts, recalls } = stored as Progress
    return Array.isArray(attempts) && Array.isArray(recalls) ? { attempts, recalls } : noProgress
  } catch {
    return noProgress
  }
}

const week = 7 * 24 * 3600 * 1000

/**
 * The lesson to ask about again before another one opens: each once before the next lesson, once at a later visit, and
 * a week after; first those that were wrong and certain. `null` if none is due. `visit`: when this visit began;
 * `skipped`: what was skipped in it, and waits for the next one.
 */
export function dueRecall(
  progress: Progress,
  next: string,
  { visit, skipped }: { readonly visit: number; readonly skipped: ReadonlySet<string> },
  now: number,
): string | null {
  const judged = [...firstAttempts(progress)].filter(([lesson]) => lesson !== next && !skipped.has(lesson))
  const due = judged.filter(([lesson]) => {
    const asked = progress.recalls.filter((one) => one.lesson === lesson)
    const last = asked.at(-1)
    if (last === undefined) return true
    const rights = asked.filter(({ right }) => right).length
    return last.at < visit && (rights < 2 || now - last.at > week)
  })
  return due.toSorted(([, a], [, b]) => urgency(b) - urgency(a) || a.at - b.at)[0]?.[0] ?? null
}

/** The first attempt at each lesson. */
export function firstAttempts({ attempts }: Progress): ReadonlyMap<string, Attempt> {
  const first = new Map<string, Attempt>()
  for (const attempt of attempts) if (!first.has(attempt.lesson)) first.set(attempt.lesson, attempt)
  return first
}

function urgency({ agrees, sure }: Attempt): number {
  if (agrees !== false) return 0
  return sure === 'certain' ? 2 : 1
}

/** How often a learner was right at each degree of certainty. */
export function calibration({ attempts }: Progress): readonly { sure: Sure; right: number; of: number }[] {
  return (['guess', 'fairly', 'certain'] as const).flatMap((sure) => {
    const judged = attempts.filter((one) => one.sure === sure && one.agrees !== null)
    const right = judged.filter(({ agrees }) => agrees === true).length
    return judged.length === 0 ? [] : { sure, right, of: judged.length }
  })
}
