import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Station } from '../stations/index.ts'
import { DocumentTemplate, RuleDocument } from './document.ts'
import { homeFor, refuseForeignLines } from './home.server.ts'

type DocumentRow = RowOf<typeof RuleDocument>

const { title, lines, adoptedBy, inForceUntil, onWall, note, files } = RuleDocument.fields
const inForceFrom = date('生效日期')
const documentInput = { title, lines, adoptedBy, inForceFrom, inForceUntil, onWall, note, files }
const taken = { adoptedBy, inForceFrom, inForceUntil, onWall }

function refuseDays({ inForceFrom: from, inForceUntil: until }: { inForceFrom: string; inForceUntil?: string | null }) {
  if (until && until < from) throw refuseField('inForceUntil', `不能早于生效日期 ${from}`)
}

async function placeOf(tx: Tx, row: DocumentRow): Promise<string> {
  return (
    row.place ??
    (await tx.first<{ place: string }>(sql`
    select place from station where county = ${row.county} and id = ${splitId(row.station!).uuid}::uuid`))!.place
  )
}

/** Registers the first edition of a document, of a station or of the office's own area (KM-4.3, PZ-G4.2, BH-2.1, BH-3.3). */
export const addDocument = action({
  label: '登记制度文件',
  grant: 'document.keep',
  input: { station: optional(ref('社工站', 'station')), place: optional(link('本级辖区', 'place')), ...documentInput },
  output: RuleDocument,
  async run({ tx, reach, input: { station, place, ...values } }) {
    const home = await homeFor(tx, reach, { station: station ?? null, place: place ?? null })
    const at = home.place ?? (await findReachable(tx, Station, reach, home.station!)).place
    await refuseForeignLines(tx, at, values.lines)
    refuseDays(values)
    return insert(
      tx,
      RuleDocument,
      { id: newId(home.county), station: home.station },
      { ...values, place: home.place, edition: 1, first: null, template: null, state: 'adopted' },
    )
  },
})

/** A new edition, in force from a day on; the one before it ends the day before and stays in the history. */
export const addEdition = action({
  label: '换新版本',
  grant: 'document.keep',
  on: RuleDocument,
  input: { id: id(), version: version(), ...documentInput },
  output: RuleDocument,
  guard: ({ state }) => (state === 'adopted' ? undefined : '请先采用这份文件，再换新版本'),
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    await refuseForeignLines(tx, await placeOf(tx, found), values.lines)
    refuseDays(values)
    const first = found.first ?? found.id
    const { county, uuid } = splitId(first)
    const [latest] = await select(
      tx,
      RuleDocument,
      sql`where county = ${county} and (id = ${uuid}::uuid or first = ${uuid}::uuid) order by edition desc limit 1`,
    )
    if (latest!.id !== found.id)
      throw refuseField('inForceFrom', `已有第 ${latest!.edition} 版，请在最新版本上换新版本`)
    if (values.inForceFrom <= found.inForceFrom!)
      throw refuseField('inForceFrom', `请填写晚于上一版生效日期 ${found.inForceFrom} 的日期；登记有误请用「更正」`)
    const lastDay = addDays(values.inForceFrom, -1)
    if (!found.inForceUntil || found.inForceUntil > lastDay)
      await update(tx, RuleDocument, found, { inForceUntil: lastDay })
    return insert(
      tx,
      RuleDocument,
      { id: newId(found.county), station: found.station },
      { ...values, place: found.place, edition: found.edition + 1, first, template: found.template, state: 'adopted' },
    )
  },
})

/** Corrects what was typed; another text is another edition. */
export const editDocument = action({
  label: '更正制度文件',
  grant: 'document.keep',
  on: RuleDocument,
  input: { id: id(), version: version(), ...documentInput },
  output: RuleDocument,
  guard: ({ state }) => (state === 'adopted' ? undefined : '这份文件还没有采用，采用时再填写'),
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    await refuseForeignLines(tx, await placeOf(tx, found), values.lines)
    refuseDays(values)
    return update(tx, RuleDocument, found, values)
  },
})

/** The document ends without another taking its place. */
export const endDocument = action({
  label: '废止',
  grant: 'document.keep',
  on: RuleDocument,
  input: { id: id(), version: version(), inForceUntil: date('最后一天'), note: optional(text('原因', { max: 200 })) },
  output: RuleDocument,
  guard: ({ state }) => (state === 'adopted' ? undefined : '这份文件还没有采用，不用废止'),
  async run({ tx, found, input }) {
    if (input.inForceUntil < found.inForceFrom!)
      throw refuseField('inForceUntil', `不能早于生效日期 ${found.inForceFrom}`)
    return update(tx, RuleDocument, found, {
      inForceUntil: input.inForceUntil,
      ...(input.note && { note: input.note }),
    })
  },
})

const stillOffered = ({ state }: DocumentRow) => (state === 'adopted' ? '这份文件已经采用' : undefined)

/** The station takes over a document its office has offered. */
export const adoptDocument = action({
  label: '采用',
  grant: 'document.keep',
  on: RuleDocument,
  input: { id: id(), version: version(), ...taken },
  output: RuleDocument,
  guard: stillOffered,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseDays(values)
    return update(tx, RuleDocument, found, { ...values, state: 'adopted' })
  },
})

/** The station has its own and says why the office's is not taken. */
export const declineDocument = action({
  label: '不采用',
  grant: 'document.keep',
  on: RuleDocument,
  input: { id: id(), version: version(), note: text('原因', { max: 200 }) },
  output: RuleDocument,
  guard: stillOffered,
  async run({ tx, found, input }) {
    return update(tx, RuleDocument, found, { state: 'declined', note: input.note })
  },
})

/** Every edition of a document, newest first. */
export const documentEditions = query({
  label: '历次版本',
  grant: 'station.read',
  input: { id: id() },
  output: shape('历次版本', {
    editions: list('版本', RuleDocument.row),
    templateTitle: optional(text('范本')),
  }),
  async run({ tx, reach, input }) {
    const found = await findReachable(tx, RuleDocument, reach, input.id)
    const { county, uuid } = splitId(found.first ?? found.id)
    const editions = await select(
      tx,
      RuleDocument,
      sql`where county = ${county} and (id = ${uuid}::uuid or first = ${uuid}::uuid) order by edition desc`,
    )
    const [template] = found.template
      ? await select(
          tx,
          DocumentTemplate,
          sql`where county = ${splitId(found.template).county} and id = ${splitId(found.template).uuid}::uuid`,
        )
      : []
    return { editions, templateTitle: template?.title ?? null }
  },
})
