import { sql } from 'kysely'
import { reachesStation, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choices, id, integer, link, list, optional, shape, text, version } from '../../core/field.ts'
import { StoredFile } from '../../core/files.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { homeOf } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { levels, linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { DocumentTemplate, isOfTheStation, RuleDocument } from './document.ts'
import { refuseForeignLines } from './home.server.ts'

const { place: _place, ...written } = DocumentTemplate.fields

/** An office writes a document once for its stations. */
export const addTemplate = action({
  label: '编制范本',
  grant: 'document.issue',
  input: { ...DocumentTemplate.fields },
  output: DocumentTemplate,
  async run({ tx, reach, input }) {
    const county = await homeOf(tx, input.place)
    if (!reachesStation(reach, county, null)) throw refuseField('place', '这个区划不在您的辖区内，请重新选择')
    await refuseForeignLines(tx, input.place, input.lines)
    return insert(tx, DocumentTemplate, { id: newId(county), station: null }, input)
  },
})

export const editTemplate = action({
  label: '修改范本',
  grant: 'document.issue',
  on: DocumentTemplate,
  input: { id: id(), version: version(), ...written },
  output: DocumentTemplate,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    await refuseForeignLines(tx, found.place, values.lines)
    return update(tx, DocumentTemplate, found, values)
  },
})

/** How many a template goes to in one command. */
const offerCap = 500

/**
 * Offers a template to the open stations of its place that have not had it: each gets its own copy of the files and
 * decides with its own dates. Answers how many were offered it now.
 */
export const offerTemplate = action({
  label: '下发范本',
  grant: 'document.issue',
  on: DocumentTemplate,
  input: { id: id(), version: version(), levels: choices('发给', levels) },
  output: shape('下发', { offered: integer('下发站数') }),
  async run({ tx, actor, reach, found, input }) {
    if (input.levels.length === 0) throw refuseField('levels', '请选择发给哪一级的站点')
    const { county, uuid } = splitId(found.id)
    const stations = await tx.rows<{ id: string; county: string }>(sql`
      select s.county || '-' || s.id as id, s.county from station s
      where s.place in (select id from place_within(${found.place}, ${tx.today}::date)) and ${reachSql(reach, actor, Station, 's')}
        and s.level = any(${input.levels}::text[])
        and s.opened_on <= ${tx.today}::date and (s.closed_on is null or s.closed_on >= ${tx.today}::date)
        and not exists (select from rule_document d where d.county = s.county and d.station = s.id
          and d.template_county = ${county} and d.template = ${uuid}::uuid)
      order by s.county, s.name limit ${offerCap}`)
    if (stations.length === 0) throw new Failure('conflict', '所选层级的站点都已收到这份范本')
    const files = (await Promise.all(found.files.map((file) => find(tx, StoredFile, file)))).flatMap(
      (file) => file ?? [],
    )
    for (const station of stations) {
      const copies = []
      for (const { name, type, size, sha256, readBy } of files) {
        const at = { id: newId(station.county), station: station.id }
        copies.push((await insert(tx, StoredFile, at, { name, type, size, sha256, readBy })).id)
      }
      await insert(
        tx,
        RuleDocument,
        { id: newId(station.county), station: station.id },
        {
          place: null,
          title: found.title,
          lines: found.lines,
          edition: 1,
          template: found.id,
          state: 'offered',
          onWall: false,
          files: copies,
        },
      )
    }
    return { offered: stations.length }
  },
})

/** The templates of one's area, each with what its stations made of it. */
export const listTemplates = query({
  label: '制度范本',
  grant: 'station.read',
  input: { place: optional(link('辖区', 'place')) },
  output: list(
    '制度范本',
    shape('制度范本', {
      template: DocumentTemplate.row,
      placeName: text('适用辖区'),
      offered: integer('已下发'),
      adopted: integer('已采用'),
      declined: integer('未采用'),
    }),
  ),
  async run({ tx, actor, reach, input }) {
    const within = input.place
      ? sql`document_template.place in (select id from place_within(${input.place}, ${tx.today}::date))`
      : sql`true`
    const templates = await select(
      tx,
      DocumentTemplate,
      sql`where ${reachSql(reach, actor, DocumentTemplate)} and ${within} order by created_at desc limit 200`,
    )
    const counts = await tx.rows<{ template: string; offered: number; adopted: number; declined: number }>(sql`
      select template_county || '-' || template as template, count(*)::int as offered,
        count(*) filter (where state = 'adopted')::int as adopted, count(*) filter (where state = 'declined')::int as declined
      from rule_document where template is not null and edition = 1 and ${reachSql(reach, actor, RuleDocument)}
      group by 1`)
    const names = await tx.rows<{ id: string; name: string }>(sql`
      select id, name from place_on(${tx.today}::date) where id = any(${templates.map(({ place }) => place)}::text[])`)
    return templates.map((template) => {
      const { offered = 0, adopted = 0, declined = 0 } = counts.find((one) => one.template === template.id) ?? {}
      const placeName = names.find((one) => one.id === template.place)?.name ?? template.place
      return { template, placeName, offered, adopted, declined }
    })
  },
})

/** What documents of an area's stations may serve, for whoever writes a template. */
export const templateLines = query({
  label: '范本可对应的要求',
  grant: 'document.issue',
  input: { place: link('辖区', 'place') },
  output: list('要求', shape('要求', { key: text('键'), value: text('名称') })),
  async run({ tx, input }) {
    const lines = linesOf(await policyAt(tx, input.place, tx.today), 'document')
    return lines.filter(isOfTheStation).map(({ key, value }) => ({ key, value }))
  },
})
