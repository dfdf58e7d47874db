import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button, Col, Flex, Input, Row, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, type Fields, optional } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, Facts, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { Asking } from './Asking.tsx'
import { clientSexes, riskLevels } from './client.ts'
import { needKinds, needStates, needsCovers } from './clientFile.ts'
import { Due, riskTones } from './clients.screens.tsx'
import { FileLine } from './FileBlocks.tsx'
import { Household, HouseholdMember, relations } from './household.ts'
import { RevealClient } from './RevealClient.tsx'
import { TimelineBlock } from './TimelineBlock.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

type Listed = AnswerOfCall<typeof import('./household.server.ts').listHouseholds>['rows'][number]

const columns: TableColumnType<Listed>[] = [
  { title: '户主', key: 'head', width: 120, render: (_, { headName }) => headName },
  { title: '居住地', key: 'place', render: (_, { placeName }) => placeName },
  { title: '在册人数', key: 'members', align: 'right', width: 96, render: (_, { members }) => members },
  { title: '已建档', key: 'clients', align: 'right', width: 88, render: (_, { clients }) => clients },
  { title: '未办结需求', key: 'needs', align: 'right', width: 108, render: (_, { needs }) => needs },
]

/** 家庭档案: households by head's name, pinyin or address. */
export function Households() {
  const navigate = useNavigate()
  const mayAdd = useHolds('client.write')
  const { search, after } = useSearch({ strict: false }) as { search?: string; after?: string }
  const found = useAnswer(api.listHouseholds, { search: search ?? null, after: after ?? null }, { keep: true })
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/households', search: { search, ...next } as never, replace: true })
  return (
    <>
      <PageHead title="家庭档案" note="一户一份，需求按户汇总">
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/households/new' })}>
            新建家庭档案
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={search}
          allowClear
          aria-label="按户主姓名、拼音或住址查找"
          placeholder="户主姓名、拼音或住址"
          defaultValue={search}
          onSearch={(typed) => set({ search: typed.trim() || undefined })}
          style={{ width: 300 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ id }) => void navigate({ to: '/households/$id', params: { id } as never })}
            empty={search ? '没有找到，请核对户主姓名；住址要写全' : '还没有家庭档案，可从服务对象的档案里建立'}
          />
        )}
      </Answer>
    </>
  )
}

/** A new household, from the file of the client it is for. */
export function AddHousehold() {
  const me = useMe()
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as { client?: string }
  const opened = useAnswer(api.getClient, { id: asked.client ?? '' }, { enabled: asked.client !== undefined })
  const add = useAct(api.addHousehold, {
    onDone: ({ id }) => void navigate({ to: '/households/$id', params: { id } as never, replace: true }),
  })
  const station = opened.data?.client.station ?? me.stations[0]?.id
  if (asked.client && !opened.data)
    return (
      <Answer of={opened} page>
        {() => null}
      </Answer>
    )
  if (!station) return <Alert type="info" showIcon title="您的账号没有所在的社工站，请由社工站的人员建档" />
  return (
    <>
      <PageHead title="新建家庭档案" {...(opened.data && { note: `先放入：${opened.data.client.name}` })} />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={
              {
                ...Household.fields,
                ...(asked.client && {
                  relation: optional({ ...HouseholdMember.fields.relation, label: '与户主关系' }),
                }),
              } as Fields
            }
            initial={{
              ...(opened.data && {
                headName: opened.data.client.name,
                place: opened.data.client.place,
                relation: 'head',
              }),
            }}
            unfolded={['relation', 'address', 'housing', 'income', 'memo']}
            draft={asked.client ? `household.${asked.client}` : 'household'}
            submit="建立"
            onSubmit={(values) =>
              add.mutateAsync({ ...values, station, ...(asked.client && { client: asked.client }) } as never)
            }
            onCancel={() => history.back()}
          />
        </div>
      </Block>
    </>
  )
}

/** One household: who lives in it, what it needs, and what happened with everyone of it. */
export function HouseholdPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getHousehold, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} {...opened} />}
    </Answer>
  )
}

type Opened = AnswerOfCall<typeof import('./household.server.ts').getHousehold>

function Opened({ household, placePath, members, clients, needs, assessments, dueOn, mayReveal }: Opened) {
  const [editing, setEditing] = useState(false)
  const edit = useAct(api.editHousehold, { onDone: () => setEditing(false) })
  const add = useAct(api.addMember)
  const end = useAct(api.endMember)
  const may = (action: string) => household.can.includes(action)
  const now = members.filter(({ toOn }) => toOn === null)
  const { client: who, name, relation, bornOn, occupation, health, fromOn } = HouseholdMember.fields
  const [last] = assessments
  return (
    <>
      <PageHead
        title={`${household.headName}家`}
        note={`${placePath} · ${now.length} 人`}
        tags={
          dueOn && (
            <span>
              需求更新 <Due on={dueOn} />
            </span>
          )
        }
      >
        {may('editHousehold') && !editing && <Button onClick={() => setEditing(true)}>修改</Button>}
      </PageHead>
      <Row gutter={[16, 0]}>
        <Col xs={24} lg={14} xl={15}>
          {editing ? (
            <Block title="修改家庭情况">
              <RecordForm
                fields={Household.fields}
                initial={{ ...household }}
                unfolded={['address']}
                submit="保存修改"
                onSubmit={(values) =>
                  edit.mutateAsync({ ...values, id: household.id, version: household.version } as never)
                }
                onCancel={() => setEditing(false)}
              />
            </Block>
          ) : (
            <Block title="家庭情况">
              <Facts
                fields={Household.fields}
                row={household}
                own={{
                  place: placePath,
                  yearlyIncome:
                    household.yearlyIncome === null
                      ? null
                      : `${(household.yearlyIncome / 100).toLocaleString('zh-CN')} 元`,
                  address: (
                    <RevealClient
                      id={household.id}
                      field="householdAddress"
                      label="家庭住址"
                      value={household.address}
                      mayReveal={mayReveal}
                    />
                  ),
                }}
              />
            </Block>
          )}
          <Block
            title="家庭成员"
            extra={
              may('addMember') && (
                <Asking
                  label="加成员"
                  title="加家庭成员"
                  fields={{ client: who, name: optional(name), relation, bornOn, occupation, health, fromOn }}
                  initial={{ fromOn: null }}
                  unfolded={['client', 'name', 'bornOn']}
                  controls={{
                    name: (values) => (values.client ? null : undefined),
                    bornOn: (values) => (values.client ? null : undefined),
                  }}
                  run={(values) => add.mutateAsync({ ...values, id: household.id } as never)}
                />
              )
            }
          >
            {now.length === 0 && <Nothing says="还没有登记成员" />}
            {members.map((member) => {
              const file = clients.find(({ id }) => id === member.client)
              return (
                <FileLine
                  key={member.id}
                  head={
                    <>
                      <Typography.Text strong>
                        {member.client && file ? (
                          <To path={`/clients/${member.client}`}>{member.name}</To>
                        ) : (
                          member.name
                        )}
                      </Typography.Text>
                      <span>{relations[member.relation]}</span>
                      {member.toOn && <State tone="quiet">已移出</State>}
                      {file?.risk && <State tone={riskTones[file.risk]}>风险{riskLevels[file.risk]}</State>}
                    </>
                  }
                  small={[
                    file ? clientSexes[file.sex] : null,
                    member.bornOn,
                    file ? file.categories.join('、') : member.client ? null : '未建档',
                    member.occupation,
                    member.health,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                >
                  {member.can.includes('endMember') && (
                    <Asking
                      label="移出"
                      title={`移出「${member.name}」`}
                      fields={{ toOn: date('移出日期', { past: true }) }}
                      initial={{ toOn: today() }}
                      submit="移出"
                      run={(values) => end.mutateAsync({ ...values, id: member.id, version: member.version } as never)}
                    />
                  )}
                </FileLine>
              )
            })}
          </Block>
          <Block title="全家需求">
            <Typography.Paragraph type="secondary">
              {last
                ? `上次更新 ${last.onDay}（${last.covers.map((one) => needsCovers[one]).join('、')}）：${last.summary}`
                : '还没有做过需求评估；在成员的档案里更新时可选「同时更新全家」'}
            </Typography.Paragraph>
            {needs.length === 0 && <Nothing says="还没有登记需求" />}
            {needs.map(({ row, clientName }) => (
              <FileLine
                key={row.id}
                head={
                  <>
                    <State tone={row.closedOn ? 'quiet' : 'warn'}>{needStates[row.state]}</State>
                    <Typography.Text strong>{clientName}</Typography.Text>
                    <span>{`${needKinds[row.kind]}：${row.content}`}</span>
                  </>
                }
                small={[`发现于 ${row.foundOn}`, row.result].filter(Boolean).join(' · ')}
              />
            ))}
          </Block>
        </Col>
        <Col xs={24} lg={10} xl={9}>
          <TimelineBlock call={api.householdTimeline} id={household.id} title="全家时间线" />
          <History id={household.id} />
        </Col>
      </Row>
    </>
  )
}
