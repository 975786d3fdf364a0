import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'
import { formatShape } from '../../../base/tensor.ts'
import { choiceOf } from '../../../base/values.ts'
import type { TreeFile } from '../../../files/tree.ts'
import type { OpenInput } from '../../input-format.ts'
import type { InputValue } from '../../input-value.ts'
import { membersOf } from '../../json/members.ts'
import { readContent } from '../../json/read.ts'
import { defaultMember, memberField, memberReason } from '../../members.ts'

/** Larger files are not checked before they are run, bytes. */
const checkedSize = 8 * 2 ** 20

/** JSON files beside a model are often notes or records; only one that contains an array can be an input. */
export async function check(file: TreeFile, signal?: AbortSignal): Promise<void> {
  if (file.source.size <= checkedSize) membersOf(await readContent(file, signal), file.path, '')
}

export const open: OpenInput = async (file, job) => {
  const members = membersOf(await readContent(file, job.signal), file.path, job.spec.name)
  const names = members.map(({ name }) => name)
  const single = members.length === 1
  let last: InputValue | null = null
  return {
    source: `JSON${single ? '' : `, ${members.length} arrays`}`,
    auto: () => {
      const member = defaultMember(names, job.spec.name)
      return { values: { member }, reason: memberReason(member, names, job.spec.name) }
    },
    fields: (values) => memberField(names, values),
    inputValue: (values) => {
      const member = members.find(({ name }) => name === choiceOf(values, 'member'))
      if (member === undefined)
        throw new EngineError(
          'input-unreadable',
          `${file.path} contains nothing named "${choiceOf(values, 'member')}".`,
        )
      last = member.read()
      return last
    },
    summary: (values) =>
      [choiceOf(values, 'member'), last === null ? '' : contentOf(last)].filter((part) => part !== '').join(', '),
  }
}

function contentOf(inputValue: InputValue): string {
  if (inputValue.type === 'table')
    return `${formatCount(inputValue.rows, 'row')} × ${formatCount(inputValue.columns.length, 'column')}`
  return inputValue.type === 'tensor' ? `array ${formatShape(inputValue.shape)}` : ''
}
