/** What people who write packs in a text editor get wrong, line by line, and what to write instead. */
export interface Slip {
  line: number
  message: string
}

const entry = '^\\s*(?:- +)?[A-Za-z][A-Za-z0-9.]*'

/** Each slip as the line looks, and what to say; the first that fits is said. */
const slips: readonly [RegExp, string][] = [
  [/^ *\t/, '缩进用了 Tab 键，请改成空格（每深一级多两个）'],
  [/^[ \t]*\u3000/, '缩进用了中文空格，请改成英文空格（每深一级多两个）'],
  [new RegExp(`${entry}：`), '冒号写成了中文「：」，请改成英文冒号加一个空格「: 」'],
  [/^\s*-[A-Za-z]/, '「-」后面少了一个空格，请写成「- key: …」'],
  [new RegExp(`${entry}:[^\\s]`), '英文冒号后面少了一个空格，请写成「名称: 内容」'],
  [new RegExp(`${entry}: +[%@\`*&!]`), '以 % @ * & ! 开头的内容要加英文引号，如 "%"'],
  [new RegExp(`${entry}: +\\{`), '内容里有 { }，请把整个内容放进英文引号，如 "{township}社工站"'],
  [new RegExp(`${entry}: +[^"'\\[\\s#|>][^"']*: `), '内容里有英文冒号加空格，请把整个内容放进英文引号'],
  [new RegExp(`${entry}: +\\[[A-Za-z0-9. ]*，`), '列表里的逗号写成了中文「，」，请改成英文逗号加一个空格「, 」'],
  [new RegExp(`${entry}: +“[^“”]*”\\s*$`), '引号写成了中文「“ ”」：要么去掉，要么改成英文引号'],
]

/** Slips in a file's text, one a line at most. */
export function slipsIn(text: string): Slip[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (/^\s*(#|$)/.test(line)) return []
    const found = slips.find(([form]) => form.test(line))
    return found ? [{ line: i + 1, message: found[1] }] : []
  })
}

const aligned = '同一条里的各项要上下对齐，下一级多两个空格'

/** What the parser says, in words of what to write. */
export function sayYaml(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return slips[0]![1]
  if (code === 'DUPLICATE_KEY') return '这一项在同一处写了两遍，请合并或删去一遍'
  if (code === 'MISSING_CHAR' && message.includes('quote')) return '引号没有配成对，请补上另一半'
  if (/flow (sequence|map)/i.test(message)) return '方括号或花括号没有配成对，请补上另一半'
  if (['BAD_INDENT', 'MISSING_CHAR', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY', 'BLOCK_IN_FLOW'].includes(code))
    return `缩进或冒号不对：每项写成「名称: 内容」，${aligned}`
  if (['UNEXPECTED_TOKEN', 'BAD_SCALAR_START'].includes(code)) return '这里的符号有特殊含义，请把整个内容放进英文引号'
  return `写法有误（${message}）`
}

/** How many letters lie between two words. Two neighbours that changed places are half a letter: every one was meant. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const turned = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]
      const swapped = turned ? before[j - 1]! + 0.5 : Number.POSITIVE_INFINITY
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1), swapped))
    }
    before = row
    row = next
  }
  return row[b.length]!
}

/** The known word that was probably meant. */
export function nearest(typed: string, known: Iterable<string>): string | undefined {
  const near = [...known]
    .map((word) => ({ word, far: distance(typed.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0]
  return near && near.far <= Math.max(2, Math.floor(typed.length / 3)) ? near.word : undefined
}
