import { sql } from 'kysely'
import { reachesNothing, reachOf, reachSql } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { openDoor } from '../../core/door.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { flag, integer, optional, ref, shape, text } from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { defineJob, enqueue } from '../../core/jobs.ts'
import { select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { safeCell } from '../papers/index.server.ts'
import { educations } from '../policy/index.ts'
import { certificateKinds, origins, Person, sexes } from './person.ts'
import { inPostOn } from './staff.server.ts'

const most = 50_000

interface Line {
  person: string
  station: string
  stationName: string
  postName: string
  origin: keyof typeof origins
  fullTime: boolean
  fromOn: string
  certificate: keyof typeof certificateKinds | null
  number: string | null
  registeredUntil: string | null
  contractTo: string | null
  contracts: number
}

const heads = [
  ['序号', 6],
  ['社工站', 32],
  ['岗位', 12],
  ['姓名', 10],
  ['性别', 6],
  ['出生日期', 12],
  ['身份证号', 20],
  ['联系电话', 14],
  ['学历', 10],
  ['社会工作专业', 12],
  ['证书', 16],
  ['证书编号', 16],
  ['登记有效期至', 14],
  ['人员来源', 16],
  ['专/兼职', 8],
  ['任职起', 12],
  ['劳动合同至', 14],
] as const

/** Who is in post today, a line each, in the order of stations and posts. */
function rosterLines(tx: Tx, station: string | null): Promise<Line[]> {
  const here = station
    ? sql`a.county = ${splitId(station).county} and a.station = ${splitId(station).uuid}::uuid and`
    : sql``
  const reach = reachOf(tx.actor, 'person.manage')
  return tx.rows<Line>(sql`
    select a.county || '-' || a.person as person, a.county || '-' || a.station as station, s.name as station_name, a.post_name, a.origin,
      a.full_time, a.from_on, c.certificate, c.number, c.registered_until, m.contract_to, m.contracts
    from appointment a join station s on s.county = a.county and s.id = a.station
      left join lateral (select * from certificate c where c.county = a.county and c.person = a.person
        order by array_position(array['senior', 'intermediate', 'assistant', 'tianjinAide'], c.certificate), c.issued_on desc limit 1) c on true
      left join lateral (select count(*)::int as contracts, case when bool_or(m.to_on is null) then null else max(m.to_on) end as contract_to
        from employment m where m.county = a.county and m.person = a.person and m.from_on <= ${tx.today}::date) m on true
    where ${here} ${reachSql(reach, tx.actor, Person, 'a')} and ${inPostOn('a', tx.today)}
    order by s.name, a.post, a.person_name limit ${most}`)
}

/** Writes down that somebody takes these people's hidden values out of the house, and why. */
function noteLooks(tx: Tx, people: readonly { id: string; station: string | null }[], reason: string): void {
  const stations = people.map(({ station }) => station && splitId(station).uuid)
  for (const field of ['idNumber', 'phone'])
    tx.send({
      text: `insert into access_log (county, id, station, at, account, entity, record, field, reason)
        select county, id, station, $1, $2, 'person', record, $3, $4 from unnest($5::text[], $6::uuid[], $7::uuid[], $8::text[]) as l(county, id, station, record)`,
      values: [
        tx.now,
        tx.actor.account,
        field,
        reason,
        people.map(({ id }) => splitId(id).county),
        people.map(() => uuidv7()),
        stations,
        people.map(({ id }) => splitId(id).uuid),
      ],
    })
}

/** The plain identity numbers and phones of these people, after the looks are written down. */
async function plainOf(tx: Tx, people: readonly { id: string; county: string }[]) {
  const counties = [...new Set(people.map(({ county }) => county))]
  await tx.sealer.prepare(counties)
  const rows = await tx.rows<{ county: string; id: string; idNumber: Buffer | null; phone: Buffer | null }>(sql`
    select county, id, id_number, phone from person where county = any(${counties}::text[])
      and id = any(${people.map(({ id }) => splitId(id).uuid)}::uuid[])`)
  const open = (row: { county: string; id: string }, key: string, sealed: Buffer | null) =>
    sealed ? tx.sealer.unseal(row.county, `person|${row.county}|${row.id}|${key}`, sealed) : null
  return new Map(
    rows.map((row) => [
      `${row.county}-${row.id}`,
      { idNumber: open(row, 'idNumber', row.idNumber), phone: open(row, 'phone', row.phone) },
    ]),
  )
}

const rosterJob = defineJob({
  name: 'people.roster',
  label: '导出花名册',
  async run({ surroundings, actor, parameters, progress, path }) {
    const { station = null, reason = null } = parameters as { station?: string | null; reason?: string | null }
    const { lines, people, plain } = await openDoor(surroundings, new Map()).perform(
      actor,
      'people/exportRoster',
      async (tx) => {
        const found = await rosterLines(tx, station)
        const uuids = [...new Set(found.map(({ person }) => splitId(person).uuid))]
        const counties = [...new Set(found.map(({ person }) => splitId(person).county))]
        const shown = await select(
          tx,
          Person,
          sql`where county = any(${counties}::text[]) and id = any(${uuids}::uuid[]) and ${reachSql(reachOf(actor, 'person.manage'), actor, Person)}`,
        )
        // whoever lost the right since asking gets the masked roster
        const may = reason !== null && !reachesNothing(reachOf(actor, 'person.reveal'))
        const revealed = may
          ? await tx
              .rows<{
                id: string
              }>(sql`select county || '-' || id as id from person where county = any(${counties}::text[])
                and id = any(${uuids}::uuid[]) and ${reachSql(reachOf(actor, 'person.reveal'), actor, Person)}`)
              .then((rows) => new Set(rows.map(({ id }) => id)))
          : new Set<string>()
        const looked = shown.filter(({ id }) => revealed.has(id))
        if (looked.length > 0) noteLooks(tx, looked, reason!)
        return {
          lines: found,
          people: new Map(shown.map((one) => [one.id, one])),
          plain:
            looked.length > 0
              ? await plainOf(tx, looked)
              : new Map<string, { idNumber: string | null; phone: string | null }>(),
        }
      },
    )
    const { default: exceljs } = await import('exceljs')
    const workbook = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true })
    const sheet = workbook.addWorksheet('花名册', { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = heads.map(([header, width]) => ({ header, width, style: { numFmt: '@' } }))
    sheet.getRow(1).font = { bold: true }
    sheet.getRow(1).commit()
    for (const [i, line] of lines.entries()) {
      const person = people.get(line.person)
      const known = plain.get(line.person)
      const hint = (value: { hint: string } | string | null | undefined) =>
        typeof value === 'object' && value ? value.hint : ''
      const cells = [
        i + 1,
        line.stationName,
        line.postName,
        person?.name ?? '',
        person ? sexes[person.sex] : '',
        person?.bornOn ?? '',
        known?.idNumber ?? hint(person?.idNumber),
        known?.phone ?? hint(person?.phone),
        person ? educations[person.education] : '',
        person ? (person.socialWorkMajor ? '是' : '否') : '',
        line.certificate ? certificateKinds[line.certificate] : '',
        line.number ?? '',
        line.registeredUntil ?? '',
        origins[line.origin],
        line.fullTime ? '专职' : '兼职',
        line.fromOn,
        line.contractTo ?? (line.contracts > 0 ? '无固定期限' : ''),
      ]
      sheet.addRow(cells.map(safeCell)).commit()
      if (i % 1000 === 999) await progress(i + 1, lines.length)
    }
    sheet.commit()
    await workbook.commit()
    await progress(lines.length, lines.length)
    return { name: '花名册.xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
  },
})

/** The roster as offices use it. Numbers are masked; in full only for those who may look, with a reason, each look written down. */
export const exportRoster = action({
  label: '导出花名册',
  grant: 'person.manage',
  input: {
    station: optional(ref('社工站', 'station')),
    inFull: flag('包含完整的证件号与电话', { help: '会为每个人记一条查阅记录' }),
    reason: optional(text('查看原因', { max: 100 })),
  },
  output: shape('导出', { job: text('任务编号'), rows: integer('人数') }),
  async run({ tx, actor, input: { station, inFull, reason } }) {
    if (inFull && !reason) throw refuseField('reason', '导出完整的证件号与电话，请写明原因')
    if (inFull && reachesNothing(reachOf(actor, 'person.reveal')))
      throw new Failure('forbidden', '您没有查看证件与电话原文的权限，请导出不含完整号码的花名册')
    const rows = (await rosterLines(tx, station ?? null)).length
    const label = `导出花名册（${rows} 人${inFull ? '，含完整号码' : ''}）`
    return { job: enqueue(tx, rosterJob, label, { station: station ?? null, ...(inFull && { reason }) }), rows }
  },
})
