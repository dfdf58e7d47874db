import { Button, Modal } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Assign, Assignments } from './expert.screens.tsx'

const api = client<typeof import('./expert.server.ts')>('experts')

/** On a station's page: who guides, trains and judges it. */
export default function StationExperts({ id }: { id: string }) {
  const [assigning, setAssigning] = useState(false)
  const mayAssign = useHolds('expert.manage')
  const found = useAnswer(api.assignmentsOf, { station: id })
  return (
    <Block
      title="指导与评估专家"
      extra={
        mayAssign && (
          <Button size="small" onClick={() => setAssigning(true)}>
            指派任务
          </Button>
        )
      }
    >
      <Answer of={found}>
        {(rows) => (
          <Assignments
            rows={rows}
            hideStation
            empty={mayAssign ? '还没有指派专家或机构指导本站，请点「指派任务」' : '还没有指派专家或机构指导本站'}
          />
        )}
      </Answer>
      <Modal title="指派任务" open={assigning} footer={null} onCancel={() => setAssigning(false)} destroyOnHidden>
        <Assign initial={{ station: id }} onDone={() => setAssigning(false)} />
      </Modal>
    </Block>
  )
}
