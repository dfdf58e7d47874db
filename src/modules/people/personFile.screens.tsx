import { Alert, Select } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { FileLinks } from '../../ui/files.tsx'
import { today } from '../../ui/format.ts'
import { Answer, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { educations } from '../policy/index.ts'
import { Entries } from './Entries.tsx'
import { Insurance } from './insurance.screens.tsx'
import { certificateKinds, type Person } from './person.ts'
import {
  BackgroundCheck,
  checkResults,
  EducationEntry,
  Employment,
  EthicsStatement,
  ExamEntry,
  employmentKinds,
  examResults,
} from './personFile.ts'

const api = client<typeof import('./personFile.server.ts')>('people')

type File = AnswerOfCall<typeof import('./personFile.server.ts').getPersonFile>
type PersonRow = RowOf<typeof Person>

const without = ({ person: _person, ...fields }: Fields) => fields

/** What only those see who keep a person's file: contract, insurance, statement, education, checks, examinations. */
export function PersonFile({ person }: { person: PersonRow }) {
  const found = useAnswer(api.getPersonFile, { id: person.id })
  return (
    <Answer of={found}>
      {(file) => (
        <>
          <Contracts person={person} file={file} />
          <Insurance person={person} insurance={file.insurance} />
          <Exams person={person} rows={file.exams} />
          <Educations person={person} rows={file.educations} />
          <Ethics person={person} rows={file.ethics} />
          <Checks person={person} rows={file.checks} due={file.checkDue} />
        </>
      )}
    </Answer>
  )
}

const may = (person: PersonRow, call: string) => person.can.includes(call)

function Contracts({ person, file }: { person: PersonRow; file: File }) {
  const add = useAct(api.addEmployment)
  const edit = useAct(api.editEmployment)
  const names = new Map(file.employments.map(({ employment, employerName }) => [employment.id, employerName]))
  const channel = (values: Record<string, unknown>, set: (key: string, value: unknown) => void) =>
    file.channels.length === 0 ? undefined : (
      <Select
        id="field-channel"
        allowClear
        placeholder="请选择"
        options={file.channels.map((one) => ({ value: one, label: one }))}
        value={(values.channel as string | undefined) ?? null}
        onChange={(next) => set('channel', next ?? null)}
      />
    )
  return (
    <Entries
      title="劳动合同"
      rows={file.employments.map(({ employment }) => employment)}
      fields={without(Employment.fields)}
      initial={{ station: person.station, fromOn: today(), files: [] }}
      form={{ controls: { channel }, unfolded: ['employer', 'employerName', 'channel', 'toOn'] }}
      empty="没有登记合同；请登记用人单位和起止日期"
      columns={[
        { title: '用人单位', key: 'employer', render: (_, { id }) => names.get(id) ?? '—' },
        { title: '类别', key: 'kind', width: 110, render: (_, { kind }) => employmentKinds[kind] },
        { title: '用人渠道', key: 'channel', width: 150, render: (_, one) => one.channel ?? '—' },
        {
          title: '起止',
          key: 'days',
          render: (_, { fromOn, toOn }) => (
            <>
              {fromOn} 至 {toOn ?? '无固定期限'}{' '}
              {toOn !== null && toOn < today() ? (
                <State tone="quiet">已到期</State>
              ) : (
                toOn !== null && toOn <= addDays(today(), 90) && <State tone="warn">将到期</State>
              )}
            </>
          ),
        },
        {
          title: '附件',
          key: 'files',
          width: 180,
          render: (_, { files }) => (files.length > 0 ? <FileLinks ids={files} /> : '—'),
        },
      ]}
      add={
        may(person, 'addEmployment')
          ? { label: '登记合同', send: (values) => add.mutateAsync({ files: [], ...values, id: person.id } as never) }
          : undefined
      }
      edit={{
        call: 'editEmployment',
        label: '修改',
        send: ({ id, version }, values) => edit.mutateAsync({ files: [], ...values, id, version } as never),
      }}
    />
  )
}

function Exams({ person, rows }: { person: PersonRow; rows: File['exams'] }) {
  const add = useAct(api.addExam)
  const edit = useAct(api.editExam)
  const tone = { pending: 'busy', passed: 'good', failed: 'quiet', absent: 'quiet' } as const
  return (
    <Entries
      title="职业水平考试"
      rows={rows}
      fields={without(ExamEntry.fields)}
      initial={{ year: Number(today().slice(0, 4)), result: 'pending' }}
      empty="没有登记报考；未持证的人员请登记本年度报考"
      columns={[
        { title: '年度', key: 'year', width: 90, render: (_, { year }) => year },
        { title: '报考级别', key: 'certificate', render: (_, { certificate }) => certificateKinds[certificate] },
        {
          title: '结果',
          key: 'result',
          render: (_, { result }) => <State tone={tone[result]}>{examResults[result]}</State>,
        },
      ]}
      add={
        may(person, 'addExam')
          ? { label: '登记报考', send: (values) => add.mutateAsync({ ...values, id: person.id } as never) }
          : undefined
      }
      edit={{
        call: 'editExam',
        label: '登记结果',
        send: ({ id, version }, values) => edit.mutateAsync({ ...values, id, version } as never),
      }}
    />
  )
}

function Educations({ person, rows }: { person: PersonRow; rows: File['educations'] }) {
  const add = useAct(api.addEducation)
  const edit = useAct(api.editEducation)
  return (
    <Entries
      title="教育经历"
      rows={rows}
      fields={without(EducationEntry.fields)}
      initial={{ station: person.station, files: [] }}
      form={{ unfolded: ['major', 'graduatedOn'] }}
      empty="没有登记教育经历"
      columns={[
        { title: '学历', key: 'education', width: 110, render: (_, one) => educations[one.education] },
        { title: '学校', key: 'school', render: (_, { school }) => school },
        {
          title: '专业',
          key: 'major',
          render: (_, { major, socialWork }) => (
            <>
              {major ?? '—'} {socialWork && <State tone="good">社会工作</State>}
            </>
          ),
        },
        { title: '毕业', key: 'graduatedOn', width: 120, render: (_, { graduatedOn }) => graduatedOn ?? '—' },
        {
          title: '附件',
          key: 'files',
          width: 180,
          render: (_, { files }) => (files.length > 0 ? <FileLinks ids={files} /> : '—'),
        },
      ]}
      add={
        may(person, 'addEducation')
          ? {
              label: '登记教育经历',
              send: (values) => add.mutateAsync({ files: [], ...values, id: person.id } as never),
            }
          : undefined
      }
      edit={{
        call: 'editEducation',
        label: '修改',
        send: ({ id, version }, values) => edit.mutateAsync({ files: [], ...values, id, version } as never),
      }}
    />
  )
}

function Ethics({ person, rows }: { person: PersonRow; rows: File['ethics'] }) {
  const add = useAct(api.addEthics)
  const edit = useAct(api.editEthics)
  return (
    <Entries
      title="职业道德承诺"
      rows={rows}
      fields={without(EthicsStatement.fields)}
      initial={{ station: person.station, signedOn: today(), files: [] }}
      empty="还没有签署；请本人签署后登记版本和日期"
      columns={[
        { title: '版本', key: 'edition', render: (_, { edition }) => edition },
        { title: '签署日期', key: 'signedOn', width: 120, render: (_, { signedOn }) => signedOn },
        {
          title: '附件',
          key: 'files',
          width: 180,
          render: (_, { files }) => (files.length > 0 ? <FileLinks ids={files} /> : '—'),
        },
      ]}
      add={
        may(person, 'addEthics')
          ? { label: '登记签署', send: (values) => add.mutateAsync({ files: [], ...values, id: person.id } as never) }
          : undefined
      }
      edit={{
        call: 'editEthics',
        label: '修改',
        send: ({ id, version }, values) => edit.mutateAsync({ files: [], ...values, id, version } as never),
      }}
    />
  )
}

function Checks({ person, rows, due }: { person: PersonRow; rows: File['checks']; due: string | null }) {
  const add = useAct(api.addCheck)
  const edit = useAct(api.editCheck)
  return (
    <Entries
      title="从业查询"
      note={due && <Alert type="warning" showIcon title={due} style={{ marginBottom: 12 }} />}
      rows={rows}
      fields={without(BackgroundCheck.fields)}
      initial={{ checkedOn: today(), nextOn: addDays(today(), 365) }}
      empty="没有登记；岗位密切接触未成年人的，每年向公安机关查询一次，只登记日期和结果"
      columns={[
        { title: '查询日期', key: 'checkedOn', width: 120, render: (_, { checkedOn }) => checkedOn },
        {
          title: '结果',
          key: 'result',
          render: (_, { result }) => <State tone={result === 'clear' ? 'good' : 'bad'}>{checkResults[result]}</State>,
        },
        { title: '查询机关', key: 'checkedBy', render: (_, { checkedBy }) => checkedBy },
        { title: '下次应在', key: 'nextOn', width: 120, render: (_, { nextOn }) => nextOn },
      ]}
      add={
        may(person, 'addCheck')
          ? { label: '登记查询', send: (values) => add.mutateAsync({ ...values, id: person.id } as never) }
          : undefined
      }
      edit={{
        call: 'editCheck',
        label: '修改',
        send: ({ id, version }, values) => edit.mutateAsync({ ...values, id, version } as never),
      }}
    />
  )
}
