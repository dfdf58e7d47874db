import { existsSync, readFileSync } from 'node:fs'
import { Failure } from '../../core/failure.ts'
import { formatInstant } from '../../core/time.ts'
import { sayProblem } from '../../modules/audit/index.ts'
import { makeBackup } from '../backup/make.ts'
import { restoreBackup } from '../backup/restore.ts'
import { shortestPassphrase } from '../backup/sealed.ts'
import { inColumns } from '../columns.ts'
import { settings } from '../runtime.ts'
import { type Outcome, wrongUse } from './outcome.ts'

/** The passphrase of backups, from a file's first line or the environment. */
function passphraseOf(file: string | undefined): string | undefined {
  if (file === undefined) return process.env.YIZHAN_BACKUP_PASSPHRASE || undefined
  if (!existsSync(file)) throw new Failure('notFound', `找不到口令文件「${file}」，请核对`)
  return readFileSync(file, 'utf8').split(/\r?\n/)[0]!
}

const say = (asJson: boolean) => (asJson ? () => {} : (line: string) => void process.stderr.write(`${line}\n`))
const size = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

export interface BackupOptions {
  out: string
  passphraseFile?: string
  plain?: boolean
  tables?: boolean
  json?: boolean
}

/** Makes a backup file of the whole installation; refuses to write it open unless told to. */
export async function backup({ out, passphraseFile, plain, tables, json }: BackupOptions): Promise<Outcome> {
  const passphrase = plain ? null : passphraseOf(passphraseFile)
  if (passphrase === undefined)
    throw wrongUse(
      '备份里有全部个人信息和密钥，须加密：请用 --passphrase-file 指定存放备份口令的文件，或设环境变量 YIZHAN_BACKUP_PASSPHRASE；确实不加密的，写 --plain',
    )
  if (passphrase !== null && passphrase.length < shortestPassphrase)
    throw wrongUse(`备份口令太短：请至少用 ${shortestPassphrase} 个字符，例如几个不相干的词`)
  const made = await makeBackup(settings(), {
    out,
    passphrase,
    asTables: tables === true,
    progress: say(json === true),
  })
  const { file, bytes, seconds, sealed, masterKey, rows, auditProblems } = made
  const text = [
    `已备份到 ${file}（${size(bytes)}，${made.tables} 张表 ${rows.toLocaleString('en')} 行，用时 ${seconds} 秒）`,
    sealed
      ? '已用备份口令加密：请把口令另外保管，没有口令这份备份打不开'
      : '警告：这份备份没有加密，里面有全部个人信息和密钥，谁拿到都能打开；请放在只有您能读的地方',
    ...(masterKey || !process.env.YIZHAN_MASTER_KEY
      ? []
      : ['主密钥由 YIZHAN_MASTER_KEY 给定，不在备份里：恢复时要用同一个密钥，请另外保管']),
    ...auditProblems.map(({ chain, ...problem }) => `备份时留痕已有问题：${chain} ${sayProblem(problem)}`),
    '请不时用 ./yizhan restore 恢复到一个空文件夹，确认它能用',
  ]
  return {
    json: { ...made, auditProblems: auditProblems.map((problem) => ({ ...problem, says: sayProblem(problem) })) },
    text: text.join('\n'),
    code: auditProblems.length > 0 ? 1 : 0,
  }
}

export interface RestoreOptions {
  to: string
  passphraseFile?: string
  json?: boolean
}

/** Restores a backup into an empty folder, starts the copy once and looks it over. */
export async function restore(file: string, { to, passphraseFile, json }: RestoreOptions): Promise<Outcome> {
  const passphrase = passphraseOf(passphraseFile)
  const { databaseUrl, databaseAppUrl } = settings()
  const restored = await restoreBackup({
    file,
    folder: to,
    ...(passphrase !== undefined && { passphrase }),
    ...(databaseUrl && { databaseUrl }),
    ...(databaseAppUrl && { databaseAppUrl }),
    progress: say(json === true),
  })
  const { folder, about, checked, drill, seconds } = restored
  const moved = drill.tables.filter(({ before, after }) => before !== after).length
  const rows = drill.tables.reduce((sum, { found }) => sum + found, 0)
  const anchored = drill.audit.anchorAt ? `，与锚点 ${formatInstant(drill.audit.anchorAt)} 一致` : ''
  const lines = [
    ...(checked > 0 ? [['文件', `${checked.toLocaleString('en')} 个，校验值与清单一致`]] : []),
    ['启动', '一次，正常'],
    [
      '行数',
      `${drill.tables.length} 张表 ${rows.toLocaleString('en')} 行${moved > 0 ? `，其中 ${moved} 张在备份时有人在写` : ''}`,
    ],
    [
      '留痕',
      `${drill.audit.chains} 条链 ${drill.audit.rows} 条${drill.audit.problems.length === 0 ? `，完整${anchored}` : ''}`,
    ],
    ['密钥', drill.keys === null ? '未核对：主密钥不在备份里' : `主密钥打得开 ${drill.keys} 个区划的密文`],
    ['附件', `${drill.files.rows} 份`],
  ]
  const good = drill.problems.length === 0
  const text = [
    `已恢复到 ${folder}：${formatInstant(about.at)} 的备份，用时 ${seconds} 秒`,
    inColumns(lines.map(([name, what]) => [`  ${name}`, what!])),
    ...(good
      ? [`恢复的副本可用；用它启动：${databaseUrl ? '保留现在的 DATABASE_URL，' : ''}YIZHAN_DATA=${folder} npm start`]
      : ['发现问题，请改用另一份备份：', ...drill.problems.map((problem) => `  ${problem}`)]),
  ]
  return { json: { ...restored, good }, text: text.join('\n'), code: good ? 0 : 1 }
}
