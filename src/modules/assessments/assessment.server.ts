import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, decimal, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { whyClosed } from '../clients/index.server.ts'
import { Client } from '../clients/index.ts'
import { Assessment, assessmentScored } from './assessment.ts'
import { scaleOf, scalesIn } from './scale.server.ts'
import { readAnswers, scaleFields, scoreOf, tones, whole, writeAnswers } from './scale.ts'

type AssessmentRow = RowOf<typeof Assessment>

/** Fills in a scale for a client. The score, the band and the alerts are worked out here, never typed (PZ-G3.2.1b). */
export const assessClient = action({
  label: '量表评估',
  grant: 'assessment.write',
  clause: '攀民政〔2021〕31号 导引 3.2.1.2',
  input: {
    client: ref('服务对象', 'client'),
    scale: Assessment.fields.scale,
    onDay: Assessment.fields.onDay,
    informant: Assessment.fields.informant,
    answers: Assessment.fields.answers,
    remark: Assessment.fields.remark,
    worker: optional(ref('评估人', 'person')),
  },
  output: Assessment,
  async run({ tx, actor, reach, input: { client: at, scale: key, worker, ...values } }) {
    const client = await findReachable(tx, Client, reach, at)
    const closed = whyClosed(client)
    if (closed) throw refuseField('client', closed)
    const who = worker ?? actor.person
    if (!who) throw refuseField('worker', '请选择评估人')
    const scale = (await scalesIn(tx, client.county)).find((one) => one.key === key)
    if (!scale) throw refuseField('scale', '本区县没有这个量表，请重新选择')
    const answers = readAnswers(values.answers)
    const result = scoreOf(scale, answers)
    if (typeof result === 'string') throw refuseField('answers', result)
    const row = await insert(
      tx,
      Assessment,
      { id: newId(client.county), station: client.station },
      {
        client: client.id,
        scale: scale.key,
        scaleVersion: scale.version,
        scaleTitle: scale.title,
        onDay: values.onDay,
        informant: values.informant,
        remark: values.remark ?? null,
        answers: writeAnswers(answers),
        missing: result.missing,
        score: result.score,
        most: result.most,
        band: result.band,
        tone: result.tone,
        alerts: result.alerts,
        worker: who,
        state: 'valid',
      },
    )
    record(tx, {
      kind: assessmentScored.name,
      county: row.county,
      station: row.station!,
      on: row.onDay,
      source: { entity: 'assessment', id: row.id },
      variant: row.scale,
      worker: who,
      client: row.client,
      people: 1,
    })
    return row
  },
})

/** Takes an assessment out of the trend and the counts, with the reason; it stays to be read. */
export const withdrawAssessment = action({
  label: '作废量表评估',
  grant: 'assessment.write',
  on: Assessment,
  input: { id: id(), version: version(), withdrawnReason: text('作废原因', { max: 200 }) },
  output: Assessment,
  guard: ({ state }) => (state === 'withdrawn' ? '这次评估已经作废' : undefined),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: 'assessment', id: found.id })
    return update(tx, Assessment, found, { state: 'withdrawn', withdrawnReason: input.withdrawnReason })
  },
})

/** A client's assessments, oldest first. */
export async function assessmentsOf(tx: Tx, client: { county: string; id: string }): Promise<AssessmentRow[]> {
  return select(
    tx,
    Assessment,
    sql`where county = ${client.county} and client = ${splitId(client.id).uuid}::uuid order by on_day, id`,
  )
}

const trend = shape('趋势', {
  scale: text('量表'),
  title: text('名称'),
  most: decimal('满分'),
  least: decimal('最低分', { min: -1000 }),
  highIsGood: text('方向'),
  points: list(
    '各次',
    shape('一次', {
      id: id(),
      onDay: date('日期'),
      score: decimal('得分', { min: -1000 }),
      band: text('级别'),
      tone: Assessment.fields.tone,
      change: optional(decimal('与上次相比', { min: -1000 })),
    }),
  ),
})

/** What a client's scales say and how they have changed, scale by scale (PZ-G3.2.2f). */
export const clientAssessments = query({
  label: '服务对象的量表评估',
  grant: 'assessment.read',
  input: { client: ref('服务对象', 'client') },
  output: shape('量表评估', {
    rows: list('评估', shape('评估', { row: Assessment.row, workerName: text('评估人') })),
    trends: list('趋势', trend),
  }),
  async run({ tx, reach, input }) {
    const client = await findReachable(tx, Client, reach, input.client)
    const rows = await assessmentsOf(tx, client)
    const [names, scales] = await Promise.all([workerNames(tx, client.county, rows), scalesIn(tx, client.county)])
    const valid = rows.filter(({ state }) => state === 'valid')
    const keys = [...new Set(valid.map((row) => row.scale))]
    return {
      rows: [...rows].reverse().map((row) => ({ row, workerName: names.get(row.worker) ?? '' })),
      trends: keys.map((key) => {
        const of = valid.filter((row) => row.scale === key)
        const scale = scales.find((one) => one.key === key)
        return {
          scale: key,
          title: of.at(-1)!.scaleTitle,
          most: Math.max(...of.map((row) => row.most)),
          least: Math.min(0, ...of.map((row) => row.score)),
          highIsGood: scale?.highIsGood ? '分数越高越好' : '分数越低越好',
          points: of.map((row, i) => ({
            id: row.id,
            onDay: row.onDay,
            score: row.score,
            band: row.band,
            tone: row.tone,
            change: i === 0 ? null : Math.round((row.score - of[i - 1]!.score) * 10) / 10,
          })),
        }
      }),
    }
  },
})

async function workerNames(tx: Tx, county: string, rows: readonly { worker: string }[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const found = await tx.rows<{ id: string; name: string }>(sql`
    select county || '-' || id as id, name from person
    where county = ${county} and id = any(${[...new Set(rows.map(({ worker }) => splitId(worker).uuid))]}::uuid[])`)
  return new Map(found.map(({ id: one, name }) => [one, name]))
}

/** One assessment with its questions as they were asked. */
export const getAssessment = query({
  label: '量表评估',
  grant: 'assessment.read',
  input: { id: id() },
  output: shape('量表评估', {
    assessment: Assessment.row,
    clientName: text('服务对象'),
    workerName: text('评估人'),
    toneWord: text('提示'),
    scale: optional(shape('量表', scaleFields)),
  }),
  async run({ tx, reach, input }) {
    const row = await findReachable(tx, Assessment, reach, input.id)
    const [client, names, scale] = await Promise.all([
      findReachable(tx, Client, reach, row.client),
      workerNames(tx, row.county, [row]),
      scaleOf(tx, row.county, row.scale, row.scaleVersion),
    ])
    return {
      assessment: row,
      clientName: client.name,
      workerName: names.get(row.worker) ?? '',
      toneWord: tones[row.tone],
      scale: scale ? whole(scale) : null,
    }
  },
})
