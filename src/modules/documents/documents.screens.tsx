import { useParams } from '@tanstack/react-router'
import { client } from '../../ui/client.ts'
import { Answer, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Holdings } from './Holdings.tsx'

const api = client<typeof import('./holdings.server.ts')>('documents')

/** What a station must have in writing, what it has, and its plans. */
export function StationDocumentsPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.documentsOfStation, { station: id })
  return (
    <Answer of={found}>
      {(held) => (
        <>
          <PageHead
            title="制度文件与计划"
            note={
              <>
                <To path={`/stations/${id}`}>{held.homeName}</To> · 对照{held.document}
              </>
            }
          />
          <Holdings held={held} home={{ station: id }} />
        </>
      )}
    </Answer>
  )
}
