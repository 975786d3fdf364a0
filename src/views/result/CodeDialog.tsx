import { Suspense, use, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { codeFor } from '../../store/index.ts'
import { Announcer } from '../../ui/Announcer.tsx'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ScrollArea } from '../../ui/ScrollArea.tsx'
import styles from './CodeDialog.module.css'
import result from './Result.module.css'

const languages = [
  { id: 'javascript', label: 'JavaScript' },
  { id: 'python', label: 'Python' },
] as const

/** Programs that repeat the shown run: load the model, prepare the inputs, predict. */
export function CodeDialog({ onClose }: { readonly onClose: () => void }) {
  const [programs] = useState(() => languages.map(({ id, label }) => ({ id, label, code: codeFor(id) })))
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" level={2} className={styles.title ?? ''}>
              This run as code
            </Heading>
            <Button look="quiet" aria-label="Close" onClick={onClose}>
              <Icon name="close" />
            </Button>
          </div>
          <Tabs className={result.tabs ?? ''}>
            <TabList className={result.tabList ?? ''} aria-label="Language">
              {languages.map(({ id, label }) => (
                <Tab key={id} id={id} className={result.tab ?? ''}>
                  {label}
                </Tab>
              ))}
            </TabList>
            {programs.map(({ id, label, code }) => (
              <TabPanel key={id} id={id} className={result.panel ?? ''}>
                <Suspense fallback={<p className="muted">Generating the code …</p>}>
                  <Listing code={code} language={label} />
                </Suspense>
              </TabPanel>
            ))}
          </Tabs>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Listing(props: { readonly code: Promise<string>; readonly language: string }) {
  const { language } = props
  const code = use(props.code)
  const [note, setNote] = useState('')
  const copy = async () => {
    try {
      // Without a secure context (HTTPS) there is no clipboard.
      await navigator.clipboard.writeText(code)
      setNote('Copied.')
    } catch {
      setNote('The browser blocked copying; select the code and copy it.')
    }
  }
  return (
    <>
      <ScrollArea className={styles.code} label={`${language} code`}>
        <pre>
          <code>{code}</code>
        </pre>
      </ScrollArea>
      <div className={styles.actions}>
        <Button look="primary" onClick={copy}>
          Copy
        </Button>
        <span className="muted" aria-hidden="true">
          {note}
        </span>
        <Announcer message={note} />
      </div>
    </>
  )
}
