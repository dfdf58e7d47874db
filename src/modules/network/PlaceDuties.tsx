import { client } from '../../ui/client.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { DutyTable } from './DutyTable.tsx'

const api = client<typeof import('./duty.server.ts')>('network')

/** What the document asks of the office of this place (PZ-2.2, KM-3.3). */
export default function PlaceDuties({ place, on }: { place: string; on: string }) {
  const found = useAnswer(api.dutiesOfPlace, { place, on })
  return (
    <Answer of={found}>
      {(rows) => (
        <Block title="本级职责">
          <DutyTable rows={rows} place={place} station={null} />
        </Block>
      )}
    </Answer>
  )
}
