import { sql } from 'kysely'
import { reachesStation } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { choice, flag, instant, integer, list, optional, shape, text } from '../../core/field.ts'
import type { Surroundings } from '../../core/tx.ts'

/** Five failures within five minutes lock a login name and an address for five minutes. */
const allowed = { failures: 5, minutes: 5 }

/** What a failed try is counted against. */
export const subjectOf = {
  account: (login: string) => `account:${login}`,
  address: (ip: string) => `address:${ip}`,
}

/** Counts a failed try against each of these. */
export async function countFailure({ db, now }: Surroundings, subjects: readonly string[]): Promise<void> {
  const at = now()
  const since = new Date(at.getTime() - allowed.minutes * 60_000)
  const until = new Date(at.getTime() + allowed.minutes * 60_000)
  for (const subject of subjects) {
    await db.pool.query(
      `insert into login_failure (subject, failures, first_at) values ($1, 1, $2)
       on conflict (subject) do update set
         failures = case when login_failure.first_at < $3 then 1 else login_failure.failures + 1 end,
         first_at = case when login_failure.first_at < $3 then $2 else login_failure.first_at end,
         locked_until = case when login_failure.first_at >= $3 and login_failure.failures + 1 >= $4 then $5 else login_failure.locked_until end`,
      [subject, at, since, allowed.failures, until],
    )
  }
}

/** Refuses, before any password is looked at, while one of these is locked; says for how many minutes. */
export async function refuseLocked({ db, now }: Surroundings, subjects: readonly string[]): Promise<void> {
  const at = now()
  const { rows } = await db.pool.query<{ until: string | null }>(
    'select max(locked_until) as until from login_failure where subject = any($1) and locked_until > $2',
    [subjects, at],
  )
  const until = rows[0]?.until
  if (!until) return
  const minutes = Math.ceil((new Date(until).getTime() - at.getTime()) / 60_000)
  throw new Failure('tooMany', `登录失败次数过多，请 ${minutes} 分钟后再试，或请安全管理员解锁`)
}

export const lockKinds = { account: '账号', address: '网络地址' } as const

const failedLogin = shape('登录失败', {
  kind: choice('对象', lockKinds),
  name: text('账号或地址'),
  account: optional(text('账号编号')),
  failures: integer('失败次数', { unit: '次' }),
  firstAt: instant('第一次'),
  lockedAt: optional(instant('锁定于')),
  lockedUntil: optional(instant('锁定至')),
  locked: flag('现在锁定'),
})

interface FailedLogin {
  kind: keyof typeof lockKinds
  name: string
  account: string | null
  failures: number
  firstAt: string
  lockedAt: string | null
  lockedUntil: string | null
  locked: boolean
}

/**
 * Failed logins of the last day, those locked now first, at most 200. A name that no account bears is left out: people
 * type passwords there by mistake.
 */
export const listFailedLogins = query({
  label: '登录失败与锁定',
  grant: 'account.secure',
  input: {},
  output: list('登录失败', failedLogin),
  async run({ tx, reach }) {
    const rows = await tx.rows<FailedLogin & { county: string | null; station: string | null }>(sql`
      select split_part(f.subject, ':', 1) as kind, f.failures, f.first_at, f.locked_until,
        f.locked_until - make_interval(mins => ${allowed.minutes}) as locked_at,
        coalesce(f.locked_until > ${tx.now}::timestamptz, false) as locked, a.id as account, a.county,
        a.station_county || '-' || a.station as station,
        coalesce(a.name || '（' || a.login || '）', substr(f.subject, 9)) as name
      from login_failure f left join account a on a.login = substr(f.subject, 9) and f.subject like 'account:%'
      where f.first_at > ${tx.now}::timestamptz - interval '1 day' and (a.id is not null or f.subject like 'address:%')
      order by locked desc, f.first_at desc limit 200`)
    return rows.filter(({ county, station }) => county === null || reachesStation(reach, county, station))
  },
})

/** Lets an address try again: an office behind one address is locked out together. */
export const unlockAddress = action({
  label: '解除地址锁定',
  grant: 'account.secure',
  input: { address: text('网络地址', { max: 60 }) },
  output: shape('完成', { done: flag('完成') }),
  async run({ tx, actor, input }) {
    const subject = subjectOf.address(input.address)
    const gone = await tx.rows(sql`delete from login_failure where subject = ${subject} returning 1`)
    if (gone.length === 0) throw new Failure('notFound', '这个地址没有被锁定，请刷新后查看')
    tx.changes.push({
      county: actor.county,
      station: null,
      entity: 'login_failure',
      record: input.address,
      version: 1,
      changes: {},
    })
    return { done: true }
  },
})
