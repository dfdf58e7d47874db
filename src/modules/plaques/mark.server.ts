import { sql } from 'kysely'
import { reachesStation } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, files, flag, link, list, shape, text } from '../../core/field.ts'
import { StoredFile } from '../../core/files.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { homeOf } from '../places/index.server.ts'
import { marks, PlaqueMark } from './plaque.ts'

/**
 * Puts an office's own file of a mark in the place of the neutral placeholder, on every plaque of its area. The upload
 * has been checked by its content and turned into pixels, so no script of an SVG is ever kept.
 */
export const setMark = action({
  label: '上传标志',
  grant: 'station.manage',
  input: {
    place: link('适用辖区', 'place'),
    mark: choice('标志', marks),
    file: files('标志图片', { max: 1, readBy: 'station.read' }),
  },
  output: PlaqueMark,
  async run({ tx, reach, input: { place, mark, file } }) {
    const county = await homeOf(tx, place)
    if (!reachesStation(reach, county, null)) throw refuseField('place', '这个区划不在您的辖区内，请重新选择')
    const stored = file[0] ? await find(tx, StoredFile, file[0]) : undefined
    if (!stored) throw refuseField('file', '请上传标志的图片')
    if (!stored.type.startsWith('image/')) throw refuseField('file', '标志请上传 SVG 或 PNG 图片')
    const { name, sha256 } = stored
    const [known] = await select(tx, PlaqueMark, sql`where place = ${place} and mark = ${mark}`)
    return known
      ? update(tx, PlaqueMark, known, { name, sha256 })
      : insert(tx, PlaqueMark, { id: uuidv7(), county }, { place, mark, name, sha256 })
  },
})

/** Takes an office's file back: the placeholder stands again. */
export const removeMark = action({
  label: '撤下标志',
  grant: 'station.manage',
  input: { place: link('适用辖区', 'place'), mark: choice('标志', marks) },
  output: PlaqueMark,
  async run({ tx, reach, input: { place, mark } }) {
    const county = await homeOf(tx, place)
    if (!reachesStation(reach, county, null)) throw refuseField('place', '这个区划不在您的辖区内，请重新选择')
    const [known] = await select(tx, PlaqueMark, sql`where place = ${place} and mark = ${mark}`)
    if (!known?.sha256) throw refuseField('mark', '这里还没有上传过这个标志')
    return update(tx, PlaqueMark, known, { sha256: null })
  },
})

/** The marks an office has uploaded. */
export const listMarks = query({
  label: '标志文件',
  grant: 'station.read',
  input: { place: link('辖区', 'place') },
  output: list('标志', shape('标志', { mark: choice('标志', marks), uploaded: flag('已上传'), name: text('文件名') })),
  async run({ tx, input }) {
    const known = await select(tx, PlaqueMark, sql`where place = ${input.place}`)
    return (Object.keys(marks) as (keyof typeof marks)[]).map((mark) => {
      const file = known.find((one) => one.mark === mark)
      return { mark, uploaded: file?.sha256 != null, name: file?.name ?? '' }
    })
  },
})
