import { Suspense, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import type { OutputReading, OutputResult, RunResult } from '../../base/run.ts'
import { formatShape } from '../../base/tensor.ts'
import { Boundary } from '../../ui/Boundary.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { outputViews } from '../outputs/index.ts'
import { Reading } from '../outputs/Reading.tsx'
import styles from './Result.module.css'

/** So many outputs are open at once; the others are folded up. */
const open = 2

/** Every output with the views that fit it, the best one first. */
export function Outputs({ result }: { readonly result: RunResult }) {
  return (
    <>
      {result.outputs.map((output, index) => {
        const title = (
          <>
            {output.name}{' '}
            <span className={styles.shape}>
              {formatShape(output.shape)} {output.dtype}
            </span>
          </>
        )
        const body = <Readings key={output.name} output={output} index={index} />
        return (
          <section
            key={output.name}
            className={styles.output}
            aria-label={`Output ${output.name}`}
            data-output={output.name}
          >
            {index < open ? (
              <>
                <h3 className={styles.outputName}>{title}</h3>
                {body}
              </>
            ) : (
              <Fold title={<h3 className={styles.foldedName}>{title}</h3>}>{body}</Fold>
            )}
          </section>
        )
      })}
    </>
  )
}

function Readings({ output, index }: { readonly output: OutputResult; readonly index: number }) {
  const { readings } = output
  const [chosen, setChosen] = useState<OutputReading['view'] | null>(null)
  const view = readings.find((reading) => reading.view === chosen)?.view ?? readings[0]?.view ?? 'tensor'
  const [only] = readings
  if (only === undefined) return null
  if (readings.length === 1) return draw(only, output, index)
  return (
    <Tabs
      className={styles.tabs ?? ''}
      selectedKey={view}
      onSelectionChange={(key) => setChosen(readings.find((reading) => reading.view === key)?.view ?? null)}
    >
      <TabList className={styles.tabList ?? ''} aria-label={`Ways to read ${output.name}`}>
        {readings.map((reading) => (
          <Tab key={reading.view} id={reading.view} className={styles.tab ?? ''}>
            {outputViews[reading.view].label}
          </Tab>
        ))}
      </TabList>
      {readings.map((reading) => (
        <TabPanel key={reading.view} id={reading.view} className={styles.panel ?? ''}>
          {draw(reading, output, index)}
        </TabPanel>
      ))}
    </Tabs>
  )
}

function draw(reading: OutputReading, output: OutputResult, index: number) {
  return (
    <Boundary subject={`The view of ${output.name}`}>
      <Suspense fallback={<p className="muted">Opening the view …</p>}>
        <Reading reading={reading} output={output} index={index} />
      </Suspense>
    </Boundary>
  )
}
