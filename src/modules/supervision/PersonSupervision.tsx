import { client } from '../../ui/client.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { SessionTable } from './SessionTable.tsx'

const api = client<typeof import('./supervision.server.ts')>('supervision')

/** On a person's page: the sessions they were guided in, or guided others in. */
export default function PersonSupervision({ id }: { id: string }) {
  const found = useAnswer(api.supervisionOf, { person: id })
  return (
    <Block title="督导">
      <Answer of={found}>{(rows) => <SessionTable rows={rows} empty="没有督导记录" />}</Answer>
    </Block>
  )
}
