import type { serviceForms } from '../../src/modules/services/index.ts'
import type { Dice } from '../dice.ts'

/** Something a station does again and again, and how a worker writes it down. */
export interface Occasion {
  form: keyof typeof serviceForms
  /** Items it serves, by 领域·事项 of the local catalogue: the first pattern that finds any there counts. */
  serves: readonly RegExp[]
  people: readonly [number, number]
  minutes: readonly [number, number]
  /** Alternatives, with slots in braces; see `words`. */
  texts: readonly string[]
  /** How often, against the others. */
  often: number
  /** Only stations of these levels; stations and rooms unless said otherwise. */
  levels?: readonly ('hub' | 'station' | 'room')[]
}

const surnames = [...'赵钱孙李周吴王冯陈杨朱何吕张孔曹金魏陶姜谢苏潘葛范彭马方任袁柳唐罗薛贺']
const childNames = [...'安宝晨冬飞果航佳凯乐敏宁萍琪睿珊桐薇雯欣阳语子']

/** What stands for a slot: nobody's full name, ever. */
const words: Record<string, (dice: Dice) => string> = {
  elder: (dice) =>
    `${dice.pick(['独居老人', '空巢老人', '高龄老人', '失能老人', '失独老人'])}${dice.pick(surnames)}${dice.pick(['奶奶', '爷爷', '阿姨', '大爷'])}`,
  child: (dice) => `${dice.pick(['留守儿童', '困境儿童', '事实无人抚养儿童', '孤儿'])}小${dice.pick(childNames)}`,
  leftBehind: (dice) => `留守儿童小${dice.pick(childNames)}`,
  family: (dice) =>
    `${dice.pick(['低保户', '低保边缘户', '特困人员', '临时救助对象', '低保家庭'])}${dice.pick(surnames)}某`,
  disabled: (dice) =>
    `${dice.pick(['肢体残疾', '视力残疾', '听力残疾', '精神残疾', '智力残疾'])}居民${dice.pick(surnames)}某`,
  recovering: (dice) => `精神障碍康复者${dice.pick(surnames)}某`,
  woman: (dice) => `${dice.pick(surnames)}某`,
  mood: (dice) => dice.pick(['精神状态较好', '情绪平稳', '情绪有些低落', '兴致不错', '话比上次多']),
  next: (dice) => dice.pick(['下周', '两周后', '下月初', '月底前', '半个月后']),
  few: (dice) => dice.pick(['两', '三', '四', '五']),
  nth: (dice) => dice.pick(['一', '二', '三', '四', '五', '六']),
  sheets: (dice) => String(dice.between(4, 24) * 5),
}

/** Whether a text is about one person or household, not about the {n} who came. */
export function isAboutOne(text: string): boolean {
  return !text.includes('{n}') && /\{(elder|child|leftBehind|family|disabled|recovering|woman)\}/.test(text)
}

/** The words of an occasion with everything filled in. */
export function written(text: string, dice: Dice, given: { village: string; n: number }): string {
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'village') return given.village
    return slot === 'n' ? String(given.n) : words[slot]!(dice)
  })
}
