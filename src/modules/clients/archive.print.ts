import { sql } from 'kysely'
import { reachesRecord, reachOf } from '../../core/access.ts'
import type { RowOf } from '../../core/entity.ts'
import type { Field, Fields } from '../../core/field.ts'
import { find, findReachable, select } from '../../core/records.ts'
import { formatInstant, writtenDay } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { definePaper } from '../papers/index.server.ts'
import { type Block, ordinal, type Value } from '../papers/index.ts'
import { ageOn } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { checkArchives } from './archive.server.ts'
import { categoriesAt } from './category.server.ts'
import { Client, ClientCategory, ClientRisk, categorySources, riskLevels } from './client.ts'
import {
  ClientCare,
  ClientContact,
  Consent,
  consentBases,
  consentGivers,
  consentPurposes,
  FamilyTracing,
  Guardian,
  guardianKinds,
  guardianRelations,
  Need,
  NeedsAssessment,
  needKinds,
  needStates,
  needsCovers,
  selfCares,
  strengths,
  tracingResults,
  tracingWays,
} from './clientFile.ts'
import { aliasesOf, hideHints, rowsOf } from './file.server.ts'
import { HouseholdMember, relations } from './household.ts'
import { linesOfClients } from './timeline.server.ts'

const mostLines = 2000

/** A field's value as a paper says it; what is hidden stays hidden on paper too. */
function said(field: Field, value: unknown): Value {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'object' && 'hint' in value) return String(value.hint)
  if (field.kind === 'choice') return field.choices?.[value as string] ?? String(value)
  return String(value)
}

/** Pairs of label and value, two to a row, as agencies print the first page of a file. */
function pairs(fields: Fields, row: object, own: Record<string, Value>, keys: readonly string[]): Value[][] {
  const cells = keys.map((key): [string, Value] => [
    fields[key]!.label,
    key in own ? own[key]! : said(fields[key]!, (row as Record<string, unknown>)[key]),
  ])
  const rows: Value[][] = []
  for (let i = 0; i < cells.length; i += 2) rows.push([...cells[i]!, ...(cells[i + 1] ?? ['', ''])])
  return rows
}

const columns = (...parts: [label: string, width: number][]) => parts.map(([label, width]) => ({ label, width }))

/** Every section of the archive, in the order of the paper file (KM-A2s: records complete and in order). */
export async function archiveBlocks(tx: Tx, client: RowOf<typeof Client>): Promise<Block[]> {
  const station = await find(tx, Station, client.station!)
  const labels = station ? await categoriesAt(tx, station.place, tx.today) : new Map<string, string>()
  const paths = await placePaths(tx, [client.place], tx.today)
  const [categories, risks, cares, guardians, consents, contacts, needs, assessments, tracings] = await Promise.all([
    rowsOf(tx, ClientCategory, client, 'from_on'),
    rowsOf(tx, ClientRisk, client, 'from_on'),
    rowsOf(tx, ClientCare, client, 'from_on'),
    rowsOf(tx, Guardian, client, 'from_on'),
    rowsOf(tx, Consent, client, 'on_day'),
    rowsOf(tx, ClientContact, client, 'id asc'),
    rowsOf(tx, Need, client, 'found_on'),
    rowsOf(tx, NeedsAssessment, client, 'on_day'),
    rowsOf(tx, FamilyTracing, client, 'on_day'),
  ])
  const may = reachesRecord(reachOf(tx.actor, 'client.reveal'), tx.actor, Client, client)
  const members = client.household ? await membersOf(tx, client) : []
  const { lines } = await linesOfClients(
    tx,
    tx.actor,
    { county: client.county, clients: await aliasesOf(tx, client) },
    { limit: mostLines },
  )
  const check = (await checkArchives(tx, [client])).get(client.id)
  const blocks: Block[] = []
  let number = 0
  const section = (title: string, block: Block | null) => {
    blocks.push({ kind: 'heading', text: ordinal(++number, title) })
    blocks.push(block ?? { kind: 'paragraph', text: '没有记录。' })
  }
  const table = (of: ReturnType<typeof columns>, rows: Value[][]): Block | null =>
    rows.length === 0 ? null : { kind: 'table', columns: of, rows }
  section('基本情况', {
    kind: 'table',
    columns: columns(['项目', 0.18], ['内容', 0.32], ['项目', 0.18], ['内容', 0.32]),
    rows: pairs(
      Client.fields,
      hideHints(client, may),
      {
        place: paths.get(client.place) ?? client.place,
        bornOn: client.bornOn && `${client.bornOn}（${ageOn(client.bornOn, tx.today)} 岁）`,
      },
      [
        'name',
        'sex',
        'bornOn',
        'idNumber',
        'phone',
        'place',
        'address',
        'ethnicGroup',
        'schooling',
        'marital',
        'occupation',
        'institution',
        'noIdReason',
        'memo',
      ],
    ),
  })
  section(
    '类别',
    table(
      columns(['类别', 0.3], ['起止', 0.3], ['来源', 0.2], ['说明', 0.2]),
      categories.map((row) => [
        labels.get(row.category) ?? row.category,
        `${row.fromOn} 至 ${row.toOn ?? '今'}`,
        categorySources[row.source],
        row.endReason ??
          (row.includedOn ? `${row.includedOn} 纳入保障` : row.confirmedOn ? `${row.confirmedOn} 确认身份` : null),
      ]),
    ),
  )
  section(
    '家庭成员',
    table(
      columns(['姓名', 0.2], ['关系', 0.2], ['出生日期', 0.2], ['职业', 0.2], ['健康', 0.2]),
      members.map((row) => [row.name, relations[row.relation], row.bornOn, row.occupation, row.health]),
    ),
  )
  section(
    '监护人与社会关系',
    table(columns(['姓名或单位', 0.25], ['关系', 0.25], ['性质', 0.25], ['电话', 0.25]), [
      ...guardians.map((row): Value[] => [
        row.name,
        guardianRelations[row.relation],
        row.toOn ? `监护至 ${row.toOn}` : guardianKinds[row.kind],
        hideHints(row, may).phone?.hint ?? null,
      ]),
      ...contacts
        .filter(({ toOn }) => toOn === null)
        .map((row): Value[] => [
          row.name,
          row.relation,
          strengths[row.strength],
          hideHints(row, may).phone?.hint ?? null,
        ]),
    ]),
  )
  section(
    '建档依据与同意',
    table(
      columns(['用途', 0.3], ['依据', 0.35], ['日期', 0.17], ['撤回', 0.18]),
      consents.map((row) => [
        consentPurposes[row.purpose],
        row.basis === 'law'
          ? row.law
          : `${consentBases[row.basis]}（${row.givenBy ? consentGivers[row.givenBy] : ''}，告知书 ${row.noticeVersion}）`,
        row.onDay,
        row.withdrawnOn,
      ]),
    ),
  )
  section(
    '风险与照料',
    table(columns(['日期', 0.2], ['内容', 0.25], ['说明', 0.35], ['复评', 0.2]), [
      ...risks.map((row): Value[] => [row.fromOn, `风险${riskLevels[row.level]}`, row.reasons, row.reviewOn]),
      ...cares.map((row): Value[] => [row.fromOn, selfCares[row.selfCare], row.carer && `照料人：${row.carer}`, null]),
    ]),
  )
  section(
    '需求',
    table(
      columns(['发现日期', 0.16], ['类型', 0.16], ['需求', 0.32], ['状态', 0.14], ['结果', 0.22]),
      needs.map((row) => [row.foundOn, needKinds[row.kind], row.content, needStates[row.state], row.result]),
    ),
  )
  section(
    '需求评估',
    table(
      columns(['日期', 0.18], ['更新内容', 0.24], ['情况', 0.58]),
      assessments.map((row) => [row.onDay, row.covers.map((one) => needsCovers[one]).join('、'), row.summary]),
    ),
  )
  if (tracings.length > 0)
    section(
      '寻亲',
      table(
        columns(['日期', 0.18], ['途径', 0.22], ['结果', 0.2], ['情况', 0.4]),
        tracings.map((row) => [row.onDay, tracingWays[row.way], tracingResults[row.result], row.content]),
      ),
    )
  section(
    '服务经过',
    table(
      columns(['日期', 0.18], ['种类', 0.16], ['内容', 0.5], ['办理人', 0.16]),
      lines.map((one) => [one.onDay, one.kind, one.title, one.workerName]),
    ),
  )
  const missing = check?.items.filter(({ met }) => !met) ?? []
  section('档案核对', {
    kind: 'paragraph',
    text:
      missing.length === 0
        ? '各项齐全。'
        : `尚缺：${missing.map(({ label, fix }) => `${label}（${fix}）`).join('；')}。`,
  })
  blocks.push({
    kind: 'signature',
    lines: [station?.name ?? '', '（盖章）', writtenDay(formatInstant(tx.now).slice(0, 10))],
  })
  return blocks
}

async function membersOf(tx: Tx, client: RowOf<typeof Client>): Promise<RowOf<typeof HouseholdMember>[]> {
  const uuid = client.household!.slice(client.household!.indexOf('-') + 1)
  return select(
    tx,
    HouseholdMember,
    sql`where household_member.county = ${client.county} and household_member.household = ${uuid}::uuid and household_member.to_on is null order by household_member.relation <> 'head', household_member.id`,
  )
}

/** The whole archive of a client as one bound paper; numbers, phones and addresses stay masked on it. */
export const archivePaper = definePaper({
  name: 'clientArchive',
  label: '服务对象档案',
  grant: 'client.read',
  of: 'client',
  async build({ tx, reach, input }) {
    const client = await findReachable(tx, Client, reach, input.id)
    return {
      title: '服务对象档案',
      subtitle: client.name,
      fileName: `服务对象档案-${client.name}`,
      blocks: await archiveBlocks(tx, client),
      footnote: `由系统于 ${formatInstant(tx.now)} 从记录汇编；证件、电话只印后四位，住址不印。本档案含个人信息，请妥善保管。`,
    }
  },
})

readsPolicy('clientCategory', 'printed')
