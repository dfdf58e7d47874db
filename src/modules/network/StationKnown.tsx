import { Button, Flex } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Clause, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { ending, oneOf, type Part, Piece, quiet, since, span, thisYear } from './piece.tsx'
import { Demonstration, projectKinds, StationProject } from './standing.ts'

const api = client<typeof import('./standing.server.ts')>('network')

/** Its standard, whether it is a model, what it is known for, its projects of the year (PZ-2.1d, KM-6.3, BH-3.5, KM-A2). */
export function Known({ id, progress }: Part) {
  const { tiers, tierChoices, demonstrations, specialties, specialtyChoices, projects, projectNotes } = progress
  const { mayManage, mayRecord } = progress
  const drop = useAct(api.dropProject)
  const wordOf = (key: string, of: readonly { key: string; label: string }[]) =>
    of.find((one) => one.key === key)?.label ?? key
  const { year, name, kind, localCharacter } = StationProject.fields
  return (
    <>
      {tierChoices.length > 0 && (
        <Piece
          title="建设标准"
          extra={
            mayManage && (
              <FormButton
                label={tiers.length > 0 ? '改档' : '确定建设标准'}
                title="确定建设标准"
                call={api.setTier}
                fields={{
                  tier: oneOf(
                    '适用标准',
                    tierChoices.map((one) => ({ ...one, label: `${one.note}：${one.label}` })),
                  ),
                  ...since,
                }}
                initial={{ tier: tiers[0]?.tier, fromOn: today() }}
                given={{ station: id }}
              />
            )
          }
        >
          {tiers.length === 0
            ? quiet('还没有确定适用哪一档标准')
            : tiers.map((one) => (
                <div key={one.id}>
                  {wordOf(one.tier, tierChoices)} {quiet(span(one))} <Clause>{tierChoices[0]!.clause}</Clause>
                </div>
              ))}
        </Piece>
      )}
      <Piece
        title="示范站"
        extra={
          mayManage &&
          demonstrations.every(({ toOn }) => toOn !== null) && (
            <FormButton
              label="选为示范站"
              call={api.nameDemonstration}
              fields={{ ...since, document: Demonstration.fields.document }}
              unfolded={['document']}
              initial={{ fromOn: today() }}
              given={{ station: id }}
            />
          )
        }
      >
        {demonstrations.length === 0
          ? quiet('不是示范站')
          : demonstrations.map((one) => (
              <Flex key={one.id} gap={8} align="center" wrap>
                {one.toOn === null ? <State tone="good">示范站</State> : <State tone="quiet">曾为示范站</State>}
                {span(one)} {one.document}
                {one.can.includes('endDemonstration') && (
                  <FormButton
                    label="取消"
                    title="取消示范站"
                    call={api.endDemonstration}
                    fields={ending}
                    initial={{ toOn: today() }}
                    given={{ id: one.id, version: one.version }}
                  />
                )}
              </Flex>
            ))}
      </Piece>
      {specialtyChoices.length > 0 && (
        <Piece
          title="特色方向"
          extra={
            mayRecord && (
              <FormButton
                label="增加方向"
                title="增加特色方向"
                call={api.addSpecialty}
                fields={{ specialty: oneOf('特色方向', specialtyChoices), ...since }}
                initial={{ fromOn: today() }}
                given={{ station: id }}
              />
            )
          }
        >
          {specialties.length === 0
            ? quiet('还没有登记特色方向')
            : specialties.map((one) => (
                <Flex key={one.id} gap={8} align="center" wrap>
                  {wordOf(one.specialty, specialtyChoices)} {quiet(span(one))}
                  {one.can.includes('endSpecialty') && (
                    <FormButton
                      label="结束"
                      title={`结束${wordOf(one.specialty, specialtyChoices)}`}
                      call={api.endSpecialty}
                      fields={ending}
                      initial={{ toOn: today() }}
                      given={{ id: one.id, version: one.version }}
                    />
                  )}
                </Flex>
              ))}
        </Piece>
      )}
      <Piece
        title="年度服务项目"
        extra={
          mayRecord && (
            <FormButton
              label="增加项目"
              title="增加年度项目"
              call={api.addProject}
              fields={{ year, name, kind, localCharacter }}
              initial={{ year: thisYear(), kind: 'brand', localCharacter: false }}
              given={{ station: id }}
            />
          )
        }
      >
        {projectNotes.map((one) => (
          <Flex key={one.text} gap={8} align="center" wrap style={{ marginBottom: 4 }}>
            <span>{one.text}</span>
            {one.met ? <State tone="good">符合</State> : <State tone="warn">不符合</State>}
            <Clause>{one.clause}</Clause>
          </Flex>
        ))}
        {projects.length === 0 ? (
          quiet('还没有登记项目')
        ) : (
          <DataTable
            rows={projects}
            rowKey={(one) => one.id}
            columns={[
              { title: '项目', key: 'name', render: (_, one) => one.name },
              { title: '年度', key: 'year', width: 80, render: (_, one) => one.year },
              { title: '类别', key: 'kind', width: 110, render: (_, one) => projectKinds[one.kind] },
              { title: '本地特色', key: 'local', width: 100, render: (_, one) => (one.localCharacter ? '有' : '—') },
              {
                title: '',
                key: 'can',
                width: 90,
                render: (_, one) =>
                  one.dropped ? (
                    <State tone="quiet">已取消</State>
                  ) : (
                    one.can.includes('dropProject') && (
                      <Button
                        size="small"
                        aria-label={`取消${one.name}`}
                        loading={drop.isPending}
                        onClick={() => drop.mutate({ id: one.id, version: one.version })}
                      >
                        取消
                      </Button>
                    )
                  ),
              },
            ]}
            empty=""
          />
        )}
      </Piece>
    </>
  )
}
