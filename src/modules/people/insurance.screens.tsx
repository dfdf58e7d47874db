import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choices, type Fields, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { FileLinks } from '../../ui/files.tsx'
import { today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import type { Person } from './person.ts'
import { InsuranceMonth, insuranceKinds, monthField } from './personFile.ts'

const api = client<typeof import('./insurance.server.ts')>('people')

type Insured = AnswerOfCall<typeof import('./personFile.server.ts').getPersonFile>['insurance']
type Month = RowOf<typeof InsuranceMonth>

export const insuranceFields: Fields = {
  fromMonth: { ...monthField, label: '自' },
  toMonth: { ...monthField, label: '至' },
  kinds: choices('险种', insuranceKinds),
  files: InsuranceMonth.fields.files,
}

/** The months of service as a matrix by year: paid or missing, each in a word; a paid one opens its proof. */
export function Insurance({ person, insurance }: { person: RowOf<typeof Person>; insurance: Insured }) {
  const [adding, setAdding] = useState(false)
  const [opened, setOpened] = useState<Month>()
  const record = useAct(api.recordInsurance, { onDone: () => setAdding(false) })
  const withdraw = useAct(api.withdrawInsurance, { onDone: () => setOpened(undefined) })
  const { due, paid, missing } = insurance
  const paidIn = new Map(paid.map(({ record: one }) => [one.month, one]))
  const years = [...new Set(due.map((month) => month.slice(0, 4)))].reverse()
  const mayKeep = person.can.includes('editPerson')
  return (
    <Block
      title="社会保险"
      extra={
        mayKeep && (
          <Button size="small" onClick={() => setAdding(true)}>
            登记社会保险
          </Button>
        )
      }
    >
      {due.length === 0 && <Typography.Text type="secondary">还没有满一个月的在岗时间，不需要登记</Typography.Text>}
      {missing.length > 0 && (
        <Typography.Paragraph>
          <State tone="warn">缺 {missing.length} 个月</State> {missing.slice(-12).join('、')}
          {missing.length > 12 && ' 等'}
        </Typography.Paragraph>
      )}
      {years.map((year) => (
        <Flex key={year} gap={6} wrap align="center" style={{ marginBottom: 6 }}>
          <Typography.Text strong style={{ width: 48 }}>
            {year}
          </Typography.Text>
          {due
            .filter((month) => month.startsWith(year))
            .map((month) => {
              const one = paidIn.get(month)
              const word = `${Number(month.slice(5))} 月`
              return one ? (
                <Button key={month} size="small" aria-label={`${month} 已参保`} onClick={() => setOpened(one)}>
                  {word} 已缴
                </Button>
              ) : (
                <State key={month} tone="warn">
                  {word} 缺
                </State>
              )
            })}
        </Flex>
      ))}
      <Modal title="登记社会保险" open={adding} footer={null} onCancel={() => setAdding(false)} destroyOnHidden>
        <RecordForm
          fields={insuranceFields}
          initial={{
            station: person.station,
            fromMonth: missing[0] ?? today().slice(0, 7),
            toMonth: missing.at(-1) ?? today().slice(0, 7),
            kinds: Object.keys(insuranceKinds),
            files: [],
          }}
          submit="登记"
          onSubmit={(values) =>
            record.mutateAsync({ files: [], ...values, station: person.station, people: [person.id] } as never)
          }
          onCancel={() => setAdding(false)}
        />
      </Modal>
      <Modal
        title={opened && `${opened.month} 社会保险`}
        open={opened !== undefined}
        footer={null}
        onCancel={() => setOpened(undefined)}
        destroyOnHidden
      >
        {opened && (
          <>
            <Typography.Paragraph>
              险种：{opened.kinds.map((kind) => insuranceKinds[kind]).join('、')}
              <br />
              凭证：{opened.files.length > 0 ? <FileLinks ids={opened.files} /> : '没有上传'}
            </Typography.Paragraph>
            {opened.can.includes('withdrawInsurance') && (
              <RecordForm
                fields={{ withdrawnReason: text('撤销原因', { max: 100, help: '登记有误时撤销，撤销后可以重新登记' }) }}
                submit="撤销这个月"
                onSubmit={(values) =>
                  withdraw.mutateAsync({
                    id: opened.id,
                    version: opened.version,
                    withdrawnReason: values.withdrawnReason as string,
                  })
                }
                onCancel={() => setOpened(undefined)}
              />
            )}
          </>
        )}
      </Modal>
    </Block>
  )
}
