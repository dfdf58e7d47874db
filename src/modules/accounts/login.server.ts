import { createHash, randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verify as verifyTotp } from 'otplib'
import { entrance } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { flag, optional, shape, text } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import type { Surroundings } from '../../core/tx.ts'
import { hashPassword, passwordMatches, passwordProblem } from './password.server.ts'
import { endSession, endSessionsOf, idleMinutes, openSession } from './session.server.ts'

const password = (label: string) => text(label, { max: 200 })
const done = shape('完成', { done: flag('完成') })
const allowed = { failures: 5, minutes: 5 }

interface Known {
  id: string
  login: string
  state: string
  mustChange: boolean
  twoFactor: boolean
  passwordHash: string | null
  totp: Buffer | null
}

async function knownAccount({ db }: Surroundings, by: 'login' | 'id', value: string): Promise<Known | undefined> {
  const { rows } = await db.pool.query<Known>(
    `select a.id, a.login, a.state, a.must_change_password as "mustChange", a.two_factor as "twoFactor", s.password_hash as "passwordHash", s.totp
     from account a left join account_secret s on s.account = a.id where a.${by === 'id' ? 'id' : 'login'} = $1`,
    [value],
  )
  return rows[0]
}

/** Counts a failed try; five within five minutes lock the account's name and the address for five minutes. */
async function countFailure({ db, now }: Surroundings, subjects: readonly string[]): Promise<void> {
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

async function refuseLocked({ db, now }: Surroundings, subjects: readonly string[]): Promise<void> {
  const { rows } = await db.pool.query<{ until: string }>(
    'select max(locked_until) as until from login_failure where subject = any($1) and locked_until > $2',
    [subjects, now()],
  )
  const until = rows[0]?.until
  if (!until) return
  const minutes = Math.ceil((new Date(until).getTime() - now().getTime()) / 60_000)
  throw new Failure('tooMany', `登录失败次数过多，请 ${minutes} 分钟后再试，或请安全管理员解锁`)
}

/** Logs in. A wrong name, a wrong password and a disabled account look the same. */
export const login = entrance({
  label: '登录',
  grant: 'anyone',
  input: {
    login: text('登录名', { max: 40 }),
    password: password('口令'),
    code: optional(text('动态口令', { max: 10 })),
    shared: optional(flag('这是公用电脑')),
  },
  output: shape('登录', { mustChangePassword: flag('须改口令') }),
  async run({ surroundings, caller, input }) {
    const name = input.login.trim().toLowerCase()
    const subjects = [`account:${name}`, `address:${caller.ip}`]
    await refuseLocked(surroundings, subjects)
    const account = await knownAccount(surroundings, 'login', name)
    const right = await passwordMatches(account?.passwordHash ?? null, input.password)
    if (!account || !right || account.state !== 'active') {
      await countFailure(surroundings, subjects)
      throw new Failure('unauthenticated', '登录名或口令不对，请重新输入', { password: '登录名或口令不对，请重新输入' })
    }
    if (account.twoFactor) await checkCode(surroundings, account, input.code ?? undefined, subjects)
    await surroundings.db.pool.query('delete from login_failure where subject = $1', [`account:${name}`])
    const minutes = input.shared ? idleMinutes.shared : idleMinutes.own
    const session = await openSession(surroundings, account.id, caller, minutes)
    return { answer: { mustChangePassword: account.mustChange }, session }
  },
})

const platform = '100000'

async function totpSecret({ sealer }: Surroundings, account: string, sealed: Buffer): Promise<string> {
  await sealer.prepare([platform])
  return sealer.unseal(platform, `account_secret|${account}|totp`, sealed)
}

async function checkCode(
  surroundings: Surroundings,
  account: Known,
  code: string | undefined,
  subjects: readonly string[],
): Promise<void> {
  if (!code) throw new Failure('unauthenticated', '请输入身份验证器上的 6 位动态口令', { code: '请输入 6 位动态口令' })
  const secret = await totpSecret(surroundings, account.id, account.totp!)
  const { valid } = await verifyTotp({ secret, token: code.trim(), epochTolerance: 30 })
  if (valid) return
  await countFailure(surroundings, subjects)
  throw new Failure('unauthenticated', '动态口令不对或已过期，请输入最新的 6 位数字', { code: '动态口令不对或已过期' })
}

export const logout = entrance({
  label: '退出',
  grant: 'anyone',
  input: {},
  output: done,
  async run({ surroundings, caller }) {
    if (caller.session) await endSession(surroundings.db, caller.session)
    return { answer: { done: true }, session: null }
  },
})

async function setPassword({ db }: Surroundings, account: string, plain: string, mustChange: boolean): Promise<void> {
  const hashed = await hashPassword(plain)
  await db.pool.query(
    `insert into account_secret (account, password_hash) values ($1, $2) on conflict (account) do update set password_hash = excluded.password_hash`,
    [account, hashed],
  )
  await db.pool.query('update account set must_change_password = $2 where id = $1', [account, mustChange])
}

export const changePassword = entrance({
  label: '修改口令',
  grant: 'signedIn',
  input: { current: password('现口令'), fresh: password('新口令') },
  output: done,
  async run({ surroundings, caller, input }) {
    const account = await knownAccount(surroundings, 'id', caller.actor!.account)
    if (!account || !(await passwordMatches(account.passwordHash, input.current)))
      throw refuseField('current', '现口令不对，请重新输入')
    const problem = passwordProblem(input.fresh, account.login)
    if (problem) throw refuseField('fresh', problem)
    if (input.fresh === input.current) throw refuseField('fresh', '新口令不能与现口令相同')
    await setPassword(surroundings, account.id, input.fresh, false)
    await endSessionsOf(surroundings.db, account.id, caller.session ?? undefined)
    return { answer: { done: true } }
  },
})

/** A one-time link for setting a password, good for seven days; earlier links of the account end. */
export async function issueInvitation({ db, now }: Surroundings, account: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const at = now()
  await db.pool.query('update invitation set used_at = $2 where account = $1 and used_at is null', [account, at])
  await db.pool.query('insert into invitation (token_hash, account, expires_at) values ($1, $2, $3)', [
    createHash('sha256').update(token).digest(),
    account,
    new Date(at.getTime() + 7 * 86_400_000),
  ])
  return token
}

export const acceptInvitation = entrance({
  label: '启用账号',
  grant: 'anyone',
  input: { token: text('链接', { max: 80 }), password: password('口令') },
  output: done,
  async run({ surroundings, caller, input }) {
    await refuseLocked(surroundings, [`address:${caller.ip}`])
    const hashed = createHash('sha256').update(input.token).digest()
    const { rows } = await surroundings.db.pool.query<{ account: string; login: string }>(
      `select i.account, a.login from invitation i join account a on a.id = i.account
       where i.token_hash = $1 and i.used_at is null and i.expires_at > $2 and a.state = 'active'`,
      [hashed, surroundings.now()],
    )
    const [invited] = rows
    if (!invited) {
      await countFailure(surroundings, [`address:${caller.ip}`])
      throw new Failure('notFound', '这个链接已用过或已过期，请向管理员要一个新的')
    }
    const problem = passwordProblem(input.password, invited.login)
    if (problem) throw refuseField('password', problem)
    await setPassword(surroundings, invited.account, input.password, false)
    await surroundings.db.pool.query('update invitation set used_at = $2 where token_hash = $1', [
      hashed,
      surroundings.now(),
    ])
    await endSessionsOf(surroundings.db, invited.account)
    const session = await openSession(surroundings, invited.account, caller, idleMinutes.own)
    return { answer: { done: true }, session }
  },
})

/** Begins two-factor login: a secret for the authenticator app, not in force until a code confirms it. */
export const beginTwoFactor = entrance({
  label: '开启动态口令',
  grant: 'signedIn',
  input: { current: password('现口令') },
  output: shape('动态口令', { secret: text('密钥'), uri: text('二维码内容', { max: 400 }) }),
  async run({ surroundings, caller, input }) {
    const account = await knownAccount(surroundings, 'id', caller.actor!.account)
    if (!account || !(await passwordMatches(account.passwordHash, input.current)))
      throw refuseField('current', '现口令不对，请重新输入')
    const secret = generateSecret()
    await surroundings.sealer.prepare([platform])
    const sealed = surroundings.sealer.seal(platform, `account_secret|${account.id}|totp`, secret)
    await surroundings.db.pool.query('update account_secret set totp_pending = $2 where account = $1', [
      account.id,
      sealed,
    ])
    return { answer: { secret, uri: generateURI({ issuer: '一站', label: account.login, secret }) } }
  },
})

export const confirmTwoFactor = entrance({
  label: '确认动态口令',
  grant: 'signedIn',
  input: { code: text('动态口令', { max: 10 }) },
  output: done,
  async run({ surroundings, caller, input }) {
    const { account } = caller.actor!
    const { rows } = await surroundings.db.pool.query<{ pending: Buffer | null }>(
      'select totp_pending as pending from account_secret where account = $1',
      [account],
    )
    const pending = rows[0]?.pending
    if (!pending) throw new Failure('conflict', '请先扫描二维码，再输入动态口令')
    const { valid } = await verifyTotp({
      secret: await totpSecret(surroundings, account, pending),
      token: input.code.trim(),
      epochTolerance: 30,
    })
    if (!valid) throw refuseField('code', '动态口令不对，请输入身份验证器上最新的 6 位数字')
    await surroundings.db.pool.query(
      'update account_secret set totp = totp_pending, totp_pending = null where account = $1',
      [account],
    )
    await surroundings.db.pool.query('update account set two_factor = true where id = $1', [account])
    return { answer: { done: true } }
  },
})

/** Whether the installation still waits for its first administrator. */
export const setUpState = entrance({
  label: '首次设置状态',
  grant: 'anyone',
  input: {},
  output: shape('首次设置', { needed: flag('需要首次设置') }),
  async run({ surroundings }) {
    return { answer: { needed: (await countAccounts(surroundings)) === 0 } }
  },
})

async function countAccounts({ db }: Surroundings): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>('select count(*) as n from account')
  return rows[0]!.n
}

/** The code that the server prints on its terminal while no account exists: only who started it may set it up. */
export const setUpCode = randomBytes(4).toString('hex')

export const setUp = entrance({
  label: '首次设置',
  grant: 'anyone',
  input: {
    code: text('设置码', { max: 20, help: '启动一站的终端上显示的 8 位设置码' }),
    place: text('所属区划', { max: 12 }),
    name: text('姓名', { max: 40 }),
    login: text('登录名', {
      min: 2,
      max: 40,
      pattern: '^[a-z0-9][a-z0-9._-]{1,39}$',
      help: '小写字母、数字、点、横线，2–40 个字符',
    }),
    password: password('口令'),
  },
  output: done,
  async run({ surroundings, caller, input }) {
    const { db, now } = surroundings
    await refuseLocked(surroundings, [`address:${caller.ip}`])
    if ((await countAccounts(surroundings)) > 0) throw new Failure('conflict', '已完成首次设置，请直接登录')
    if (input.code.trim() !== setUpCode) {
      await countFailure(surroundings, [`address:${caller.ip}`])
      throw refuseField('code', '设置码不对，请看启动一站的终端')
    }
    const problem = passwordProblem(input.password, input.login)
    if (problem) throw refuseField('password', problem)
    const { rows } = await db.pool.query<{ county: string }>('select county from place where id = $1', [input.place])
    const [place] = rows
    if (!place) throw refuseField('place', '请从列表中选择所属区划')
    const account = uuidv7()
    await db.pool.query(
      `insert into account (id, county, version, created_at, login, name, state, must_change_password, two_factor, demo)
       values ($1, $2, 1, $3, $4, $5, 'active', false, false, false)`,
      [account, place.county, now(), input.login, input.name],
    )
    await db.pool.query(
      `insert into account_role (id, county, version, created_at, account, role, place, from_on) values ($1, $2, 1, $3, $4, 'administrator', $5, $3)`,
      [uuidv7(), place.county, now(), account, input.place],
    )
    await setPassword(surroundings, account, input.password, false)
    return { answer: { done: true }, session: await openSession(surroundings, account, caller, idleMinutes.own) }
  },
})

export { setPassword }
