import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, Segmented, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Asking } from './Asking.tsx'
import { clientSexes } from './client.ts'
import { duplicateReasons, duplicateStates } from './duplicate.ts'
import { FileLine } from './FileBlocks.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

type Pair = AnswerOfCall<typeof import('./duplicates.server.ts').listDuplicates>['rows'][number]

const say = ({ name, sex, age, stationName }: Pair['first']) =>
  [`${name}，${clientSexes[sex]}${age === null ? '' : `，${age} 岁`}`, stationName].join(' · ')

const columns: TableColumnType<Pair>[] = [
  { title: '档案一', key: 'first', render: (_, { first }) => say(first) },
  { title: '档案二', key: 'second', render: (_, { second }) => say(second) },
  {
    title: '依据',
    key: 'why',
    render: (_, { duplicate }) =>
      duplicate.why.map((one) => duplicateReasons[one as keyof typeof duplicateReasons]).join('、') || '人工选定',
  },
  { title: '发现于', key: 'found', width: 112, render: (_, { duplicate }) => duplicate.foundOn },
]

/** 重复档案: pairs to decide, those decided, and the merges with the way back. */
export function Duplicates() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { state = 'open', after } = useSearch({ strict: false }) as {
    state?: keyof typeof duplicateStates
    after?: string
  }
  const found = useAnswer(api.listDuplicates, { state, after: after ?? null }, { keep: true })
  const look = useAct(api.findDuplicates, {
    onDone: ({ found: many }) => message.info(many > 0 ? `新发现 ${many} 对` : '没有新发现的重复'),
  })
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/clients/duplicates', search: { state, ...next } as never, replace: true })
  return (
    <>
      <PageHead title="重复档案" note="按身份证号、姓名与出生日期、电话、姓名与住址查找；跨站的由区县核对">
        <Button type="primary" loading={look.isPending} onClick={() => look.mutate({})}>
          查找重复
        </Button>
      </PageHead>
      <Segmented
        aria-label="结论"
        value={state}
        onChange={(next) => set({ state: next as string, after: undefined })}
        options={Object.entries(duplicateStates).map(([value, label]) => ({ value, label }))}
        style={{ marginBottom: 12 }}
      />
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ duplicate }) => duplicate.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            {...(state !== 'same' && {
              onOpen: ({ first, second }: Pair) =>
                void navigate({ to: '/clients/compare', search: { first: first.id, second: second.id } as never }),
            })}
            empty={state === 'open' ? '没有待核对的重复档案' : '还没有这样的记录'}
          />
        )}
      </Answer>
      <div style={{ marginTop: 16 }}>
        <Merges />
      </div>
    </>
  )
}

function Merges() {
  const merges = useAnswer(api.listMerges, {})
  const undo = useAct(api.undoMerge)
  const mayOpen = useHolds('client.read')
  const named = (id: string, name: string) =>
    mayOpen ? <To path={`/clients/${id}`}>{name}</To> : <strong>{name}</strong>
  return (
    <Block title="合并记录">
      <Answer of={merges}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing says="还没有合并过档案" />
          ) : (
            rows.map(({ merge, keptName, mergedName }) => (
              <FileLine
                key={merge.id}
                head={
                  <>
                    {named(merge.merged, mergedName)}
                    <span>并入</span>
                    {named(merge.kept, keptName)}
                    {merge.undoneOn && <State tone="quiet">已撤销</State>}
                  </>
                }
                small={[merge.onDay, merge.reason, merge.undoneOn && `${merge.undoneOn} 撤销：${merge.undoneReason}`]
                  .filter(Boolean)
                  .join(' · ')}
              >
                {merge.can.includes('undoMerge') && (
                  <Asking
                    label="撤销合并"
                    title="撤销合并"
                    note={<p>合并时移过来的记录全部退回原来的档案；合并之后新写的留在保留的档案里。</p>}
                    fields={{ undoneReason: text('撤销理由', { max: 200 }) }}
                    submit="撤销合并"
                    run={(values) => undo.mutateAsync({ ...values, id: merge.id, version: merge.version } as never)}
                  />
                )}
              </FileLine>
            ))
          )
        }
      </Answer>
    </Block>
  )
}
