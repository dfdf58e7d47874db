import { type Dice, openDice } from '../../demo/dice.ts'
import type { Reply } from '../../src/app/field/queue.ts'
import { uuidv7 } from '../../src/core/identifiers.ts'
import { addDays } from '../../src/core/time.ts'
import { type Ledger, see } from './ledger.ts'
import { post } from './network.ts'
import type { Office } from './office.ts'
import { type Member, type Network, openSession, type Place } from './people.ts'
import type { Phone } from './phone.ts'

/** What happens at the desks while the phones are out; how often each was done. */
export interface Desk {
  done: Map<string, number>
  /** One turn at one station. */
  turn(place: Place): Promise<void>
  /** Gives back every role whose time has come, or all but a few at the end. */
  giveBack(day: string): Promise<void>
  /** Whose role has ended. */
  out: Map<string, { phone: Phone; until: string }>
}

interface File {
  id: string
  version: number
  state: string
  values: Record<string, unknown>
}

const formKeys = ['name', 'sex', 'bornOn', 'noIdReason', 'ethnicGroup', 'occupation', 'memo', 'place'] as const

/** Opens the desks of all stations, their counties' clerks and administrators. */
export function openDesk(
  office: Office,
  network: Network,
  phones: readonly Phone[],
  ledger: Ledger,
  seed: string,
): Desk {
  const dice = openDice(`${seed} desk`)
  const sessions = new Map<Member, string>()
  const done = new Map<string, number>()
  const out: Desk['out'] = new Map()

  async function as(member: Member, path: string, input: object, opId = uuidv7()): Promise<Reply> {
    const session = sessions.get(member) ?? (await openSession(office, member))
    sessions.set(member, session)
    const reply = await post(office.address, path, { opId, input }, session)
    if (reply.kind !== 'refused' || reply.code !== 'unauthenticated') return reply
    sessions.delete(member)
    return as(member, path, input, opId)
  }
  const count = (name: string) => done.set(name, (done.get(name) ?? 0) + 1)
  const act = async (name: string, member: Member, path: string, input: object, opId?: string): Promise<unknown> => {
    const reply = await as(member, path, input, opId)
    count(reply.kind === 'done' ? name : 'refused at the desk')
    return reply.kind === 'done' ? reply.answer : undefined
  }
  async function fileOf(member: Member, id: string): Promise<File | undefined> {
    const reply = await as(member, 'clients/getClient', { id })
    if (reply.kind !== 'done') return undefined
    const { client } = reply.answer as { client: Record<string, unknown> & { version: number; state: string } }
    const values = Object.fromEntries(formKeys.map((key) => [key, client[key] ?? null]))
    return { id, version: client.version, state: client.state, values }
  }

  /** The desk's own edit: on the newest version or not at all, so its writer has seen all that it replaces. */
  async function edit({ head, county }: Place, file: File): Promise<void> {
    const command = uuidv7()
    const input: Record<string, unknown> = { id: file.id, version: file.version, ...file.values }
    input[dice.pick(['occupation', 'memo', 'ethnicGroup'])] = `站${command.slice(-8)}`
    if (dice.chance(0.3)) input.phone = `198${String(Number.parseInt(command.slice(-8), 16) % 1e8).padStart(8, '0')}`
    const typed = {
      command,
      account: head.account,
      call: 'clients/editClient',
      county,
      record: file.id,
      contents: [input],
      photo: false,
      seen: new Map(),
      knows: file.version,
      yielded: new Set<string>(),
    }
    see(typed, file.values)
    const answer = await act('edited', head, 'clients/editClient', input, command)
    if (answer) ledger.set(command, typed)
  }

  async function transfer(from: Place, file: File, elsewhere: boolean): Promise<void> {
    const others = network.places.filter(
      (one) => one !== from && (elsewhere ? one.county !== from.county : one.county === from.county),
    )
    if (others.length === 0) return
    const to = dice.pick(others)
    const offered = (await act('offered', from.head, 'clients/offerTransfer', {
      id: file.id,
      to: to.station,
      reason: 'moved',
      handover: '演练转站',
      consentBy: 'self',
      consentOn: office.clock.today(),
      proof: [],
    })) as { other: string } | undefined
    if (!offered) return
    const { rows } = await office.runtime.owner.pool.query<{ place: string }>(
      `select place from station where county || '-' || id = $1`,
      [to.station],
    )
    await act(elsewhere ? 'moved to another county' : 'moved', to.head, 'clients/acceptTransfer', {
      id: offered.other,
      version: 1,
      ...(elsewhere && { place: rows[0]!.place }),
    })
  }

  async function merge(place: Place, kept: File): Promise<void> {
    const merged = await fileOf(place.head, dice.pick(place.clients))
    if (!merged || merged.id === kept.id || merged.state !== 'active') return
    await act('merged', place.head, 'clients/mergeClients', {
      id: kept.id,
      version: kept.version,
      merged: merged.id,
      mergedVersion: merged.version,
      reason: '演练合并',
    })
  }

  async function endRole(place: Place): Promise<void> {
    const mine = phones.filter((phone) => phone.place === place && !out.has(phone.member.account))
    if (mine.length < 2) return
    const phone = dice.pick(mine)
    const admin = network.administrators.get(place.county)!
    if (!(await act('roles ended', admin, 'accounts/endRole', { id: phone.member.role }))) return
    out.set(phone.member.account, { phone, until: addDays(office.clock.today(), dice.between(1, 3)) })
  }

  async function giveBack(day: string): Promise<void> {
    for (const [account, { phone, until }] of out) {
      if (until > day) continue
      const admin = network.administrators.get(phone.place.county)!
      const input = { id: account, role: 'residentWorker', station: phone.place.station }
      if (!(await act('roles given back', admin, 'accounts/giveRole', input))) continue
      const { rows } = await office.runtime.owner.pool.query<{ id: string }>(
        'select id from account_role where account = $1 and to_on is null',
        [account],
      )
      phone.member.role = rows[0]!.id
      out.delete(account)
    }
  }

  async function revoke(place: Place): Promise<void> {
    const mine = phones.filter((phone) => phone.place === place && phone.device)
    if (mine.length === 0) return
    await act('devices stopped', place.head, 'devices/revokeDevice', {
      id: dice.pick(mine).device!.id,
      version: 1,
      revokedReason: '手机丢失',
    })
  }

  async function reverseVisit(place: Place): Promise<void> {
    const reply = await as(place.head, 'visits/listVisits', { station: place.station, state: 'valid', limit: 5 })
    if (reply.kind !== 'done') return
    const { rows } = reply.answer as { rows: { visit: { id: string; version: number } }[] }
    if (rows.length === 0) return
    const { id, version } = dice.pick(rows).visit
    await act('visits reversed', place.head, 'visits/reverseVisit', { id, version, reversedReason: '演练冲销' })
  }

  return {
    done,
    out,
    giveBack,
    async turn(place) {
      const { head } = place
      const file = await fileOf(head, dice.pick(place.clients))
      if (!file) return
      const at = { id: file.id, version: file.version }
      const today = office.clock.today()
      if (file.state === 'closed') return void (await act('reopened', head, 'clients/reopenClient', at))
      if (file.state !== 'active') return
      const one = dice.weigh(
        [
          [10, () => edit(place, file)],
          [2, () => transfer(place, file, false)],
          [0.7, () => transfer(place, file, true)],
          [3, () => merge(place, file)],
          [2, () => act('closed', head, 'clients/closeClient', { ...at, closedOn: today, closing: 'resolved' })],
          [2, () => assign(place, file, dice)],
          [
            2,
            () =>
              act('alerts', head, 'clients/addAlert', {
                id: file.id,
                content: `提醒${uuidv7().slice(-6)}`,
                toOn: dice.chance(0.5) ? addDays(today, dice.between(0, 2)) : null,
              }),
          ],
          [1.5, () => endRole(place)],
          [2, () => revoke(place)],
          [2, () => reverseVisit(place)],
          [1, () => endSessions(place)],
        ] as const,
        ([weight]) => weight,
      )
      await one[1]()
    },
  }

  async function assign({ head, workers }: Place, file: File, chance: Dice): Promise<void> {
    if (workers.length === 0) return
    const worker = chance.pick(workers).person!
    await act('given to a worker', head, 'clients/assignWorker', { id: file.id, worker, fromOn: office.clock.today() })
  }

  /** A session that has ended on the server while the phone still believes in it. */
  async function endSessions(place: Place): Promise<void> {
    const accounts = place.workers.map(({ account }) => account)
    await office.runtime.owner.pool.query('delete from session where account = any($1)', [accounts])
    count('sessions ended')
  }
}
