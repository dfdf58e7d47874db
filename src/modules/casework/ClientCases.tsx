import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { caseColumns } from './cases.screens.tsx'
import { api } from './parts.tsx'

const columns = caseColumns.filter(({ key }) => ['number', 'stage', 'next', 'intakeOn'].includes(String(key)))

/** A client's cases on the client's own page. */
export default function ClientCases({ id }: { id: string }) {
  const navigate = useNavigate()
  const mayOpen = useHolds('case.write')
  const found = useAnswer(api.listCases, { client: id })
  return (
    <Block
      title="个案"
      extra={
        mayOpen && (
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() => void navigate({ to: '/cases/new', search: { client: id } as never })}
          >
            接案登记
          </Button>
        )
      }
    >
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ record }) => record.id}
            columns={columns}
            onOpen={({ record }) => void navigate({ to: '/cases/$id', params: { id: record.id } as never })}
            empty="还没有由您经手的个案"
          />
        )}
      </Answer>
    </Block>
  )
}
