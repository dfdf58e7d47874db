import type { Field } from '../../core/field.ts'

/** What stands in a cell, as far as an import can use it. */
export type CellContent =
  | { kind: 'blank' }
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number }
  | { kind: 'date'; day: string }
  | { kind: 'flag'; flag: boolean }
  /** A formula without a result, an error value, or a cell that is part of a merged one. */
  | { kind: 'unusable'; typed: string; because: string }

export type Parsed = { value: unknown } | { wrong: string } | undefined

/** Full-width digits and letters as plain ones; nothing of the text itself is lost. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, '')
    .trim()
/** Names are set apart with blanks to fill a column: 张　三 is 张三. */
const closed = (text: string) => plain(text).replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')

/** What was typed, as the writer sees it. */
export function typedOf(cell: CellContent): string {
  switch (cell.kind) {
    case 'blank':
      return ''
    case 'text':
      return cell.text
    case 'number':
      return String(cell.number)
    case 'date':
      return cell.day
    case 'flag':
      return cell.flag ? '是' : '否'
    case 'unusable':
      return cell.typed
  }
}

const real = (day: string) => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day
}

/** Excel counts days from 1899-12-30. */
const daySerial = (serial: number) =>
  new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)

function dayOf(cell: CellContent, label: string): Parsed {
  if (cell.kind === 'date') return { value: cell.day }
  const typed = plain(typedOf(cell))
  // a day typed as a plain number: 20211231, or Excel's own count of days
  if (cell.kind === 'number' && cell.number > 10_000 && cell.number < 80_000) return { value: daySerial(cell.number) }
  const [, year, month, day] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?$/.exec(typed) ??
    /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(typed) ??
    []
  if (!year) {
    if (/^\d{4}[-/.年]\d{1,2}月?$/.test(typed)) return { wrong: `「${label}」只写到月，请写到日，如 2026-11-24` }
    return { wrong: `「${label}」请写成 2026-11-24 这样的日期` }
  }
  const whole = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  return real(whole) ? { value: whole } : { wrong: `「${label}」没有 ${whole} 这一天，请核对` }
}

const yes = new Set(['是', '有', '对', 'y', 'yes', 'true', '1', '√', '✓'])
const no = new Set(['否', '无', '不', '非', 'n', 'no', 'false', '0', '×', '✗'])

function wordOf(field: Field, typed: string, label: string): Parsed {
  const words = Object.entries(field.choices ?? {})
  const wanted = closed(typed).toLowerCase()
  const bare = (word: string) =>
    plain(word)
      .replace(/[（(].*?[）)]/g, '')
      .toLowerCase()
  const found = words.find(([key, word]) => [plain(word).toLowerCase(), bare(word), key.toLowerCase()].includes(wanted))
  if (found) return { value: found[0] }
  // 大学本科 is 本科, 硕士研究生 is 硕士; 博士后 is neither
  const core = wanted.replace(/^(全日制|大学)/, '').replace(/(研究生|毕业|学历)$/, '')
  const same = words.find(([, word]) => bare(word) === core)
  if (same) return { value: same[0] }
  return { wrong: `「${label}」请写成这些之一：${words.map(([, word]) => word).join('、')}` }
}

/** Whole numbers above fifteen digits have lost their end inside Excel. */
const spoilt = (number: number) => Math.abs(number) >= 1e15

/** A cell as the value of a field: nothing for a blank, the value, or the sentence that says what to do. */
export function parseCell(field: Field, cell: CellContent): Parsed {
  if (cell.kind === 'blank') return undefined
  const { label } = field
  if (cell.kind === 'unusable') return { wrong: cell.because }
  const typed = typedOf(cell)
  if (plain(typed) === '') return undefined
  switch (field.kind) {
    case 'date':
      return dayOf(cell, label)
    case 'choice':
      return wordOf(field, typed, label)
    case 'flag': {
      if (cell.kind === 'flag') return { value: cell.flag }
      const word = plain(typed).toLowerCase()
      // 专职 / 兼职 and the like: the label itself means yes
      if (yes.has(word) || word === label) return { value: true }
      if (no.has(word) || word === '兼职') return { value: false }
      return { wrong: `「${label}」请写「是」或「否」` }
    }
    case 'integer':
    case 'decimal': {
      const number = cell.kind === 'number' ? cell.number : Number(plain(typed).replaceAll(',', ''))
      return Number.isFinite(number) ? { value: number } : { wrong: `「${label}」请填数字` }
    }
    case 'secret': {
      if (cell.kind === 'number' && spoilt(cell.number))
        return { wrong: `「${label}」这一格是数字格式，Excel 只保留前 15 位，末尾已变成 0：请把该列设为文本，重新填写` }
      return { value: plain(typed).toUpperCase().replace(/[\s']/g, '') }
    }
    case 'text':
      if (cell.kind === 'date') return { value: cell.day }
      return { value: field.multiline ? plain(typed) : closed(typed) }
    default:
      return { wrong: `「${label}」不能用表格导入` }
  }
}
