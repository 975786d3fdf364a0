import { describe, expect, it } from 'vitest'
import {
  type Attempt,
  calibration,
  dueRecall,
  noProgress,
  type Progress,
  parseProgress,
  withAttempt,
  withRecall,
} from './progress.ts'

const attempt = (lesson: string, change: Partial<Attempt> = {}): Attempt => ({
  lesson,
  part: 'first',
  at: 1000,
  model: 'm',
  own: true,
  guess: { kind: 'choice', option: 'a' },
  sure: null,
  reason: '',
  setting: {},
  answer: { kind: 'choice', option: 'a' },
  effect: 'expected',
  headline: 'So it is.',
  agrees: true,
  ...change,
})
const progressOf = (...attempts: readonly Attempt[]): Progress => attempts.reduce(withAttempt, noProgress)

const since = (visit: number) => ({ visit, skipped: new Set<string>() })

describe('an idea is asked again', () => {
  it('before another lesson, once; not before its own', () => {
    const progress = progressOf(attempt('a'))
    expect(dueRecall(progress, 'a', since(500), 2000)).toBeNull()
    expect(dueRecall(progress, 'b', since(500), 2000)).toBe('a')
    expect(dueRecall(withRecall(progress, { lesson: 'a', at: 1500, right: true }), 'b', since(500), 2000)).toBeNull()
  })

  it('at the next visit, and after that only a week later', () => {
    const once = withRecall(progressOf(attempt('a')), { lesson: 'a', at: 1500, right: true })
    expect(dueRecall(once, 'b', since(5000), 6000)).toBe('a')
    const twice = withRecall(once, { lesson: 'a', at: 6000, right: true })
    expect(dueRecall(twice, 'b', since(9000), 10_000)).toBeNull()
    const week = 7 * 24 * 3600 * 1000
    expect(dueRecall(twice, 'b', since(6000 + week), 6001 + week)).toBe('a')
  })

  it('first if the guess was wrong and certain, then if it was wrong', () => {
    const progress = progressOf(
      attempt('right'),
      attempt('wrong', { agrees: false, sure: 'guess' }),
      attempt('certain', { agrees: false, sure: 'certain' }),
    )
    expect(dueRecall(progress, 'next', since(500), 2000)).toBe('certain')
    expect(dueRecall(progress, 'certain', since(500), 2000)).toBe('wrong')
  })
})

it('an idea that was skipped is not asked again in the same visit', () => {
  const progress = progressOf(attempt('a'), attempt('b'))
  expect(dueRecall(progress, 'next', { visit: 500, skipped: new Set(['a']) }, 2000)).toBe('b')
  expect(dueRecall(progress, 'next', { visit: 500, skipped: new Set(['a', 'b']) }, 2000)).toBeNull()
})

it('calibration counts judged guesses by how sure they were', () => {
  const progress = progressOf(
    attempt('a', { sure: 'certain' }),
    attempt('b', { sure: 'certain', agrees: false }),
    attempt('c', { sure: 'guess', agrees: null }),
  )
  expect(calibration(progress)).toEqual([{ sure: 'certain', right: 1, of: 2 }])
})

it.each([null, '', '{', '[]', '{"attempts":1}'])('what is stored may be missing or damaged: %s', (text) => {
  expect(parseProgress(text)).toEqual(noProgress)
})

it('what is stored is read back', () => {
  const progress = withRecall(progressOf(attempt('a')), { lesson: 'a', at: 2, right: false })
  expect(parseProgress(JSON.stringify(progress))).toEqual(progress)
})
