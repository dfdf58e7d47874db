import { sql } from 'kysely'
import type { Actor } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, id, optional, ref, text, texts, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { partAt, partsOf } from '../../core/parts.ts'
import { find, insert, insertAll, update } from '../../core/records.ts'
import { record, type Tx } from '../../core/tx.ts'
import { whyClosed } from '../clients/index.server.ts'
import { Client } from '../clients/index.ts'
import { ageOn } from '../people/index.ts'
import { policyAt } from '../policy/index.server.ts'
import type { Policy } from '../policy/index.ts'
import { openStation } from '../services/index.server.ts'
import { Station } from '../stations/index.ts'
import { type Aid, aidsOf, clockOf, dueBy, papersFor } from './aid.ts'
import {
  Application,
  ApplicationPaper,
  ApplicationStep,
  ApplicationSurvey,
  applicationMade,
  applyFields,
  Handout,
} from './application.ts'
import { type ApplicationMove, type ApplicationState, clockSteps, openStates } from './applicationFlow.ts'
import { countService } from './counting.server.ts'

export type ApplicationRow = RowOf<typeof Application>

/** The policy where an application stands, as of a day. */
export async function policyOf(tx: Tx, found: { station: string | null }, day: string): Promise<Policy> {
  return policyAt(tx, (await find(tx, Station, found.station!))!.place, day)
}

/** What the policy says of this kind; what was applied for under a former one goes on without it. */
export const aidOf = (policy: Policy, code: string): Aid | undefined => aidsOf(policy).find((one) => one.code === code)

/** The last day of the step that begins in a state, by the policy's clock. */
export function stepDue(policy: Policy, kind: string, state: ApplicationState, from: string): string | null {
  const step = clockSteps[state]
  const clock = step && clockOf(policy, kind, step)
  return clock ? dueBy(clock, from) : null
}

/** Writes down a step: who, from where to where, by when it was due. */
export async function noteStep(
  tx: Tx,
  actor: Actor,
  found: Pick<ApplicationRow, 'id' | 'county' | 'station'>,
  step: {
    move: ApplicationMove | 'register'
    from: ApplicationState | null
    to: ApplicationState
    on: string
    dueOn: string | null
    opinion?: string | null
  },
): Promise<void> {
  await insert(tx, ApplicationStep, partAt(found), {
    application: found.id,
    move: step.move,
    fromState: step.from,
    toState: step.to,
    opinion: step.opinion ?? null,
    onDay: step.on,
    dueOn: step.dueOn,
    byName: actor.name,
    byPerson: actor.person,
    at: tx.now,
  })
}

function refuseAge(aid: Aid, bornOn: string | null, on: string): void {
  const age = bornOn ? ageOn(bornOn, on) : undefined
  if (age === undefined) return
  if (aid.fromAge !== null && age < aid.fromAge)
    throw refuseField('kind', `「${aid.label}」自 ${aid.fromAge} 周岁起，申请当日为 ${age} 周岁，请核对出生日期`)
  if (aid.untilAge !== null && age >= aid.untilAge)
    throw refuseField('kind', `「${aid.label}」须未满 ${aid.untilAge} 周岁，申请当日为 ${age} 周岁，请核对出生日期`)
}

/** One application of a kind at a time, and none for what is already being received. */
async function refuseTwice(tx: Tx, client: { county: string; id: string }, aid: Aid): Promise<void> {
  const { uuid } = splitId(client.id)
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`assistance|${client.id}|${aid.code}`}, 0))`)
  const open = await tx.first<{ appliedOn: string }>(sql`
    select applied_on from assistance_application where county = ${client.county} and client = ${uuid}::uuid and kind = ${aid.code}
      and state = any(${[...openStates]}::text[]) limit 1`)
  if (open) throw refuseField('kind', `${open.appliedOn} 申请的「${aid.label}」还在办理，请在那份申请中继续`)
  const held = await tx.first<{ fromOn: string }>(sql`
    select from_on from roster_entry where county = ${client.county} and client = ${uuid}::uuid and kind = ${aid.code}
      and to_on is null limit 1`)
  if (held)
    throw refuseField('kind', `自 ${held.fromOn} 起已在「${aid.label}」名册上；金额或人数有变化的，请在名册中调整`)
}

/** Takes an application down with the checklist of papers that the policy asks for (官渡区方案 附件3 第2、3、23、25、29项). */
export const registerApplication = action({
  label: '登记救助申请',
  grant: 'assistance.write',
  clause: '官渡区方案 附件3 第2、25项',
  input: {
    station: ref('社工站', 'station'),
    client: ref('申请人', 'client'),
    kind: Application.fields.kind,
    ...applyFields,
    /** Papers that are here already, by their keys. */
    papers: optional(texts('已交材料', { max: 30 })),
    worker: optional(ref('经办社工', 'person')),
  },
  output: Application,
  async run({ tx, actor, input: { station: at, client: whom, kind, papers, worker, ...values } }) {
    const station = await openStation(tx, at, values.appliedOn)
    const client = (await find(tx, Client, whom))!
    const closed = whyClosed(client)
    if (closed) throw refuseField('client', closed)
    if (client.station !== at) throw refuseField('client', '这位服务对象由别的站点服务，请先办理转站')
    if (values.way === 'agent' && !values.agentName) throw refuseField('agentName', '他人代为申请的，请填写代办人')
    const policy = await policyAt(tx, station.place, values.appliedOn)
    const aid = aidOf(policy, kind)
    if (!aid) throw refuseField('kind', '本地没有这种救助，请重新选择')
    refuseAge(aid, client.bornOn, values.appliedOn)
    await refuseTwice(tx, client, aid)
    const by = worker ?? actor.person
    const row = await insert(
      tx,
      Application,
      { id: newId(station.county), station: at },
      {
        ...values,
        client: client.id,
        clientName: client.name,
        household: client.household,
        kind: aid.code,
        kindLabel: aid.label,
        aidGroup: aid.group,
        worker: by,
        state: 'applied',
        stateSince: values.appliedOn,
        dueOn: stepDue(policy, aid.code, 'applied', values.appliedOn),
      },
    )
    await insertAll(
      tx,
      ApplicationPaper,
      papersFor(policy, aid.code).map((paper, i) => ({
        at: partAt(row),
        values: {
          application: row.id,
          paper: paper.key,
          rank: i + 1,
          label: paper.label,
          need: paper.need,
          state: papers?.includes(paper.key) ? ('have' as const) : ('missing' as const),
          gotOn: papers?.includes(paper.key) ? values.appliedOn : null,
          files: [],
        },
      })),
    )
    await noteStep(tx, actor, row, { move: 'register', from: null, to: 'applied', on: values.appliedOn, dueOn: null })
    record(tx, {
      kind: applicationMade.name,
      county: row.county,
      station: at,
      on: row.appliedOn,
      source: { entity: Application.name, id: row.id },
      variant: aid.group,
      worker: by,
      client: client.id,
      people: row.members,
    })
    await countService(tx, {
      source: { entity: Application.name, id: row.id },
      station: at,
      event: 'apply',
      on: row.appliedOn,
      kind: aid.code,
      worker: by,
      client: client.id,
    })
    return row
  },
})

const changeable: readonly ApplicationState[] = ['applied', 'returned', 'accepted']

/** Corrects what was written down, until the first review has been passed. */
export const editApplication = action({
  label: '修改申请',
  grant: 'assistance.write',
  on: Application,
  input: { id: id(), version: version(), ...applyFields },
  output: Application,
  guard: ({ state }) => (changeable.includes(state) ? undefined : '初审通过后不再修改申请内容，要改请先退回'),
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    if (values.way === 'agent' && !values.agentName) throw refuseField('agentName', '他人代为申请的，请填写代办人')
    return update(tx, Application, found, values)
  },
})

const whyOver = ({ state }: Pick<ApplicationRow, 'state'>) =>
  openStates.includes(state) ? undefined : '这份申请已经办结'

/** Ticks papers that have come. */
export const receivePapers = action({
  label: '收材料',
  grant: 'assistance.write',
  on: Application,
  input: {
    id: id(),
    papers: texts('材料', { min: 1, max: 30 }),
    gotOn: optional(date('收到日期', { past: true })),
  },
  output: Application,
  guard: whyOver,
  async run({ tx, found, input }) {
    const papers = await partsOf(tx, ApplicationPaper, 'application', found, 'rank')
    for (const key of input.papers) {
      const paper = papers.find((one) => one.paper === key)
      if (!paper) throw refuseField('papers', '清单里没有这份材料，请刷新')
      await update(tx, ApplicationPaper, paper, { state: 'have', gotOn: input.gotOn ?? tx.today, why: null })
    }
    return found
  },
})

/** One paper: that it is here with its scan, that it is not needed and why, or that it is still missing. */
export const keepPaper = action({
  label: '登记材料',
  grant: 'assistance.write',
  on: ApplicationPaper,
  input: {
    id: id(),
    version: version(),
    state: ApplicationPaper.fields.state,
    gotOn: ApplicationPaper.fields.gotOn,
    why: ApplicationPaper.fields.why,
    files: ApplicationPaper.fields.files,
  },
  output: ApplicationPaper,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    const over = whyOver((await find(tx, Application, found.application))!)
    if (over) throw new Failure('conflict', over)
    if (values.state === 'waived' && !values.why) throw refuseField('why', '不需要这份材料的，请写明理由')
    const gotOn = values.state === 'have' ? (values.gotOn ?? tx.today) : null
    return update(tx, ApplicationPaper, found, {
      ...values,
      gotOn,
      why: values.state === 'waived' ? values.why! : null,
    })
  },
})

const { application: _a1, client: _c1, household: _h1, byName: _b1, ...surveyed } = ApplicationSurvey.fields

/** Writes down a visit to the family, a neighbour's word, a letter, a check: attached to the application and its household. */
export const addSurvey = action({
  label: '登记家庭调查',
  grant: 'assistance.write',
  on: Application,
  clause: '官渡区方案 附件3 第2项',
  input: {
    id: id(),
    ...surveyed,
    byName: optional(text('调查人', { max: 60, help: '不填即本人；两人调查的写两人姓名' })),
  },
  output: ApplicationSurvey,
  guard: whyOver,
  async run({ tx, actor, found, input: { id: _id, byName, ...values } }) {
    const row = await insert(tx, ApplicationSurvey, partAt(found), {
      ...values,
      application: found.id,
      client: found.client,
      household: found.household,
      byName: byName ?? actor.name,
    })
    await countService(tx, {
      source: { entity: ApplicationSurvey.name, id: row.id },
      station: found.station!,
      event: 'survey',
      on: row.onDay,
      kind: found.kind,
      worker: actor.person ?? found.worker,
      client: found.client,
      form: row.kind === 'home' ? 'visit' : 'other',
      minutes: row.minutes,
    })
    return row
  },
})

const { application: _a2, client: _c2, ...handed } = Handout.fields

/** Writes down goods handed out, with who signed for them (官渡区方案 附件3 第3项). */
export const handOut = action({
  label: '登记物资发放',
  grant: 'assistance.write',
  on: Application,
  clause: '官渡区方案 附件3 第3项',
  input: { id: id(), ...handed },
  output: Handout,
  guard: ({ state }) => (state === 'refused' || state === 'withdrawn' ? '未批准或已撤回的申请不发放物资' : undefined),
  async run({ tx, actor, found, input: { id: _id, ...values } }) {
    if (values.handedOn < found.appliedOn) throw refuseField('handedOn', `不能早于申请日期 ${found.appliedOn}`)
    const row = await insert(tx, Handout, partAt(found), { ...values, application: found.id, client: found.client })
    await countService(tx, {
      source: { entity: Handout.name, id: row.id },
      station: found.station!,
      event: 'goods',
      on: row.handedOn,
      kind: found.kind,
      worker: actor.person ?? found.worker,
      client: found.client,
      people: found.members,
    })
    return row
  },
})
