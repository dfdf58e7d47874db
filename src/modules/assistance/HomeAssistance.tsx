import { useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { applicationColumns } from './applications.screens.tsx'
import { api } from './parts.tsx'

const short = applicationColumns.filter(({ key }) => ['client', 'kind', 'state', 'due'].includes(String(key)))

/** Applications that wait for this person's step, the late ones first, and who is still to be certified. */
export default function HomeAssistance() {
  const navigate = useNavigate()
  const found = useAnswer(api.waitingApplications, {})
  const certified = useAnswer(api.listCertifications, {})
  const owed = certified.data?.rows.filter(({ doneOn }) => doneOn === null).length ?? 0
  if (found.data && found.data.rows.length === 0 && owed === 0) return null
  return (
    <Block
      title="待办的救助申请"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/assistance' })}>
          全部申请
        </Button>
      }
    >
      <Answer of={found}>
        {({ rows, late, ended, open }) => (
          <>
            <Typography.Paragraph type="secondary">
              办理中 {open} 份{late > 0 && `，超期 ${late} 份`}
              {ended > 0 && `，公示已期满 ${ended} 份`}
            </Typography.Paragraph>
            {rows.length > 0 && (
              <DataTable
                rows={rows}
                rowKey={({ application }) => application.id}
                columns={short}
                onOpen={({ application }) =>
                  void navigate({ to: '/assistance/$id', params: { id: application.id } as never })
                }
                empty=""
              />
            )}
            {owed > 0 && (
              <div style={{ marginTop: 8 }}>
                <To path="/certifications">{`生存认证还有 ${owed} 人`}</To>
              </div>
            )}
          </>
        )}
      </Answer>
    </Block>
  )
}
