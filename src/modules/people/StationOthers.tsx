import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import { date, type Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Entries } from './Entries.tsx'
import { insuranceFields } from './insurance.screens.tsx'
import { Intern, insuranceKinds, StreetManager } from './personFile.ts'

const api = client<
  typeof import('./stationPeople.server.ts') &
    typeof import('./insurance.server.ts') &
    typeof import('./staff.server.ts')
>('people')

const { toOn: _toOn, ...managerFields } = StreetManager.fields

/** On a station's page, below its staff: interns, who of the street manages it, and what is done for all staff at once. */
export default function StationOthers({ id }: { id: string }) {
  const mayKeep = useHolds('person.manage')
  const found = useAnswer(api.stationPeople, { station: id })
  const addIntern = useAct(api.addIntern)
  const editIntern = useAct(api.editIntern)
  const name = useAct(api.nameStreetManager)
  const [ending, setEnding] = useState<{ id: string; version: number; name: string }>()
  const end = useAct(api.endStreetManager, { onDone: () => setEnding(undefined) })
  return (
    <Answer of={found}>
      {({ interns, managers }) => {
        const guides = new Map(interns.map(({ intern, guideName }) => [intern.id, guideName]))
        return (
          <>
            <Entries
              title="实习生"
              rows={interns.map(({ intern }) => intern)}
              fields={Intern.fields as Fields}
              initial={{ station: id, fromOn: today() }}
              form={{ unfolded: ['major', 'guide', 'toOn', 'hours'] }}
              empty="没有登记实习生；与高校合作接收实习的，请登记学校、教师和起止日期"
              columns={[
                { title: '姓名', key: 'name', width: 110, render: (_, intern) => intern.name },
                {
                  title: '学校与专业',
                  key: 'school',
                  render: (_, { school, major }) => [school, major].filter(Boolean).join(' · '),
                },
                { title: '指导教师', key: 'teacher', width: 110, render: (_, { teacher }) => teacher },
                { title: '本站带教', key: 'guide', width: 110, render: (_, intern) => guides.get(intern.id) ?? '—' },
                { title: '起止', key: 'days', render: (_, { fromOn, toOn }) => `${fromOn} 至 ${toOn ?? '今'}` },
                {
                  title: '时数',
                  key: 'hours',
                  width: 90,
                  align: 'right',
                  render: (_, { hours }) => (hours === null ? '—' : `${hours} 小时`),
                },
                { title: '评价', key: 'evaluation', render: (_, { evaluation }) => evaluation ?? '—' },
              ]}
              add={
                mayKeep
                  ? {
                      label: '登记实习生',
                      send: (values) => addIntern.mutateAsync({ ...values, station: id } as never),
                    }
                  : undefined
              }
              edit={{
                call: 'editIntern',
                label: '修改',
                send: (row, values) => editIntern.mutateAsync({ ...values, id: row.id, version: row.version } as never),
              }}
            />
            <Entries
              title="街道（乡镇）管理人员"
              rows={managers}
              fields={managerFields as Fields}
              initial={{ fromOn: today() }}
              empty="没有登记；由街道（乡镇）指定人员管理社工站的，请登记"
              columns={[
                { title: '姓名', key: 'name', width: 110, render: (_, manager) => manager.name },
                { title: '科室与职务', key: 'office', render: (_, { office }) => office },
                {
                  title: '起止',
                  key: 'days',
                  render: (_, { fromOn, toOn }) => (
                    <>
                      {fromOn} 至 {toOn ?? '今'} {toOn !== null && toOn < today() && <State tone="quiet">已结束</State>}
                    </>
                  ),
                },
                {
                  title: '办理',
                  key: 'end',
                  width: 100,
                  render: (_, manager) =>
                    manager.can.includes('endStreetManager') ? (
                      <Button size="small" aria-label={`结束${manager.name}的管理`} onClick={() => setEnding(manager)}>
                        结束
                      </Button>
                    ) : (
                      '—'
                    ),
                },
              ]}
              add={
                mayKeep
                  ? { label: '登记管理人员', send: (values) => name.mutateAsync({ ...values, station: id } as never) }
                  : undefined
              }
            />
            {mayKeep && <ForAll station={id} />}
            <Modal
              title={ending && `结束${ending.name}的管理`}
              open={ending !== undefined}
              footer={null}
              onCancel={() => setEnding(undefined)}
              destroyOnHidden
            >
              {ending && (
                <RecordForm
                  fields={{ toOn: date('最后一天') }}
                  initial={{ toOn: today() }}
                  submit="结束"
                  onSubmit={({ toOn }) =>
                    end.mutateAsync({ id: ending.id, version: ending.version, toOn: toOn as string })
                  }
                  onCancel={() => setEnding(undefined)}
                />
              )}
            </Modal>
          </>
        )
      }}
    </Answer>
  )
}

/** The month's insurance of everybody in post here, with one proof. */
function ForAll({ station }: { station: string }) {
  const [open, setOpen] = useState(false)
  const staff = useAnswer(api.listStaff, { station })
  const record = useAct(api.recordInsurance, { onDone: () => setOpen(false) })
  const people = [
    ...new Set(
      (staff.data ?? [])
        .filter(({ appointment, fileInReach }) => fileInReach && appointment.origin !== 'government')
        .map(({ appointment }) => appointment.person),
    ),
  ]
  const month = today().slice(0, 7)
  const navigate = useNavigate()
  return (
    <Block title="全站办理">
      <Typography.Paragraph type="secondary">
        社会保险可以按月为在岗人员一次登记，共用一份凭证；用人时先比选，再建档
      </Typography.Paragraph>
      <Flex gap={8} wrap>
        <Button disabled={people.length === 0} onClick={() => setOpen(true)}>
          登记全站社会保险
        </Button>
        <Button onClick={() => void navigate({ to: '/people/candidates', search: { station } as never })}>
          人员比选
        </Button>
      </Flex>
      <Modal
        title={`登记社会保险（${people.length} 人）`}
        open={open}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <RecordForm
          fields={insuranceFields}
          initial={{ station, fromMonth: month, toMonth: month, kinds: Object.keys(insuranceKinds), files: [] }}
          submit="登记"
          onSubmit={(values) => record.mutateAsync({ files: [], ...values, station, people } as never)}
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </Block>
  )
}
