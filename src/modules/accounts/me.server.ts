import { sql } from 'kysely'
import { type Actor, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { flag, list, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Account } from './account.ts'
import { roleLine, rolesOf } from './held.server.ts'

/** Everything the console must know about who is signed in: names, roles, and which grants open which pages. */
export const whoAmI = query({
  label: '我是谁',
  grant: 'signedIn',
  input: {},
  output: shape('我', {
    account: Account.row,
    roles: list('角色', roleLine),
    grants: texts('权限', { max: 200 }),
    stations: list('社工站', shape('社工站', { id: text('编号'), name: text('站名') })),
    demo: flag('演示数据'),
  }),
  async run({ tx, actor }) {
    const [account, held, stations, demo] = await Promise.all([
      find(tx, Account, actor.account),
      rolesOf(tx, [actor.account]),
      ownStations(tx, actor),
      tx.first<{ demo: boolean }>(sql`select exists (select from account where demo) as demo`),
    ])
    const active = held.filter(({ toOn }) => toOn === null || toOn >= tx.today)
    return { account: account!, roles: active, grants: [...actor.grants.keys()].sort(), stations, demo: demo!.demo }
  },
})

/** The stations a person works at, to fill forms with: only for reaches of single stations. */
async function ownStations(tx: Tx, actor: Actor): Promise<{ id: string; name: string }[]> {
  const reach = reachOf(actor, 'station.read')
  if (reach.whole.length > 0 || reach.stations.length === 0) return []
  return tx.rows(sql`select county || '-' || id as id, name from station
    where county = any(${[...new Set(reach.stations.map((one) => splitId(one).county))]}::text[])
      and id = any(${reach.stations.map((one) => splitId(one).uuid)}::uuid[]) order by name`)
}
