import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lessonSamples } from '../store/lessons/samples.ts'
import { samples } from '../store/samples.ts'
import { lessonOfStage } from '../views/ledger/lessons.ts'
import type { Answer, Effect, Prediction, Topic } from './contract.ts'
import { cases } from './fixtures/cases.ts'
import { lessonOf, lessons } from './index.ts'
import { type Outcome, optionFor, verdictOf } from './judge.ts'
import { piecesOf, plainText } from './words.ts'

const topic: Topic = { name: 'darknet-tiny', input: 'cat.jpg', fed: true, own: true }
const wordsIn = (text: string) =>
  plainText(text)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/** An answer that is surely another one. */
function wrongFor(prediction: Prediction, answer: Answer): Answer {
  if (prediction.kind === 'choice') {
    const right = optionFor(prediction, answer)?.id
    const other = prediction.options.find(({ id }) => id !== right)
    return { kind: 'choice', option: other?.id ?? '' }
  }
  const { min, max, scale } = prediction.axis
  const far = (value: number) =>
    value - min > max - value || (scale === 'log' && value / min > max / value) ? min : max
  if (answer.kind === 'spread') return { kind: 'spread', low: far(answer.low), high: far(answer.high) }
  return { kind: 'number', value: far(answer.kind === 'number' ? answer.value : min) }
}

function rightFor(prediction: Prediction, answer: Answer): Answer {
  const option = optionFor(prediction, answer)
  return option === undefined ? answer : { kind: 'choice', option: option.id }
}

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('lesson %s', (id, lesson) => {
  const prediction = lesson.prediction(topic)
  const texts = [
    lesson.lead,
    lesson.question(topic),
    lesson.transfer(topic),
    lesson.advice,
    lesson.recall.question,
    ...lesson.recall.causes,
    ...lesson.steps(topic, {}),
    ...(prediction.kind === 'choice'
      ? prediction.options.flatMap(({ label, why, refute }) => [label, why, refute])
      : []),
  ]

  it('is short, has steps and a choice of causes, and explains its words', () => {
    expect(wordsIn(lesson.lead)).toBeLessThanOrEqual(90)
    expect(lesson.minutes).toBeLessThanOrEqual(4)
    expect(lesson.steps(topic, {}).length).toBeGreaterThanOrEqual(2)
    expect(new Set(lesson.recall.causes).size).toBe(3)
    expect(lesson.tries.length).toBeGreaterThan(0)
    expect(new Set(lesson.samples).size).toBe(2)
    for (const text of texts) {
      expect(text.trim()).not.toBe('')
      // A mark of a word that is not explained would be shown as it is.
      const plain = piecesOf(text).filter(({ word }) => word === null)
      expect(plain.map((piece) => piece.text.replace(/`[^`]*`/g, '')).join('')).not.toMatch(/\[[a-z]+\]/)
    }
  })

  it.each(['expected', 'opposite', 'close', 'unmeasured'] as const)(
    '%s: the measurement chooses the sentences',
    (effect) => {
      const facts = cases[id]?.[effect]
      if (facts === undefined) throw new Error(`no doctored measurement of ${id} for ${effect}`)
      const finding = lesson.finding(facts, topic)
      expect(finding.effect).toBe(effect)
      const { general, model, device } = finding.says
      for (const text of [finding.headline, general, model, device]) {
        expect(text).toMatch(/[.!]$/)
        expect(text).not.toMatch(/undefined|NaN|null|Infinity/)
      }
      expect(wordsIn([general, model, device].join(' '))).toBeLessThanOrEqual(60)
      const outcome: Outcome = { kind: 'found', finding }
      if (finding.answer === null) {
        expect(effect).not.toBe('expected')
        expect(verdictOf(prediction, wrongFor(prediction, { kind: 'number', value: 1 }), outcome).agrees).toBeNull()
        return
      }
      const right = verdictOf(prediction, rightFor(prediction, finding.answer), outcome)
      const wrong = verdictOf(prediction, wrongFor(prediction, finding.answer), outcome)
      expect([right.agrees, wrong.agrees]).toEqual([true, false])
      expect(right.headline).toBe(wrong.headline)
      expect(right.gap).not.toBe(wrong.gap)
      expect(wrong.gap).toMatch(/[.!]$/)
      expect(wrong.guess).toMatch(/^You said .+\.$/)
      expect(verdictOf(prediction, null, outcome)).toMatchObject({ guess: '', gap: '', agrees: null })
    },
  )

  it('has another headline for each effect', () => {
    const effects: readonly Effect[] = ['expected', 'opposite', 'close', 'unmeasured']
    const headlines = effects.map((effect) => lesson.finding(cases[id]?.[effect] ?? {}, topic).headline)
    expect(new Set(headlines).size).toBe(4)
  })
})

describe('the samples of lessons', () => {
  const notices = readFileSync(new URL('../../THIRD_PARTY.md', import.meta.url), 'utf8')

  it.each(lessonSamples.map((sample) => [sample.id, sample] as const))(
    '%s has its files and its source',
    (id, sample) => {
      for (const { url } of sample.files)
        expect(existsSync(new URL(`../../public/${url}`, import.meta.url)), url).toBe(true)
      expect(notices).toContain(`\`public/samples/${id}\``)
    },
  )

  it('are those that the lessons name', () => {
    const known = new Set([...samples, ...lessonSamples].map(({ id }) => id))
    for (const lesson of lessons) for (const sample of lesson.samples) expect(known).toContain(sample)
  })
})

describe('a verdict without a measurement', () => {
  const prediction = lessonOf('tracing').prediction(topic)
  const guess: Answer = { kind: 'choice', option: 'two' }

  it('says how far an interrupted experiment came', () => {
    const { headline, agrees, hint } = verdictOf(prediction, guess, { kind: 'interrupted', done: 1, of: 3 })
    expect(headline).toBe('The experiment was stopped after 1 of its 3 steps.')
    expect([agrees, hint]).toEqual([null, 'Run it again to get the answer.'])
  })

  it('gives the reason of a failed one', () => {
    const error = { code: 'gpu-lost', message: 'The GPU was lost.', hint: '', cause: '' } as const
    const { headline, gap, hint } = verdictOf(prediction, guess, { kind: 'failed', error })
    expect([headline, gap]).toEqual(['It could not be measured here.', 'The GPU was lost.'])
    expect(hint).toBe('Try it with another backend or model.')
  })
})

it('the stages of the ledger link to lessons', () => {
  const ids = new Set(lessons.map(({ id }) => id))
  for (const { id } of Object.values(lessonOfStage)) expect(ids).toContain(id)
})

it('every lesson has an id of its own, and an unknown one is the first', () => {
  expect(new Set(lessons.map(({ id }) => id)).size).toBe(lessons.length)
  expect(lessonOf('none')).toBe(lessons[0])
})
