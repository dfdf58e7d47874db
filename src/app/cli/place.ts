import type { AnswerOfCall } from '../../core/action.ts'
import { placeChildren, placeDetail, searchPlaces } from '../../modules/places/index.server.ts'
import { type PlaceEvent, placeHistory, placeKinds } from '../../modules/places/index.ts'
import { inColumns } from '../columns.ts'
import { atDesk, placeMeant } from './desk.ts'
import type { Outcome } from './outcome.ts'

/** What lies directly below a place on a day; the provinces when none is named. */
export function list(below: string | undefined, on: string | undefined): Promise<Outcome> {
  return atDesk(['place.manage'], async (desk) => {
    const parent = below === undefined ? '100000' : (await placeMeant(desk, below)).id
    const { way, children } = await desk.ask(placeChildren, { parent, ...(on && { on }) })
    const lines = children.map(({ id, type, name, below: n, mergedOn }) => [
      id,
      type,
      name,
      n > 0 ? `下级 ${n}` : '',
      mergedOn ? `涉改（自 ${mergedOn}）` : '',
    ])
    const text = lines.length > 0 ? inColumns(lines) : '下面没有区划'
    return { json: children, text: [way.map(({ name }) => name).join(' · '), text].join('\n') }
  })
}

/** Places by part of their name or code. */
export function find(typed: string): Promise<Outcome> {
  return atDesk(['place.manage'], async ({ ask }) => {
    const found = await ask(searchPlaces, { text: typed, limit: 100 })
    const text =
      found.length > 0
        ? inColumns(found.map(({ id, kind, path }) => [id, placeKinds[kind], path]))
        : `没有名称或代码含「${typed}」的区划`
    return { json: found, text, code: found.length > 0 ? 0 : 1 }
  })
}

/** One place as of a day, with its way, its history, where it came from and what it became. */
export function show(typed: string, on: string | undefined): Promise<Outcome> {
  return atDesk(['place.manage'], async (desk) => {
    const { id } = await placeMeant(desk, typed)
    const detail = await desk.ask(placeDetail, { id, ...(on && { on }) })
    const history = placeHistory(detail)
    return { json: { ...detail, history }, text: said(detail, history, on) }
  })
}

function said(
  { place, name, type, standing, way, below, merger }: AnswerOfCall<typeof placeDetail>,
  history: readonly PlaceEvent[],
  on: string | undefined,
): string {
  const facts = [
    ['编号', place.id],
    ['类型', type],
    ['所属', way.map((one) => one.name).join(' · ')],
    ['区划代码', place.divisionCode ?? '无'],
    ['下级', `${below} 个`],
    ...(merger ? [['涉改', `自 ${merger.fromOn}`]] : []),
    ['来源', place.source],
  ]
  const events = history.map(({ on: day, bundled, says, places }) => [
    bundled ? '' : day,
    `${says}${places.map((one) => one.name).join('、')}`,
  ])
  const gone = standing ? '' : `（${on ?? '今天'}不存续）`
  return [`${name}${gone}`, inColumns(facts), '沿革', inColumns(events.map(([day, says]) => ['', day!, says!]))].join(
    '\n',
  )
}
