import { Flex, Typography } from 'antd'
import { date } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Clause, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { StationArea } from '../stations/index.ts'
import { guidanceControls, guidanceFields } from './guidanceForm.tsx'
import { ending, oneOf, type Part, Piece, quiet, since, span } from './piece.tsx'
import { GuidanceVisit, guides, HandoverPlan, Lot, PartyActivity, PartyBranch, partyWays } from './standing.ts'

const api = client<typeof import('./standing.server.ts') & typeof import('./guidance.server.ts')>('network')
const stations = client<typeof import('../stations/index.server.ts')>('stations')

/** Who guides it, whom it guides, and what it serves besides its own place (GD-4.1, PZ-2.1c, PZ-2.2). */
export function Guided({ id, mayManage }: { id: string; mayManage: boolean }) {
  const found = useAnswer(api.guidanceOf, { station: id })
  const areas = useAnswer(stations.areasOf, { station: id })
  const { onDay, content } = GuidanceVisit.fields
  return (
    <>
      <Answer of={found}>
        {({ by, of }) => (
          <>
            <Piece
              title="由谁指导"
              extra={
                mayManage && (
                  <FormButton
                    label="结对"
                    title="结对指导"
                    call={api.addGuidance}
                    fields={guidanceFields}
                    controls={guidanceControls}
                    unfolded={['subject']}
                    initial={{ guide: 'hub', fromOn: today() }}
                    given={{ station: id }}
                  />
                )
              }
            >
              {by.length === 0
                ? quiet('还没有登记指导方')
                : by.map(({ guidance, visits, lastOn, now }) => (
                    <Flex key={guidance.id} gap={8} align="center" wrap style={{ marginBottom: 4 }}>
                      {now ? <State tone="good">{guides[guidance.guide]}</State> : <State tone="quiet">已结束</State>}
                      <span>
                        {guidance.guideName}
                        {guidance.subject && `：${guidance.subject}`}
                      </span>
                      {quiet(
                        `${span(guidance)}，${visits === 0 ? '还没有指导记录' : `指导 ${visits} 次，最近 ${lastOn}`}`,
                      )}
                      {guidance.can.includes('recordGuidanceVisit') && (
                        <FormButton
                          label="登记指导"
                          title={`登记${guidance.guideName}的指导`}
                          call={api.recordGuidanceVisit}
                          fields={{ onDay, content }}
                          initial={{ onDay: today() }}
                          given={{ id: guidance.id }}
                        />
                      )}
                      {guidance.can.includes('endGuidance') && (
                        <FormButton
                          label="结束"
                          title={`结束${guidance.guideName}的指导`}
                          call={api.endGuidance}
                          fields={ending}
                          initial={{ toOn: today() }}
                          given={{ id: guidance.id, version: guidance.version }}
                        />
                      )}
                    </Flex>
                  ))}
            </Piece>
            {of.length > 0 && (
              <Piece title={`结对指导的站点（${of.filter(({ now }) => now).length}）`}>
                {of.map(({ guidance, stationName, visits, lastOn }) => (
                  <div key={guidance.id}>
                    <To path={`/stations/${guidance.station}`}>{stationName}</To>{' '}
                    {quiet(
                      `${span(guidance)}，${visits === 0 ? '还没有指导记录' : `指导 ${visits} 次，最近 ${lastOn}`}`,
                    )}
                  </div>
                ))}
              </Piece>
            )}
          </>
        )}
      </Answer>
      <Piece
        title="服务片区"
        extra={
          mayManage && (
            <FormButton
              label="增加片区"
              title="增加服务片区"
              call={stations.addArea}
              fields={{ place: StationArea.fields.place, ...since }}
              initial={{ fromOn: today() }}
              given={{ station: id }}
            />
          )
        }
      >
        <Answer of={areas}>
          {(rows) =>
            rows.length === 0
              ? quiet('只服务所在地；还服务别的乡镇或社区的，在这里列出')
              : rows.map(({ area, placePath }) => (
                  <Flex key={area.id} gap={8} align="center" wrap>
                    {placePath} {quiet(span(area))}
                    {area.can.includes('endArea') && (
                      <FormButton
                        label="结束"
                        title={`不再服务${placePath}`}
                        call={stations.endArea}
                        fields={ending}
                        initial={{ toOn: today() }}
                        given={{ id: area.id, version: area.version }}
                      />
                    )}
                  </Flex>
                ))
          }
        </Answer>
      </Piece>
    </>
  )
}

/** The party branch as it stood from day to day, and what it did with others (PZ-G3.1.1). */
export function Party({ id, progress }: Part) {
  const { branches, activities, activityCount, qualifies, partyClause, mayRecord } = progress
  const { members, qualifies: is, foundedOn, partner } = PartyBranch.fields
  const { onDay, way, partner: withWhom, summary } = PartyActivity.fields
  const [now] = branches
  return (
    <>
      <Piece
        title="党支部"
        extra={
          mayRecord && (
            <FormButton
              label={now ? '更新' : '登记党支部'}
              title="登记党支部"
              call={api.setPartyBranch}
              fields={{ members, qualifies: is, foundedOn, partner, ...since }}
              unfolded={['foundedOn', 'partner']}
              initial={{
                members: now?.members,
                qualifies: now?.qualifies,
                foundedOn: now?.foundedOn,
                partner: now?.partner,
                fromOn: today(),
              }}
              given={{ station: id }}
            />
          )
        }
      >
        {qualifies && (
          <Typography.Paragraph type="secondary">
            成立条件：{qualifies} {partyClause && <Clause>{partyClause}</Clause>}
          </Typography.Paragraph>
        )}
        {branches.length === 0
          ? quiet('还没有登记')
          : branches.map((one) => (
              <Flex key={one.id} gap={8} align="center" wrap>
                {one.foundedOn ? (
                  <State tone="good">{`${one.foundedOn} 成立`}</State>
                ) : one.qualifies ? (
                  <State tone="warn">符合条件，尚未成立</State>
                ) : (
                  <State tone="quiet">不符合条件</State>
                )}
                <span>
                  正式党员 {one.members} 人{one.partner && `，与${one.partner}共建`}
                </span>
                {quiet(span(one))}
              </Flex>
            ))}
      </Piece>
      <Piece
        title={`党建活动（${activityCount}）`}
        extra={
          mayRecord && (
            <FormButton
              label="登记活动"
              title="登记党建活动"
              call={api.recordPartyActivity}
              fields={{ onDay, way, partner: withWhom, summary }}
              unfolded={['partner']}
              initial={{ onDay: today() }}
              given={{ station: id }}
            />
          )
        }
      >
        {activities.length === 0
          ? quiet('还没有登记活动')
          : activities.map((one) => (
              <div key={one.id}>
                {one.onDay} {partyWays[one.way]}：{one.summary}
                {one.partner && quiet(`（与${one.partner}）`)}
              </div>
            ))}
      </Piece>
    </>
  )
}

/** Lots of a procurement bound to it, and the hand-over of an operator from elsewhere (CG-1, KM-4.1b). */
export function Contracts({ id, progress }: Part) {
  const { lots, lotChoices, handovers, outside, mayManage } = progress
  const { operator, fromOn, toOn } = Lot.fields
  const { receiver, dueOn, agreedOn, note, doneOn } = HandoverPlan.fields
  return (
    <>
      {(lotChoices.length > 0 || lots.length > 0) && (
        <Piece
          title="采购包"
          extra={
            mayManage &&
            lotChoices.length > 0 && (
              <FormButton
                label="落实采购包"
                call={api.bindLot}
                fields={{ lot: oneOf('采购包', lotChoices), operator, fromOn, toOn: { ...toOn, optional: true } }}
                unfolded={['toOn']}
                initial={{ lot: lotChoices[0]!.key, fromOn: today() }}
                given={{ station: id }}
              />
            )
          }
        >
          {lots.length === 0
            ? quiet('文件的采购包还没有落实到本站')
            : lots.map((one) => (
                <Flex key={one.id} gap={8} align="center" wrap>
                  {one.toOn < today() ? <State tone="quiet">已到期</State> : <State tone="good">服务期内</State>}
                  <span>{one.label}</span> {quiet(`${one.fromOn} 至 ${one.toOn}`)}
                  {one.can.includes('endLot') && one.toOn >= today() && (
                    <FormButton
                      label="提前结束"
                      title={`提前结束${one.label}`}
                      call={api.endLot}
                      fields={{ toOn: date('服务期至') }}
                      given={{ id: one.id, version: one.version }}
                    />
                  )}
                </Flex>
              ))}
        </Piece>
      )}
      {(outside || handovers.length > 0) && (
        <Piece
          title="移交本地机构"
          extra={
            mayManage &&
            outside && (
              <FormButton
                label="商定移交计划"
                call={api.planHandover}
                fields={{ receiver, dueOn, agreedOn, note }}
                unfolded={['receiver', 'note']}
                initial={{ agreedOn: today() }}
                given={{ station: id }}
              />
            )
          }
        >
          {outside && (
            <Typography.Paragraph>
              承接主体「{outside}」是外来机构，文件鼓励有基础后转由本地机构承接。
            </Typography.Paragraph>
          )}
          {handovers.length === 0
            ? quiet('还没有移交计划')
            : handovers.map((one) => (
                <Flex key={one.id} gap={8} align="center" wrap>
                  {one.doneOn ? (
                    <State tone="good">{`${one.doneOn} 已移交`}</State>
                  ) : (
                    <State tone="busy">{`计划 ${one.dueOn} 移交`}</State>
                  )}
                  {quiet(`${one.agreedOn} 商定`)} {one.note}
                  {one.can.includes('finishHandover') && (
                    <FormButton
                      label="移交完成"
                      title="登记移交完成"
                      call={api.finishHandover}
                      fields={{ doneOn: { ...doneOn, optional: false } }}
                      initial={{ doneOn: today() }}
                      given={{ id: one.id, version: one.version }}
                    />
                  )}
                </Flex>
              ))}
        </Piece>
      )}
    </>
  )
}
