import { Alert, Button, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { CaseSetting, CaseStationCode, domainLetters, domains } from './caseFile.ts'
import { numberBy, numberParts, patternProblem } from './caseNumber.ts'
import { api } from './parts.tsx'

/** How a county numbers its cases and when it asks after closed ones; the example changes while one types. */
export function CaseRules() {
  const me = useMe()
  const Place = usePicker('place')
  const [county, setCounty] = useState<string | null>(me.roles.find(({ role }) => role === 'county')?.place ?? null)
  const found = useAnswer(api.caseRules, { county: county ?? '' }, { enabled: county !== null })
  const save = useAct(api.setCaseRules)
  const [coding, setCoding] = useState<{ id: string; name: string; code: string }>()
  const code = useAct(api.setStationCode, { onDone: () => setCoding(undefined) })
  return (
    <>
      <PageHead title="个案规则" note="个案编号与结案后的回访，按本区县的规定设置" />
      {!me.roles.some(({ role }) => role === 'county') && Place && (
        <div style={{ maxWidth: 360, marginBottom: 12 }}>
          <Place value={county} onChange={setCounty} placeholder="选择区县" id="rules-county" />
        </div>
      )}
      {county && (
        <Answer of={found}>
          {(rules) => (
            <>
              <Block title="编号与回访">
                <div style={{ maxWidth: 640 }}>
                  <Typography.Paragraph type="secondary">
                    可用的部分：
                    {Object.entries(numberParts).map(([part, says]) => (
                      <span key={part} style={{ marginRight: 12, display: 'inline-block' }}>
                        <code>{part}</code> {says}
                      </span>
                    ))}
                    <br />
                    服务领域的字母：
                    {Object.entries(domains)
                      .map(([key, label]) => `${domainLetters[key as keyof typeof domains]} ${label}`)
                      .join('、')}
                  </Typography.Paragraph>
                  <RecordForm
                    key={`${rules.pattern}|${rules.restart}`}
                    fields={CaseSetting.fields}
                    initial={{ ...rules }}
                    unfolded={['secondFollowUp']}
                    controls={{
                      pattern: (values, set) => (
                        <>
                          <Input
                            id="field-pattern"
                            value={(values.pattern as string) ?? ''}
                            onChange={(event) => set('pattern', event.target.value)}
                          />
                          <Example
                            pattern={(values.pattern as string) ?? ''}
                            restart={(values.restart as 'yearly' | 'never') ?? 'yearly'}
                            code={rules.stations[0]?.code ?? 'DC'}
                            county={county}
                          />
                        </>
                      ),
                    }}
                    submit="保存"
                    onSubmit={(values) => save.mutateAsync({ ...values, county } as never)}
                  />
                </div>
              </Block>
              <Block title="站点代码">
                <DataTable
                  rows={rules.stations}
                  rowKey={({ id }) => id}
                  columns={[
                    { title: '社工站', key: 'name', render: (_, { name }) => name },
                    { title: '代码', key: 'code', width: 120, render: (_, row) => row.code },
                    { title: '来源', key: 'given', width: 150, render: (_, { given }) => given },
                    { title: '编号示例', key: 'example', render: (_, { example }) => example },
                    {
                      title: '设置',
                      key: 'set',
                      width: 90,
                      render: (_, { id, name, code: now }) => (
                        <Button size="small" onClick={() => setCoding({ id, name, code: now })}>
                          修改
                        </Button>
                      ),
                    },
                  ]}
                  empty="本区县还没有社工站"
                />
              </Block>
            </>
          )}
        </Answer>
      )}
      <Modal
        title={coding ? `${coding.name} 的代码` : ''}
        open={coding !== undefined}
        footer={null}
        onCancel={() => setCoding(undefined)}
        destroyOnHidden
      >
        {coding && (
          <RecordForm
            fields={CaseStationCode.fields}
            initial={{ code: coding.code }}
            submit="保存"
            onSubmit={(values) => code.mutateAsync({ ...values, station: coding.id } as never)}
            onCancel={() => setCoding(undefined)}
          />
        )}
      </Modal>
    </>
  )
}

function Example({
  pattern,
  restart,
  code,
  county,
}: {
  pattern: string
  restart: 'yearly' | 'never'
  code: string
  county: string
}) {
  const problem = patternProblem(pattern, restart)
  if (problem) return <Alert type="warning" title={problem} style={{ marginTop: 6 }} />
  const day = today()
  const example = numberBy(pattern, { county, stationCode: code, domain: 'elder', day, running: 1 })
  return <Typography.Text type="secondary">示例：{example}</Typography.Text>
}
