import { Button, Flex, type TableColumnType, Tooltip, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { choices, date, type Fields, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { daysBetween, sayDue, today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Clause, State, type Tone } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Milestone, type Standing, standings } from './milestone.ts'

const api = client<typeof import('./milestone.server.ts')>('network')

export type Node = AnswerOfCall<typeof import('./timetable.server.ts').stationTimetable>[number]

export const tones: Record<Standing, Tone> = {
  undated: 'quiet',
  pending: 'busy',
  overdue: 'bad',
  filed: 'warn',
  returned: 'bad',
  done: 'good',
  late: 'warn',
}

const columns = (withUnit: boolean): TableColumnType<Node>[] => [
  {
    title: '节点',
    key: 'label',
    render: (_, { label, clause, allSteps, row }) => (
      <div style={{ minWidth: 200, maxWidth: 340 }}>
        {label} {clause ? <Clause>{clause}</Clause> : <Typography.Text type="secondary">（本地安排）</Typography.Text>}
        {allSteps.length > 0 && (
          <div>
            <Typography.Text type="secondary">
              {allSteps.join('、')}
              {row && row.steps.length > 0 && `；已完成 ${row.steps.length} 项`}
            </Typography.Text>
          </div>
        )}
      </div>
    ),
  },
  ...(withUnit
    ? [
        {
          title: '责任单位',
          key: 'unit',
          render: (_: unknown, { station, name, above, row }: Node) => (
            <>
              {station ? <To path={`/stations/${station}`}>{name}</To> : name}
              {above && above !== name && <Typography.Text type="secondary"> {above}</Typography.Text>}
              {row?.responsible && <div className="unknown">{row.responsible}</div>}
            </>
          ),
        },
      ]
    : []),
  {
    title: '时限',
    key: 'dueOn',
    width: 120,
    render: (_, { dueOn, standing }) =>
      dueOn ? (
        <>
          {dueOn}
          {(standing === 'pending' || standing === 'overdue') && <div className="unknown">{sayDistance(dueOn)}</div>}
        </>
      ) : (
        <span className="unknown">随启用日期</span>
      ),
  },
  {
    title: '情况',
    key: 'standing',
    render: (_, node) => <Situation {...node} />,
  },
  { title: '办理', key: 'can', width: 150, render: (_, node) => <Moves node={node} /> },
]

/** Days, and from a year on whole years: nobody counts two thousand days. */
function sayDistance(day: string): string {
  const days = daysBetween(day, today())
  return days >= 366 ? `已过 ${Math.floor(days / 365.25)} 年` : sayDue(day)
}

function Situation({ standing, row, filedWith }: Node) {
  const waits = filedWith && standing !== 'done' && standing !== 'late'
  return (
    <div style={{ maxWidth: 300 }}>
      <State tone={tones[standing]}>{standings[standing]}</State>
      {row?.doneOn && (
        <span>
          {row.doneOn}
          {row.decidedOn && row.state === 'accepted' && `，${row.decidedOn} 备案`}
        </span>
      )}
      {waits && <div className="unknown">报{filedWith}</div>}
      {row?.returnReason && <div>退回原因：{row.returnReason}</div>}
      {row?.note && <div className="unknown">{row.note}</div>}
      {row && <FileLinks ids={row.files} />}
    </div>
  )
}

/** Nodes with how each stands and what this person may do with it. */
export function NodeTable({
  rows,
  withUnit,
  empty,
  total,
}: {
  rows: readonly Node[]
  withUnit: boolean
  empty: string
  total?: number
}) {
  return (
    <DataTable
      rows={rows}
      rowKey={({ key }) => key}
      columns={columns(withUnit)}
      {...(total !== undefined && { total })}
      empty={empty}
    />
  )
}

const given = ({ unit, place, station, policyCode, line, row }: Node) => ({
  unit,
  place,
  station,
  policyCode,
  line,
  ...(row && { milestone: row.id }),
})

const { doneOn, note, files, dueOn, responsible } = Milestone.fields

function reportFields({ allSteps }: Node): Fields {
  return {
    doneOn: { ...doneOn, optional: false },
    ...(allSteps.length > 0 && {
      steps: choices('已完成事项', Object.fromEntries(allSteps.map((one) => [one, one]))),
    }),
    note: { ...note, help: '写完成情况，或上传佐证材料，至少一样' },
    files,
  }
}

function Moves({ node }: { node: Node }) {
  const { row, label, standing, mayReport, mayPlan, filedWith, evidence, county } = node
  // an office's files lie with its area, a street's with its station
  const { stations } = useMe()
  const accept = useAct(api.acceptMilestone)
  const reopen = useAct(api.reopenMilestone)
  const open = row === null || row.state === 'open' || row.state === 'returned'
  const at = row && { id: row.id, version: row.version }
  return (
    <Flex gap={4} wrap>
      {mayReport && open && (
        <FormButton
          label={filedWith ? '报送' : '登记完成'}
          title={label}
          call={api.reportMilestone}
          fields={reportFields(node)}
          unfolded={['note', 'files']}
          initial={{
            station:
              row?.station ?? node.station ?? stations.find((one) => one.id.startsWith(`${county}-`))?.id ?? county,
            doneOn: today(),
            steps: row?.steps ?? [],
            note: row?.note ?? null,
            files: row?.files ?? [],
          }}
          given={{ files: [], steps: [], ...given(node) }}
          note={
            (filedWith || evidence) && (
              <Typography.Paragraph type="secondary">
                {evidence && `应有：${evidence}。`}
                {filedWith && `提交后由${filedWith}备案。`}
              </Typography.Paragraph>
            )
          }
        />
      )}
      {mayPlan && open && (
        <FormButton
          label="安排"
          title={`安排：${label}`}
          call={api.planMilestone}
          fields={{ dueOn: { ...dueOn, optional: false }, responsible }}
          unfolded={['responsible']}
          initial={{ dueOn: node.dueOn, responsible: row?.responsible ?? null }}
          given={given(node)}
        />
      )}
      {at && row.can.includes('acceptMilestone') && (
        <Button size="small" type="primary" loading={accept.isPending} onClick={() => accept.mutate(at)}>
          备案
        </Button>
      )}
      {at && row.can.includes('returnMilestone') && (
        <FormButton
          label="退回"
          title={`退回：${label}`}
          call={api.returnMilestone}
          fields={{ returnReason: text('退回原因', { max: 300, multiline: true, help: '写明要补充什么，对方会看到' }) }}
          given={at}
        />
      )}
      {at && row.can.includes('reopenMilestone') && (
        <Tooltip title="改为未完成，可重新登记">
          <Button size="small" loading={reopen.isPending} onClick={() => reopen.mutate(at)}>
            撤回
          </Button>
        </Tooltip>
      )}
      {standing === 'done' && !row?.can.includes('reopenMilestone') && '—'}
    </Flex>
  )
}

export const ownNodeFields: Fields = {
  label: { ...text('节点', { max: 120, help: '如 落实场地、签订协议、人员到岗' }) },
  dueOn: date('完成时限'),
  responsible,
}
