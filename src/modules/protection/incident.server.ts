import { sql } from 'kysely'
import { reachesAsPlaceOfWork, reachesNothing, reachesRecord, reachOf, reachSql } from '../../core/access.ts'
import { action, entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, flag, id, instant, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, insert, select, unseal, update } from '../../core/records.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, type Line, linesOf, readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import {
  childSituations,
  Incident,
  IncidentStep,
  incidentFlow,
  lawOf,
  lookReasons,
  reportingSteps,
  situations,
  stepKinds,
} from './incident.ts'

type IncidentRow = RowOf<typeof Incident>

const hour = 3_600_000
/** Where no pack gives a clock, an incident is taken up within a day, and where there is danger at once. */
const usualHours = { danger: 1, other: 24 } as const

const clockHours = { immediately: 0, hour: 1, day: 24, workday: 24 } as const

/** Whether a clock says by when suspected harm must be acted upon. */
const isOfHarm = ({ of }: Pick<Line<'clock'>, 'of'>) => /强制报告|介入/.test(of)

/** Until when somebody must have acted: by the pack's clock for 强制报告 or 介入, else within a day. */
async function actBy(tx: Tx, place: string, foundAt: string, danger: boolean): Promise<string> {
  const clock = linesOf(await policyAt(tx, place, tx.today), 'clock').find(isOfHarm)
  const hours = clock ? clock.value * clockHours[clock.days] : usualHours.other
  const most = danger ? Math.min(hours, usualHours.danger) : hours
  return new Date(Date.parse(foundAt) + Math.max(most, usualHours.danger) * hour).toISOString()
}

/** The next number of a station's year, without gaps: the counter's row is locked until this is written. */
async function nextNumber(tx: Tx, station: string): Promise<string> {
  const year = tx.today.slice(0, 4)
  const { county, uuid } = splitId(station)
  const [row] = await tx.rows<{ records: number }>(sql`
    insert into record_count (county, station, entity, records) values (${county}, ${uuid}::uuid, ${`incident.${year}`}, 1)
    on conflict (county, station, entity) do update set records = record_count.records + 1 returning records`)
  return `${year}-${String(row!.records).padStart(4, '0')}`
}

const { kind, situation, foundAt, source, danger, victim, client, place, summary, files } = Incident.fields

/**
 * Takes down suspected harm in a minute: what, who, where, when. Whom to call stands on the same page. The child situations
 * must be reported (未成年人保护法 第十一条).
 */
export const reportIncident = action({
  label: '登记疑似侵害',
  grant: 'incident.report',
  offline: true,
  input: {
    station: ref('社工站', 'station'),
    kind: optional(kind),
    situation,
    foundAt,
    source,
    danger,
    victim,
    client,
    place: optional(place),
    summary,
    files,
  },
  output: shape('事件', { id: id(), number: text('编号') }),
  clause: '官渡区方案 附件3 第10项',
  async run({ tx, input: { station: at, ...values } }) {
    const station = (await find(tx, Station, at))!
    if (values.foundAt > tx.moment()) throw refuseField('foundAt', '发现时间不能晚于现在')
    const lines = linesOf(await policyAt(tx, station.place, tx.today), 'incidentKind')
    const line = values.kind ? lines.find(({ key }) => key === values.kind) : undefined
    if (values.kind && !line) throw refuseField('kind', '这一情形不在本地政策的介入情形中，请重新选择')
    const child = childSituations.includes(values.situation)
    const row = await insert(
      tx,
      Incident,
      { id: newId(station.county), station: at },
      {
        ...values,
        kind: line?.key ?? (child ? 'child' : 'adult'),
        client: values.client ?? null,
        place: values.place ?? station.place,
        number: await nextNumber(tx, at),
        mandatory: line?.mandatory === true || child,
        actBy: await actBy(tx, station.place, values.foundAt, values.danger),
        state: incidentFlow.initial,
      },
    )
    return { id: row.id, number: row.number }
  },
})

const { kind: stepKind, at: stepAt, party, receipt, note: stepNote, files: stepFiles } = IncidentStep.fields

/** Writes down what was done; the first such step takes the incident up. */
export const addIncidentStep = action({
  label: '登记处置',
  grant: 'incident.handle',
  on: Incident,
  move: 'takeUp',
  input: { id: id(), version: version(), kind: stepKind, at: stepAt, party, receipt, note: stepNote, files: stepFiles },
  output: shape('处置', { id: id() }),
  clause: '官渡区方案 附件3 第10、11项',
  async run({ tx, actor, found, next, input: { id: _id, version: _version, ...values } }) {
    if (values.at > tx.moment()) throw refuseField('at', '时间不能晚于现在')
    if (values.at < found.foundAt) throw refuseField('at', '时间不能早于发现时间，请核对')
    const step = await insert(
      tx,
      IncidentStep,
      { id: newId(found.county), station: found.station },
      { ...values, incident: found.id, byName: actor.name },
    )
    await update(tx, Incident, found, {
      state: next as 'inHand',
      ...(found.takenUpAt === null && { takenUpAt: values.at }),
    })
    return { id: step.id }
  },
})

async function stepsOf(tx: Tx, incident: IncidentRow) {
  return select(
    tx,
    IncidentStep,
    sql`where incident_step.county = ${incident.county} and incident_step.incident = ${splitId(incident.id).uuid}::uuid order by incident_step.at, incident_step.id`,
  )
}

/** Closes an incident. What had to be reported must have been; a reason stands in its place where it proved unfounded. */
export const closeIncident = action({
  label: '结案',
  grant: 'incident.handle',
  on: Incident,
  move: 'close',
  input: {
    id: id(),
    version: version(),
    outcome: { ...Incident.fields.outcome, optional: false as const },
    closing: { ...Incident.fields.closing, optional: false as const },
  },
  output: shape('结案', { id: id() }),
  async run({ tx, found, next, input }) {
    const steps = await stepsOf(tx, found)
    const reported = steps.some((one) => reportingSteps.includes(one.kind))
    if (found.mandatory && !reported && input.outcome !== 'unfounded')
      throw refuseField('outcome', '这一情形须强制报告：请先登记报警或报告主管部门的处置，再结案')
    await update(tx, Incident, found, {
      state: next as 'closed',
      closedOn: tx.today,
      outcome: input.outcome as 'safe',
      closing: input.closing as never,
    })
    return { id: found.id }
  },
})

export const reopenIncident = action({
  label: '重新处置',
  grant: 'incident.handle',
  on: Incident,
  move: 'reopen',
  input: { id: id(), version: version() },
  output: shape('事件', { id: id() }),
  async run({ tx, found, next }) {
    await update(tx, Incident, found, { state: next as 'inHand', closedOn: null, outcome: null, closing: null })
    return { id: found.id }
  },
})

const listed = shape('事件', {
  id: id(),
  number: text('编号'),
  situation: choice('情形', situations),
  stationName: text('社工站'),
  foundAt: instant('发现时间'),
  danger: flag('眼下仍有危险'),
  mandatory: flag('须强制报告'),
  actBy: instant('须介入于'),
  state: Incident.fields.state,
  takenUpAt: optional(instant('介入时间')),
  late: flag('超时未介入'),
})

/** Numbers and clocks only: whom it concerns and what happened opens with a reason. */
export const listIncidents = query({
  label: '事件列表',
  grant: 'incident.read',
  input: { state: optional(Incident.fields.state), station: optional(ref('社工站', 'station')) },
  output: list('事件', listed),
  async run({ tx, actor, reach, input }) {
    const rows = await select(
      tx,
      Incident,
      sql`where ${reachSql(reach, actor, Incident)} ${input.state ? sql`and incident.state = ${input.state}` : sql``}
        ${input.station ? sql`and incident.county = ${splitId(input.station).county} and incident.station = ${splitId(input.station).uuid}::uuid` : sql``}
        order by incident.state = 'closed', incident.found_at desc limit 200`,
      {
        columns: { stationName: sql<string | null>`shown_station.name` },
        from: sql`left join station shown_station on shown_station.county = incident.county and shown_station.id = incident.station`,
      },
    )
    const now = tx.moment()
    return rows.map((row) => ({
      id: row.id,
      number: row.number,
      situation: row.situation,
      stationName: row.beside.stationName ?? '',
      foundAt: row.foundAt,
      danger: row.danger,
      mandatory: row.mandatory,
      actBy: row.actBy,
      state: row.state,
      takenUpAt: row.takenUpAt,
      late: row.takenUpAt === null && row.actBy < now,
    }))
  },
})

const opened = shape('事件', {
  incident: Incident.row,
  victim: text('当事人'),
  summary: text('情况', { max: 1500 }),
  closing: optional(text('结案说明', { max: 1500 })),
  stationName: text('社工站'),
  kindLabel: text('事项'),
  clause: optional(text('条款')),
  measures: list('应有措施', text('措施')),
  steps: list(
    '处置记录',
    shape('处置记录', {
      id: id(),
      kind: choice('处置', stepKinds),
      at: instant('时间'),
      party: optional(text('单位或对方')),
      receipt: optional(text('回执')),
      note: optional(text('说明', { max: 1000 })),
      files: IncidentStep.fields.files,
      byName: text('办理人'),
    }),
  ),
  looks: list('查阅记录', shape('查阅', { at: instant('时间'), byName: text('查阅人'), reason: text('原因') })),
})

/** Opens a sealed incident with a reason; the look is written down first and shown to everyone who may open it. */
export const openIncident = entrance({
  label: '打开事件',
  grant: 'signedIn',
  input: { id: id(), reason: choice('查看原因', lookReasons) },
  output: opened,
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reach = reachOf(actor, 'incident.read')
    // to whoever may not, it does not exist
    const hidden = () => new Failure('notFound', '找不到该事件，或您无权查看')
    if (reachesNothing(reach)) throw hidden()
    return transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const incident = await find(tx, Incident, input.id)
      if (!incident || !reachesRecord(reach, actor, Incident, incident)) throw hidden()
      const { county, uuid } = splitId(incident.id)
      await tx.rows(sql`insert into access_log (county, id, station, at, account, entity, record, field, reason)
        values (${county}, ${uuidv7()}, ${splitId(incident.station!).uuid}, ${tx.now}, ${actor.account}, 'incident', ${uuid}, 'summary', ${lookReasons[input.reason]})`)
      const station = await find(tx, Station, incident.station!)
      const policy = await policyAt(tx, station!.place, tx.today)
      const line = linesOf(policy, 'incidentKind').find(({ key }) => key === incident.kind)
      const steps = await stepsOf(tx, incident)
      const looks = await tx.rows<{ at: string; byName: string | null; reason: string }>(sql`
        select l.at, a.name as by_name, l.reason from access_log l left join account a on a.id = l.account
        where l.county = ${county} and l.record = ${uuid} and l.entity = 'incident' order by l.at desc limit 100`)
      return {
        answer: {
          incident,
          victim: (await unseal(tx, Incident, incident, 'victim')) ?? '',
          summary: (await unseal(tx, Incident, incident, 'summary')) ?? '',
          closing: await unseal(tx, Incident, incident, 'closing'),
          stationName: station?.name ?? '',
          kindLabel: line ? String(line.value) : situations[incident.situation],
          clause: line ? cite(policy, line) : lawOf(incident.situation),
          measures: line?.measures ?? [],
          steps: await Promise.all(
            steps.map(async (one) => ({
              id: one.id,
              kind: one.kind,
              at: one.at,
              party: one.party,
              receipt: one.receipt,
              note: await unseal(tx, IncidentStep, one, 'note'),
              files: one.files,
              byName: one.byName,
            })),
          ),
          looks: looks.map(({ byName, ...one }) => ({ ...one, byName: byName ?? '已停用的账号' })),
        },
      }
    })
  },
})

/** What may be chosen at intake: the pack's kinds of a station, each with the measures its clause asks for. */
export const incidentKindsOf = query({
  label: '介入情形',
  grant: 'incident.report',
  input: { station: ref('社工站', 'station') },
  output: list(
    '介入情形',
    shape('情形', {
      key: text('键'),
      label: text('情形'),
      mandatory: flag('强制报告'),
      measures: list('措施', text('措施')),
      clause: text('条款'),
    }),
  ),
  async run({ tx, reach, input }) {
    const station = await find(tx, Station, input.station)
    if (!station || !reachesAsPlaceOfWork(reach, station.id))
      throw new Failure('notFound', '找不到该社工站，或您无权办理')
    const policy = await policyAt(tx, station.place, tx.today)
    return linesOf(policy, 'incidentKind').map((line) => ({
      key: line.key,
      label: String(line.value),
      mandatory: line.mandatory === true,
      measures: line.measures ?? [],
      clause: cite(policy, line),
    }))
  },
})

readsPolicy('incidentKind', 'checked')
readsPolicy('clock', (line) => (isOfHarm(line as Line<'clock'>) ? 'checked' : 'notYet'))
