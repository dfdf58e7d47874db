import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { entrance } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { flag, shape, text } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { insert } from '../../core/records.ts'
import type { Surroundings } from '../../core/tx.ts'
import { Account, AccountRole } from './account.ts'
import { done, keepPassword, password } from './known.server.ts'
import { countFailure, refuseLocked, subjectOf } from './lock.server.ts'
import { hashPassword, passwordProblem } from './password.server.ts'
import { roles } from './roles.ts'
import { idleMinutes, openSession } from './session.server.ts'
import { audited } from './trail.server.ts'

async function countAccounts({ db }: Surroundings): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>('select count(*) as n from account')
  return rows[0]!.n
}

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

/** The code that the server prints on its terminal while no account exists: only who started it may set it up. */
export const setUpCode = randomBytes(4).toString('hex')

/** Makes the first administrator, once. */
export const setUp = entrance({
  label: '首次设置',
  grant: 'anyone',
  input: {
    code: text('设置码', { max: 20, help: '启动一站的终端上显示的 8 位设置码' }),
    place: text('使用单位所在区划', { max: 12 }),
    name: Account.fields.name,
    login: Account.fields.login,
    password: password('口令'),
  },
  output: done,
  async run({ surroundings, caller, input }) {
    await refuseLocked(surroundings, [subjectOf.address(caller.ip)])
    if ((await countAccounts(surroundings)) > 0) throw new Failure('conflict', '已完成首次设置，请直接登录')
    if (input.code.trim() !== setUpCode) {
      await countFailure(surroundings, [subjectOf.address(caller.ip)])
      throw refuseField('code', '设置码不对，请看启动一站的终端')
    }
    const problem = passwordProblem(input.password, input.login)
    if (problem) throw refuseField('password', problem)
    const { rows } = await surroundings.db.pool.query<{ county: string; kind: string }>(
      'select county, kind from place where id = $1',
      [input.place],
    )
    const [place] = rows
    const kinds: readonly string[] = roles.administrator.placeKinds
    if (!place || !kinds.includes(place.kind)) throw refuseField('place', '请选择使用单位所在的区县、市或省')
    const hashed = await hashPassword(input.password)
    const account = uuidv7()
    const by = { account, name: input.name, county: place.county }
    await audited(surroundings, by, 'accounts/setUp', async (tx) => {
      // two who set up at once: the second one waits here, and finds an account
      tx.send(sql`select pg_advisory_xact_lock(202611231003)`)
      const there = await tx.rows(sql`select 1 from account limit 1`)
      if (there.length > 0) throw new Failure('conflict', '已完成首次设置，请直接登录')
      await insert(
        tx,
        Account,
        { id: account, county: place.county },
        {
          login: input.login,
          name: input.name,
          state: 'active',
          station: null,
          person: null,
          mustChangePassword: false,
          twoFactor: false,
          demo: false,
        },
      )
      await insert(
        tx,
        AccountRole,
        { id: uuidv7(), county: place.county },
        { account, role: 'administrator', place: input.place, fromOn: tx.today },
      )
      keepPassword(tx, account, hashed, false)
    })
    return { answer: { done: true }, session: await openSession(surroundings, account, caller, idleMinutes.own) }
  },
})
