import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Input, Select } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { expertKinds, expertTasks } from './expert.ts'

const api = client<typeof import('./expert.server.ts')>('experts')

interface Filters {
  name?: string
  task?: keyof typeof expertTasks
  body?: string
}

/** The pool of experts and supervisors of one's area and of the offices above it. */
export function Experts() {
  const navigate = useNavigate()
  const { name, task, body } = useSearch({ strict: false }) as Filters
  const mayAdd = useHolds('expert.manage')
  const found = useAnswer(
    api.listExperts,
    { name: name ?? null, task: task ?? null, body: body ?? null },
    { keep: true },
  )
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/experts', search: { name, task, body, ...next } as never, replace: true })
  return (
    <>
      <PageHead title="专家库" note="培训、指导、督导、评估的专家；有利害关系的不能指派">
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/experts/new' })}>
            专家入库
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          allowClear
          aria-label="按姓名查找"
          placeholder="姓名或拼音首字母"
          defaultValue={name}
          onSearch={(typed) => set({ name: typed.trim() || undefined })}
          style={{ width: 220 }}
        />
        <Select
          allowClear
          aria-label="承担的任务"
          placeholder="承担的任务"
          value={task ?? null}
          options={Object.entries(expertTasks).map(([value, label]) => ({ value, label }))}
          onChange={(next) => set({ task: next ?? undefined })}
          style={{ width: 150 }}
        />
        <Select
          allowClear
          aria-label="所属队伍"
          placeholder="所属队伍"
          value={body ?? null}
          options={(found.data?.bodies ?? []).map((one) => ({ value: one, label: one }))}
          onChange={(next) => set({ body: next ?? undefined })}
          style={{ width: 240 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ expert }) => expert.id}
            loading={found.isFetching}
            onOpen={({ expert }) => void navigate({ to: '/experts/$id', params: { id: expert.id } as never })}
            columns={[
              {
                title: '姓名',
                key: 'name',
                width: 120,
                render: (_, { expert }) => (
                  <>
                    {expert.name} {expert.toOn !== null && expert.toOn < today() && <State tone="quiet">已出库</State>}
                    {expert.kind === 'internal' && <State tone="quiet">{expertKinds.internal}</State>}
                  </>
                ),
              },
              { title: '职称与资质', key: 'title', render: (_, { expert }) => expert.title },
              { title: '单位', key: 'organisation', render: (_, { organisationName }) => organisationName ?? '—' },
              { title: '队伍', key: 'body', render: (_, { expert }) => expert.body ?? '—' },
              { title: '专长', key: 'expertise', render: (_, { expert }) => expert.expertise.join('、') },
              {
                title: '承担',
                key: 'tasks',
                render: (_, { expert }) => expert.tasks.map((one) => expertTasks[one]).join('、'),
              },
              {
                title: '利害关系',
                key: 'conflicts',
                width: 100,
                render: (_, { conflicts }) => (conflicts > 0 ? <State tone="warn">{conflicts} 项</State> : '无申明'),
              },
              {
                title: '现有任务',
                key: 'assignments',
                width: 100,
                align: 'right',
                render: (_, { assignments }) => `${assignments} 项`,
              },
              { title: '管理单位', key: 'office', width: 110, render: (_, { office }) => office },
            ]}
            empty={name || task || body ? '没有找到，请放宽条件' : '专家库还是空的；区县、市级民政部门可以入库'}
          />
        )}
      </Answer>
    </>
  )
}
