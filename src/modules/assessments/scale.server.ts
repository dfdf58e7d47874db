import { sql } from 'kysely'
import { parse, YAMLParseError } from 'yaml'
import { countiesIn, reachesStation } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { checkerOf } from '../../core/checker.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { link, list, optional, shape, text, version } from '../../core/field.ts'
import { splitId, uuidShape, uuidv7 } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf, placePaths } from '../places/index.server.ts'
import { LoadedScale } from './assessment.ts'
import { type Scale, scaleFields, scaleProblem, whole } from './scale.ts'
import { shippedScales } from './scales.ts'

const checkScale = checkerOf(scaleFields)

/** Reads a scale file, YAML or JSON. Throws `invalid` at the field `source` with what is wrong and where. */
export function readScale(source: string): Scale {
  let parsed: unknown
  try {
    parsed = parse(source, { maxAliasCount: 0 })
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    throw refuseField('source', `文件不是有效的 YAML 或 JSON${line ? `，请检查第 ${line} 行附近` : ''}`)
  }
  let scale: Scale
  try {
    scale = checkScale(parsed, '') as Scale
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const [path = '', message = error.message] = Object.entries(error.fields)[0] ?? []
    throw refuseField('source', `${whereOf(path)}${message}`)
  }
  const problem = scaleProblem(scale)
  if (problem) throw refuseField('source', problem)
  return scale
}

/** A path such as `items.2.options.0.points` as people count: 第 3 题第 1 个选项. */
function whereOf(path: string): string {
  const item = /^items\.(\d+)/.exec(path)
  const option = /options\.(\d+)/.exec(path)
  const band = /^bands\.(\d+)/.exec(path)
  const said = [
    item && `第 ${Number(item[1]) + 1} 题`,
    option && `第 ${Number(option[1]) + 1} 个选项`,
    band && `第 ${Number(band[1]) + 1} 个分级`,
  ].filter(Boolean)
  return said.length > 0 ? `${said.join('')}：` : ''
}

async function loadedIn(tx: Tx, counties: readonly string[]): Promise<RowOf<typeof LoadedScale>[]> {
  return select(tx, LoadedScale, sql`where county = any(${[...counties]}::text[]) order by key, created_at desc`)
}

/** The scales used in a county: those that come with the system, replaced and added to by what the county has loaded. */
export async function scalesIn(tx: Tx, county: string): Promise<Scale[]> {
  const loaded = (await loadedIn(tx, [county])).filter(({ state }) => state === 'used')
  const own = new Map(loaded.map((row) => [row.key, readScale(row.content)]))
  const shipped = shippedScales.map((scale) => own.get(scale.key) ?? scale)
  return [...shipped, ...[...own.values()].filter(({ key }) => !shippedScales.some((scale) => scale.key === key))]
}

/** One scale in the version an assessment was made with; undefined when that version is no longer held. */
export async function scaleOf(tx: Tx, county: string, key: string, wanted: string): Promise<Scale | undefined> {
  const shipped = shippedScales.find((scale) => scale.key === key && scale.version === wanted)
  if (shipped) return shipped
  const row = (await loadedIn(tx, [county])).find((one) => one.key === key && one.scaleVersion === wanted)
  return row && readScale(row.content)
}

/** Every scale one may see, with where it comes from; what a county loaded under a licence is shown within that county only. */
export const listScales = query({
  label: '评估量表',
  grant: 'signedIn',
  input: {},
  output: list(
    '量表',
    shape('量表', {
      scale: shape('量表', scaleFields),
      loaded: optional(LoadedScale.row),
      countyName: optional(text('区县')),
    }),
  ),
  async run({ tx, reach }) {
    const loaded = await loadedIn(tx, countiesIn(reach))
    const paths = await placePaths(
      tx,
      loaded.map(({ county }) => county),
      tx.today,
    )
    return [
      ...shippedScales.map((scale) => ({ scale: whole(scale), loaded: null, countyName: null })),
      ...loaded.map((row) => ({
        scale: whole(readScale(row.content)),
        loaded: row,
        countyName: paths.get(row.county) ?? row.county,
      })),
    ]
  },
})

/** The scales that may be filled in for clients of a place's county. */
export const scalesAt = query({
  label: '可用量表',
  grant: 'assessment.read',
  input: { client: text('服务对象', { max: 60, pattern: '^[0-9A-Za-z]{1,12}-[0-9a-f-]{36}$' }) },
  output: list('量表', shape('量表', scaleFields)),
  async run({ tx, reach, input }) {
    const { county } = splitId(input.client)
    if (!countiesIn(reach).includes(county)) throw new Failure('notFound', '找不到该服务对象，或您无权办理')
    return (await scalesIn(tx, county)).map(whole)
  },
})

/** Loads a scale of the county's own, checked by the schema; an earlier version of it is replaced and stays readable. */
export const loadScale = action({
  label: '上传量表',
  grant: 'scale.manage',
  input: { county: link('区县', 'place'), source: text('量表文件', { max: 60_000, multiline: true }) },
  output: LoadedScale,
  async run({ tx, reach, input }) {
    const county = await homeOf(tx, input.county)
    if (!reachesStation(reach, county, null)) throw refuseField('county', '只能为本区县上传量表，请重新选择')
    const scale = readScale(input.source)
    const former = (await loadedIn(tx, [county])).filter(({ key }) => key === scale.key)
    if (former.some(({ scaleVersion }) => scaleVersion === scale.version))
      throw refuseField('source', `本区县已有「${scale.title}」的版本 ${scale.version}，请改版本号后再上传`)
    if (shippedScales.some(({ key, version: own }) => key === scale.key && own === scale.version))
      throw refuseField('source', `版本号 ${scale.version} 与随系统提供的相同，请改版本号后再上传`)
    for (const row of former.filter(({ state }) => state === 'used'))
      await update(tx, LoadedScale, row, { state: 'replaced' })
    return insert(
      tx,
      LoadedScale,
      { id: uuidv7(), county },
      {
        key: scale.key,
        scaleVersion: scale.version,
        title: scale.title,
        licence: scale.licence,
        licenceNote: scale.licenceNote,
        content: input.source,
        state: 'used',
        loadedOn: tx.today,
      },
    )
  },
})

/** Takes a loaded scale out of use, e.g. because the licence has ended; what was assessed with it stays. */
export const retireScale = action({
  label: '停用量表',
  grant: 'scale.manage',
  on: LoadedScale,
  input: {
    id: text('编号', { max: 36, pattern: uuidShape.source }),
    version: version(),
  },
  output: LoadedScale,
  guard: ({ state }) => (state === 'used' ? undefined : '这个版本已不在使用'),
  async run({ tx, found }) {
    return update(tx, LoadedScale, found, { state: 'retired' })
  },
})
