import { client } from '../../ui/client.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Assignments } from './expert.screens.tsx'

const api = client<typeof import('./expert.server.ts')>('experts')

/** On an organisation's page: the stations it guides (PZ-2.1c). Nothing when it guides none. */
export default function OrganisationGuides({ id }: { id: string }) {
  const found = useAnswer(api.guidedBy, { organisation: id })
  if (found.data?.length === 0) return null
  return (
    <Block title="指导的社工站">
      <Answer of={found}>{(rows) => <Assignments rows={rows} empty="没有指导的社工站" />}</Answer>
    </Block>
  )
}
